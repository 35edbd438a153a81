using System.Globalization;
using System.Text;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>How much each parameter of a member matters to a score of its simulation.</summary>
/// <param name="Basin">The basin, or the workflow for all units of a river network.</param>
/// <param name="Method">The method.</param>
/// <param name="Objective">The score in words.</param>
/// <param name="Runs">Model runs.</param>
/// <param name="Broken">How many of them gave no finite score.</param>
/// <param name="Parameters">Names of the parameters that were varied.</param>
/// <param name="Measures">What was found.</param>
public sealed record MemberSensitivity(string Basin, string Method, string Objective, int Runs, int Broken, IReadOnlyList<string> Parameters, IReadOnlyList<SensitivityMeasure> Measures)
{
    private const string FileName = "sensitivity.json";

    /// <summary>Runs the model over the design of a method.</summary>
    /// <exception cref="WorkException">The plugin broke down, or most simulations did.</exception>
    internal static MemberSensitivity Of(MemberPlan member, CalibrationGroup group, Calibrator calibrator, int seed, CancellationToken cancellation)
    {
        SensitivitySection section = member.Section.Sensitivity!;
        var method = ISensitivityMethod.Named(section.Method);
        var random = new MathNet.Numerics.Random.MersenneTwister(seed);
        double[][] points = method.Design(calibrator.Dimension, section.Samples, random);
        double[] values = calibrator.ScoresAt(points, cancellation);
        int broken = values.Count(value => !double.IsFinite(value));
        if (broken > values.Length / 2)
        {
            throw new WorkException(
                $"{broken} of {values.Length} simulations gave no finite score", $"sensitivity of member {member.Name}, basin {group.Name}", "Narrow the parameters under sensitivity.bounds.");
        }

        return new MemberSensitivity(
            group.Name, section.Method, MemberRun.ObjectiveLabel(section.AsCalibration()), values.Length, broken,
            [.. member.FreeParameters.Select(index => member.Descriptor.Parameters[index].Name)], method.Measure(points, values, section.Resamples, random));
    }

    /// <summary>Keeps it in a step's folder.</summary>
    internal void Store(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.MemberSensitivity));

    /// <summary>Reads what <see cref="Store"/> kept.</summary>
    internal static MemberSensitivity Read(string folder) => JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), RunJson.Default.MemberSensitivity)!;

    /// <summary>Writes those of all basins: basin, method, objective, parameter, measure, value and its 95 % confidence interval.</summary>
    internal static void WriteCsv(IEnumerable<MemberSensitivity> basins, string path)
    {
        var text = new StringBuilder("basin,method,objective,parameter,measure,value,low,high\n");
        foreach (MemberSensitivity basin in basins)
        {
            foreach (SensitivityMeasure measure in basin.Measures)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{CsvText.Quote(basin.Basin)},{basin.Method},{CsvText.Quote(basin.Objective)},{basin.Parameters[measure.Coordinate]},{measure.Name},{measure.Value:R},{measure.Low:R},{measure.High:R}\n");
            }
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Bars for the report, one panel a measure.</summary>
    internal IEnumerable<ReportPanel> Panels()
    {
        foreach (IGrouping<string, SensitivityMeasure> measure in Measures.GroupBy(measure => measure.Name))
        {
            string told = measure.Key switch
            {
                "first_order" => $"share of the variance of {Objective} that the parameter explains alone (Sobol', by Saltelli et al., 2010)",
                "total" => $"share of the variance of {Objective} that the parameter takes part in, alone or with others (Sobol', by Jansen, 1999)",
                "mu_star" => $"mean size of the effect of the parameter's whole range on {Objective} (Morris, 1991; Campolongo et al., 2007)",
                "mu" => $"mean effect of the parameter's whole range on {Objective} (Morris, 1991)",
                _ => $"standard deviation of the effect on {Objective}: large where it depends on the others or is not linear (Morris, 1991)",
            };
            yield return new ReportPanel(
                $"sensitivity, {measure.Key.Replace('_', ' ')}",
                string.Create(CultureInfo.InvariantCulture, $"The {told}; in brackets the 95 % confidence interval by bootstrap, of {Runs} model runs."),
                [.. measure.Select(one => string.Create(CultureInfo.InvariantCulture, $"{Parameters[one.Coordinate]} ({one.Low:0.00} to {one.High:0.00})"))],
                [.. measure.Select(one => one.Value)]);
        }
    }
}
