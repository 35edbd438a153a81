using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>What templates are filled in from, for one unit and one period.</summary>
internal static class ProcessScopes
{
    /// <summary>How times are written where a template gives no format.</summary>
    public const string TimeFormat = "yyyy-MM-dd HH:mm";

    /// <summary>The unit, its attributes and the texts of the settings.</summary>
    public static Scope OfUnit(ProcessSettings settings, CatchmentUnits units, int unit)
    {
        var scope = new Scope();
        foreach ((string name, string text) in settings.Values)
        {
            scope.Set(name, text);
        }

        foreach (string attribute in units.Attributes.Names)
        {
            scope.Set(attribute, units.Attributes[attribute][unit]);
        }

        return scope.Set("id", units.Ids[unit]).Set("index", unit).Set("area_km2", units.AreaKm2[unit]).Set("area_m2", units.AreaKm2[unit] * 1e6)
            .Set("latitude", units.Latitude[unit]).Set("longitude", units.Longitude[unit]).Set("elevation", units.Elevation[unit]);
    }

    /// <summary>The period and its steps, each with its forcing.</summary>
    /// <param name="scope">The unit's scope.</param>
    /// <param name="time">The period.</param>
    /// <param name="names">Names of the forcing.</param>
    /// <param name="forcing">Forcing, <c>[name][time]</c>.</param>
    /// <returns>A scope within the unit's.</returns>
    public static Scope OfPeriod(Scope scope, TimeAxis time, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> forcing) =>
        new Scope(scope)
            .Set("start", Written(time.Start)).Set("end", Written(time.End)).Set("last", Written(time.End - time.Step)).Set("first_end", Written(time.Start + time.Step))
            .Set("step_seconds", time.Step.TotalSeconds).Set("step_hours", time.Step.TotalHours).Set("step_days", time.Step.TotalDays).Set("step_count", time.Count)
            .Set("steps", Steps(scope, time, names, forcing));

    private static IEnumerable<Scope> Steps(Scope scope, TimeAxis time, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> forcing)
    {
        for (int step = 0; step < time.Count; step++)
        {
            Scope each = new Scope(scope).Set("time", Written(time[step])).Set("step", step).Set("seconds", (time[step] - time.Start).TotalSeconds).Set("end_seconds", (time[step] + time.Step - time.Start).TotalSeconds)
                .Set("comma", step < time.Count - 1 ? "," : "");
            for (int name = 0; name < names.Count; name++)
            {
                each.Set(names[name], forcing[name][step]);
            }

            yield return each;
        }
    }

    private static string Written(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
