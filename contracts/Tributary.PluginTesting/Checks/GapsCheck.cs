using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Gaps (NaN) in the forcing are borne by a model that says so; in another one they stay in their unit, or are refused by name.</summary>
internal sealed class GapsCheck() : Check("gaps", "gaps in the forcing do what the descriptor says")
{
    private const int Gap = 60;

    public override Finding OfModel(ModelSubject subject)
    {
        bool accepts = subject.Descriptor.Capabilities.HasFlag(Capabilities.AcceptsGaps);
        double[][] forcing = subject.Forcing(subject.StepCount);
        using ModelTrial sound = subject.Trial(forcing: forcing);
        TrialResults expected = sound.Run(subject.DefaultSet);
        for (int variable = 0; variable < subject.Descriptor.Forcing.Count; variable++)
        {
            string name = subject.Descriptor.Forcing[variable].Variable.Name;
            double[][] gappy = [.. forcing.Select((series, at) => at == variable * subject.UnitCount ? [.. series[..Gap], double.NaN, .. series[(Gap + 1)..]] : series)];
            TrialResults results;
            try
            {
                using ModelTrial trial = subject.Trial(forcing: gappy);
                results = trial.Run(subject.DefaultSet);
            }
            catch (TributaryException error)
            {
                if (accepts)
                {
                    return Finding.Failed($"it says that it copes with gaps, but refuses one in {name}: {error.Message}");
                }

                continue;
            }

            if (FaultIn(subject, expected, results, accepts) is { } fault)
            {
                return Finding.Failed($"a gap in {name} of unit 0 on step {Gap}: {fault}");
            }
        }

        return Finding.Passed(accepts ? "outputs stay finite" : "gaps stay in their unit; the host refuses them");
    }

    public override Finding OfForcing(ForcingSubject subject)
    {
        string missing = Path.Combine(subject.FolderOf("empty"), "{basin}.none");
        try
        {
            using IBasinSource source = subject.Plugin.Open(subject.Settings, new ForcingSetup(subject.FolderOf("empty"), subject.Case.Files is null ? null : missing, subject.Services));
            source.Read(subject.Case.Basins[0], CancellationToken.None);
            return Finding.Failed($"it reads basin {subject.Case.Basins[0]} where there are no files");
        }
        catch (InputException error)
        {
            return Finding.Passed($"missing files are told: {error.Problem}");
        }
    }

    public override Finding OfCombiners(CombinerSubject subject)
    {
        EnsembleSeries whole = CombinerSubject.Members;
        double[][] rows = [.. Enumerable.Range(0, whole.Members.Count).Select(member => whole.Simulated(member).ToArray())];
        foreach (double[] row in rows)
        {
            row[Gap] = double.NaN;
        }

        var gappy = new EnsembleSeries(whole.Time, whole.Members, rows);
        return subject.Each(combiner => double.IsNaN(subject.Combine(combiner, gappy)[0][Gap]) ? null : $"it gives discharge on step {Gap}, where no member does");
    }

    public override Finding OfMetrics(MetricSubject subject)
    {
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 4);
        double missing = double.NaN;

        // Whatever a metric makes of so little, it must not throw: gaps leave as little of a season.
        ScoredSeries[] few = [new(time, [missing, 2, missing, missing], [1, 3, 1, 1]), new(time, [2, missing, missing, 4], [3, 1, 1, 3]), new(time, [2, 2, 2, 2], [1, 1, 1, 1]), new(time, new double[4], new double[4])];
        return subject.Each(metric =>
        {
            Array.ForEach(few, pairs => _ = metric.Of(pairs));
            return null;
        });
    }

    public override Finding OfOptimisers(OptimiserSubject subject) => subject.Each(optimiser =>
    {
        double[] asked = OptimiserSubject.Search(optimiser, 3, 200, OptimiserSubject.Dimension, _ => double.NegativeInfinity).Asked;
        int outside = Array.FindIndex(asked, coordinate => !(coordinate is >= 0 and <= 1));
        return asked.Length > 200 * OptimiserSubject.Dimension ? "it never ends where the model always breaks down"
            : outside >= 0 ? FormattableString.Invariant($"where the model always breaks down, {OptimiserSubject.PlaceOf(outside)} is {asked[outside]}") : null;
    });

    private static string? FaultIn(ModelSubject subject, TrialResults expected, TrialResults results, bool accepts)
    {
        bool apart = subject.Descriptor.Capabilities.HasFlag(Capabilities.SpatiallyIndependent);
        for (int output = 0; output < subject.Descriptor.Outputs.Count; output++)
        {
            string name = subject.Descriptor.Outputs[output].Variable.Name;
            for (int row = 0; row < subject.RowsOf(subject.Descriptor.Outputs[output]); row++)
            {
                double[] series = results.Of(output, row).ToArray();
                int hole = Array.FindIndex(series, subject.Silent, value => !double.IsFinite(value));
                if (accepts && hole >= 0)
                {
                    return $"{name} of unit {row} is {series[hole]} on step {hole}, though it says that it copes with gaps";
                }

                if (apart && row > 0 && Bits.Differ(expected.Of(output, row), series, step => $"{name} of unit {row} on step {step}") is { } difference)
                {
                    return difference;
                }
            }
        }

        return null;
    }
}
