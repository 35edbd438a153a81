using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Ways of combining, with an ensemble of three members of different skill.</summary>
internal sealed class CombinerSubject(ICombinerPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    private const int StepCount = 1500;

    public ICombinerPlugin Plugin { get; } = plugin;

    /// <summary>Members and what was observed; the first half is fitted on.</summary>
    public static EnsembleSeries Members { get; } = Make();

    public override Finding Examine(Check check) => check.OfCombiners(this);

    /// <summary>Examines each way; the first fault is the finding.</summary>
    public Finding Each(Func<ICombiner, string?> faultOf, string figures = "")
    {
        foreach (ICombiner combiner in Plugin.Combiners)
        {
            string? fault;
            try
            {
                fault = faultOf(combiner);
            }
            catch (TributaryException error)
            {
                fault = error.Message;
            }

            if (fault is not null)
            {
                return Finding.Failed($"{combiner.Name}: {fault}");
            }
        }

        return Finding.Passed(figures.Length > 0 ? figures : $"{Plugin.Combiners.Count} ways");
    }

    /// <summary>Fits on the first half and combines all.</summary>
    /// <returns>Discharge, then each quantile.</returns>
    public double[][] Combine(ICombiner combiner, EnsembleSeries? members = null)
    {
        EnsembleSeries given = members ?? Members;
        CombinerDescriptor descriptor = combiner.Describe(Settings, given.Members.Count);
        ICombination combination = Fit(combiner);
        double[][] rows = [.. Enumerable.Range(0, 1 + descriptor.Probabilities.Count).Select(_ => new double[given.Time.Count])];
        combination.Combine(given, rows[0], rows[1..]);
        return rows;
    }

    /// <summary>Fits on the first half.</summary>
    public ICombination Fit(ICombiner combiner) =>
        combiner.Fit(Settings, combiner.Describe(Settings, Members.Members.Count).IsFitted ? Members.Within(..(StepCount / 2)) : null, Members.Members.Count);

    private static EnsembleSeries Make()
    {
        var weather = new SyntheticWeather(StepCount, seed: 31);
        double[] truth = Reservoir(weather.Precipitation, 8);
        var random = new Random(32);
        double[] observed = [.. truth.Select(flow => flow * (0.9 + (0.2 * random.NextDouble())))];
        return new EnsembleSeries(
            weather.Time,
            ["near", "slow", "biased"],
            [[.. truth.Select(flow => flow * (0.85 + (0.3 * random.NextDouble())))], Reservoir(weather.Precipitation, 25), [.. Reservoir(weather.Precipitation, 5).Select(flow => 1.4 * flow)]],
            observed);
    }

    private static double[] Reservoir(double[] rain, double days)
    {
        double store = 3 * days;
        return [.. rain.Select(depth =>
        {
            store += depth;
            double flow = store / days;
            store -= flow;
            return flow;
        })];
    }
}
