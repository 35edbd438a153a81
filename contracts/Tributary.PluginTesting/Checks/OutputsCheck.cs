using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Every declared output is written on every step, and is a number.</summary>
internal sealed class OutputsCheck() : Check("outputs", "every declared output is written and finite")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        TrialResults results = trial.Run(subject.DefaultSet);
        for (int output = 0; output < subject.Descriptor.Outputs.Count; output++)
        {
            OutputDeclaration declared = subject.Descriptor.Outputs[output];
            for (int row = 0; row < subject.RowsOf(declared); row++)
            {
                if (FaultIn(results.Of(output, row), declared.Variable.Name, row, subject.Silent) is { } fault)
                {
                    return Finding.Failed(fault);
                }
            }
        }

        using ModelTrial asked = subject.Trial();
        double[] first = asked.RunFirst(subject.DefaultSet);
        return Bits.Differ(results.Values.AsSpan(0, first.Length), first, results.PlaceOf) is { } difference
            ? Finding.Failed($"where nothing else is asked for: {difference}")
            : Finding.Passed($"{subject.Descriptor.Outputs.Count} outputs on {subject.StepCount} steps");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        foreach (TimeSpan step in RoutingSubject.Steps)
        {
            using RoutingTrial trial = subject.Trial(step);
            double[] inflow = RoutingSubject.Inflow();
            double[] discharge = new double[inflow.Length];
            Array.Fill(discharge, ModelTrial.Unwritten);
            using IRoutingSimulation simulation = trial.Start();
            simulation.Advance(trial.Axis(RoutingSubject.StepCount), inflow, discharge);
            for (int reach = 0; reach < RoutingSubject.ReachCount; reach++)
            {
                ReadOnlySpan<double> series = discharge.AsSpan(reach * RoutingSubject.StepCount, RoutingSubject.StepCount);
                if (FaultIn(series, "discharge", reach, 0) is { } fault)
                {
                    return Finding.Failed($"{StepLength.InWords(step)}: {fault}");
                }
            }
        }

        return Finding.Passed($"{RoutingSubject.ReachCount} reaches at steps of {string.Join(", ", RoutingSubject.Steps.Select(StepLength.InWords))}");
    }

    public override Finding OfForcing(ForcingSubject subject)
    {
        if (subject.Unlisted() is { } unlisted)
        {
            return Finding.Failed($"it does not list basin {unlisted} of its sample");
        }

        int values = 0;
        IReadOnlyList<BasinRecord> records = subject.Read();
        if (!records.Select(record => record.Id).SequenceEqual(subject.Case.Basins))
        {
            return Finding.Failed($"asked for the basins {string.Join(", ", subject.Case.Basins)}, it gives {string.Join(", ", records.Select(record => record.Id))}");
        }

        foreach (BasinRecord record in records)
        {
            if (record.Series.Count == 0)
            {
                return Finding.Failed($"basin {record.Id} has no series");
            }

            if (record.Series.Where(series => series.Variable is not null).GroupBy(series => series.Variable!.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                return Finding.Failed($"basin {record.Id} has more than one series that is {twice.Key}: {string.Join(", ", twice.Select(series => series.Name))}");
            }

            foreach (BasinSeries series in record.Series)
            {
                if (series.Values.Length != series.Time.Count)
                {
                    return Finding.Failed($"{series.Name} of basin {record.Id} has {series.Values.Length} values on {series.Time.Count} steps");
                }

                if (!series.Values.Any(double.IsFinite) || series.Values.Any(double.IsInfinity))
                {
                    return Finding.Failed($"{series.Name} of basin {record.Id} has no finite value, or an infinite one");
                }

                values += series.Values.Length;
            }

            if (record.Files.Count == 0 || record.Files.FirstOrDefault(file => !File.Exists(file)) is not null)
            {
                return Finding.Failed($"basin {record.Id} does not name the files that it was read from");
            }
        }

        return Finding.Passed($"{subject.Case.Basins.Count} basins, {values} values");
    }

    public override Finding OfCombiners(CombinerSubject subject) => subject.Each(combiner =>
    {
        double[][] rows = subject.Combine(combiner);
        return rows.Any(row => !row.All(double.IsFinite)) ? "combined discharge or a quantile is not finite where all members are there"
            : Enumerable.Range(2, Math.Max(0, rows.Length - 2)).Any(row => rows[row].Zip(rows[row - 1], (upper, lower) => upper < lower).Any(crosses => crosses)) ? "its quantiles cross"
            : null;
    });

    private static string? FaultIn(ReadOnlySpan<double> series, string name, int row, int silent)
    {
        for (int step = silent; step < series.Length; step++)
        {
            if (series[step] == ModelTrial.Unwritten)
            {
                return $"{name} of unit {row} is not written on step {step}";
            }

            if (!double.IsFinite(series[step]))
            {
                return $"{name} of unit {row} is {series[step]} on step {step}";
            }
        }

        return null;
    }
}
