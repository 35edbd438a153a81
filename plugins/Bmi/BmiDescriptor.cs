using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>What a BMI model is, as its settings say it; the library is not loaded for this.</summary>
internal static class BmiDescriptor
{
    /// <exception cref="InputException">The settings name what is not there, or lack runoff.</exception>
    public static ModelDescriptor Of(BmiSettings settings)
    {
        return new ModelDescriptor
        {
            Name = settings.Name ?? Path.GetFileNameWithoutExtension(settings.Library),
            Description = $"a model with the Basic Model Interface, of {Path.GetFileName(settings.Library)}",
            Parameters = [.. settings.Parameters.Select(pair => pair.Value.Declare(pair.Key))],
            Forcing = [.. settings.Forcing.Select(pair => pair.Value.Declare(pair.Key))],
            Outputs = [.. Outputs(settings).Select(name => ForeignResults.Declare(name, settings.Outputs[name].Unit, settings.Outputs[name].Variable))],
            ShortestStep = TimeSpan.FromMinutes(1),
            LongestStep = TimeSpan.FromDays(1),
            Capabilities = Capabilities.SpatiallyIndependent | (settings.States.Count > 0 ? Capabilities.Stateful : Capabilities.None),
            Files = [settings.Library, ConfigurationPath(settings.Config)],
        };
    }

    /// <summary>The configuration file, or the innermost folder that holds those of all units.</summary>
    private static string ConfigurationPath(string path) =>
        path.Contains('{', StringComparison.Ordinal) ? ConfigurationPath(Path.GetDirectoryName(path) ?? "/") : path;

    /// <summary>The results, runoff first.</summary>
    public static IReadOnlyList<string> Outputs(BmiSettings settings) => ForeignResults.RunoffFirst(settings.Outputs.Keys, "runoff: { variable: Q_OUT, unit: m }");
}
