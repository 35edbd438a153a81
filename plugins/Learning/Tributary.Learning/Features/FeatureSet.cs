using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The inputs of a network: forcing variables, and features computed from them.</summary>
public sealed partial class FeatureSet
{
    private const string Temperature = "air_temperature";
    private const double DaysOfYear = 365.2425;

    private readonly string[] _forcing;
    private readonly Feature[] _features;

    /// <summary>Reads the names of the features.</summary>
    /// <param name="forcing">Forcing variables, each an input as it is.</param>
    /// <param name="derived">Features: <c>degree_days</c>, <c>day_of_year</c>, and running means as <c>precipitation_mean_30</c> or sums as <c>precipitation_sum_30</c>.</param>
    /// <exception cref="InputException">A feature is unknown, or its variable is no input.</exception>
    public FeatureSet(IReadOnlyList<string> forcing, IReadOnlyList<string> derived)
    {
        _forcing = [.. forcing];
        _features = [.. derived.SelectMany(name => Parse(name, forcing))];
        Names = [.. forcing, .. _features.Select(feature => feature.Name)];
        History = _features.Length == 0 ? 0 : _features.Max(feature => feature.Length) - 1;
    }

    /// <summary>Number of forcing variables.</summary>
    public int ForcingCount => _forcing.Length;

    /// <summary>Names of all inputs, in the network's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Steps before a step that its features need.</summary>
    public int History { get; }

    /// <summary>Whether an input is a sine or a cosine, which is not scaled.</summary>
    public bool IsPeriodic(int input) => input >= _forcing.Length && _features[input - _forcing.Length].Kind is FeatureKind.Sine or FeatureKind.Cosine;

    /// <summary>Computes all inputs.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="forcing">The forcing variables, each <c>[time]</c>.</param>
    /// <param name="rows">Receives the inputs, <c>[time, input]</c>. A running mean over what lies before the first step takes what is there.</param>
    public void Fill(TimeAxis time, ReadOnlyMemory<double>[] forcing, Span<float> rows)
    {
        int width = Names.Count;
        for (int input = 0; input < width; input++)
        {
            if (input < _forcing.Length)
            {
                ReadOnlySpan<double> values = forcing[input].Span;
                for (int step = 0; step < time.Count; step++)
                {
                    rows[(step * width) + input] = (float)values[step];
                }
            }
            else
            {
                Fill(_features[input - _forcing.Length], time, forcing, rows[input..], width);
            }
        }
    }

    private static void Fill(Feature feature, TimeAxis time, ReadOnlyMemory<double>[] forcing, Span<float> column, int width)
    {
        ReadOnlySpan<double> values = feature.Variable < 0 ? default : forcing[feature.Variable].Span;
        for (int step = 0; step < time.Count; step++)
        {
            double angle = 2 * Math.PI * (time[step].DayOfYear - 1 + (time[step].TimeOfDay / TimeSpan.FromDays(1))) / DaysOfYear;
            column[step * width] = (float)(feature.Kind switch
            {
                FeatureKind.Sine => Math.Sin(angle),
                FeatureKind.Cosine => Math.Cos(angle),
                FeatureKind.DegreeDays => Math.Max(values[step], 0),
                FeatureKind.Sum => Mean(values, step, feature.Length) * feature.Length,
                _ => Mean(values, step, feature.Length),
            });
        }
    }

    // Summed anew at every step, so that a step's value does not depend on where the series began.
    private static double Mean(ReadOnlySpan<double> values, int step, int length)
    {
        int first = Math.Max(0, step - length + 1);
        double sum = 0;
        for (int i = first; i <= step; i++)
        {
            sum += values[i];
        }

        return sum / (step - first + 1);
    }

    private static IEnumerable<Feature> Parse(string name, IReadOnlyList<string> forcing)
    {
        if (name == "day_of_year")
        {
            return [new("day_of_year_sine", FeatureKind.Sine, -1, 1), new("day_of_year_cosine", FeatureKind.Cosine, -1, 1)];
        }

        if (name == "degree_days")
        {
            return [new(name, FeatureKind.DegreeDays, IndexOf(Temperature, name, forcing), 1)];
        }

        Match running = Running().Match(name);
        if (!running.Success)
        {
            throw new InputException($"there is no feature '{name}'", "derived_inputs", "Known are degree_days, day_of_year, and running means or sums as precipitation_mean_30.");
        }

        int length = int.Parse(running.Groups["length"].Value, CultureInfo.InvariantCulture);
        FeatureKind kind = running.Groups["kind"].Value == "sum" ? FeatureKind.Sum : FeatureKind.Mean;
        return [new(name, kind, IndexOf(running.Groups["variable"].Value, name, forcing), length)];
    }

    private static int IndexOf(string variable, string feature, IReadOnlyList<string> forcing)
    {
        int index = forcing.ToList().IndexOf(variable);
        return index >= 0 ? index : throw new InputException($"the feature '{feature}' needs {variable}, which is no input", "derived_inputs", $"Add {variable} to dynamic_inputs.");
    }

    [GeneratedRegex("^(?<variable>.+)_(?<kind>mean|sum)_(?<length>[1-9][0-9]{0,4})$")]
    private static partial Regex Running();

    private readonly record struct Feature(string Name, FeatureKind Kind, int Variable, int Length);

    private enum FeatureKind
    {
        Sine,
        Cosine,
        DegreeDays,
        Mean,
        Sum,
    }
}
