using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Combines members at all gauges, each combination being a step that is never done twice.</summary>
internal sealed class CombinationRun(WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<Hydrograph> all, StepStore steps, IProgress<RunEvent> progress)
{
    private readonly Dictionary<string, string> _digests = all.ToDictionary(member => member.Name, member => DigestOf(member, inputs.Observed.Length));

    /// <summary>Fits a combination on the validation period and applies it to the whole period.</summary>
    /// <param name="combination">The combination.</param>
    /// <param name="without">A member that is left out, to tell what it adds; null for none. There are no quantiles then.</param>
    /// <param name="cancellation">Stops before the next gauge.</param>
    /// <exception cref="InputException">Nowhere is enough observed to fit it.</exception>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public CombinationResult Run(CombinationPlan combination, string? without, CancellationToken cancellation)
    {
        string name = without is null ? $"combine by {combination.Name}" : $"combine by {combination.Name} without {without}";
        Hydrograph[] members = [.. all.Where(member => member.Name != without)];
        var clock = Stopwatch.StartNew();
        CombinerDescriptor descriptor = combination.Descriptor;
        Range fitted = plan.Splits.Validation is { } validation && descriptor.IsFitted ? inputs.Forcing.Time.IndicesWithin(validation) : default;
        string hash = KeyOf(combination, members, without is null, fitted);
        string? folder = steps.Find(hash);
        bool reused = folder is not null;
        folder ??= steps.Keep(hash, draft =>
        {
            var gauges = new CombinationAtGauge[inputs.Observed.Length];
            WorkerThreads.For(gauges.Length, plan.Workers, gauge => gauges[gauge] = At(combination, members, without is null, gauge, fitted), cancellation);
            if (gauges.All(gauge => gauge.Obstacle is not null))
            {
                throw new InputException(
                    $"{combination.Name} cannot be fitted: {gauges[0].Obstacle}", $"gauge {inputs.Domain.Gauges[0].Id}", "Give a longer splits.validation, or combine by what needs no fitting, as the mean.");
            }

            StoredCombination.Write(draft, gauges);
        });
        CombinationAtGauge[] results = StoredCombination.Read(folder);
        progress.Report(new StepDone(name, reused, clock.Elapsed));
        return new CombinationResult(
            combination, [.. members.Select(member => member.Name)], results, new StepRecord(name, hash, reused, Math.Round(clock.Elapsed.TotalSeconds, 3)));
    }

    private CombinationAtGauge At(CombinationPlan combination, Hydrograph[] members, bool quantified, int gauge, Range fitted)
    {
        TimeAxis time = inputs.Forcing.Time;
        var series = new EnsembleSeries(
            time, [.. members.Select(member => member.Name)], [.. members.Select(member => member.Discharge(gauge).ToArray())], inputs.Observed[gauge]);
        EnsembleSeries? validation = combination.Descriptor.IsFitted ? series.Within(fitted) : null;
        int pairs = validation?.CompleteSteps().Length ?? 0;
        double[][] quantiles = [.. combination.Descriptor.Probabilities.Where(_ => quantified).Select(_ => new double[time.Count])];
        double[] discharge = new double[time.Count];
        if (pairs < combination.Descriptor.FewestPairs)
        {
            foreach (double[] row in quantiles.Append(discharge))
            {
                row.AsSpan().Fill(double.NaN);
            }

            string obstacle = string.Create(
                CultureInfo.InvariantCulture, $"the validation period has {pairs} observed time steps, and {combination.Descriptor.FewestPairs} are needed for {members.Length} members");
            return new CombinationAtGauge(discharge, quantiles, [], pairs, obstacle);
        }

        // What is observed outside the validation period is none of a combination's business.
        var blind = new EnsembleSeries(time, series.Members, [.. members.Select(member => member.Discharge(gauge).ToArray())]);
        return PluginGuard.Call(combination.Loaded, $"combination {combination.Name}, gauge {inputs.Domain.Gauges[gauge].Id}", "combining members", () =>
        {
            ICombination fit = combination.Combiner.Fit(combination.Settings, validation, members.Length);
            fit.Combine(blind, discharge, quantiles);
            return new CombinationAtGauge(discharge, quantiles, fit.Weights, pairs);
        });
    }

    private static string DigestOf(Hydrograph member, int gauges)
    {
        using var key = new StepKey("member");
        for (int gauge = 0; gauge < gauges; gauge++)
        {
            key.Add("discharge", member.Discharge(gauge));
        }

        return key.Finish();
    }

    private string KeyOf(CombinationPlan combination, Hydrograph[] members, bool quantified, Range fitted)
    {
        TimeAxis time = inputs.Forcing.Time;
        using StepKey key = new StepKey("combine")
            .Add("plugin", combination.Loaded.Manifest.Id)
            .Add("version", combination.Loaded.Manifest.Version)
            .Add("code", combination.Loaded.FolderHash)
            .Add("method", combination.Combiner.Name)
            .Add("settings", combination.Settings.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : combination.Settings.GetRawText())
            .Add("time", string.Create(CultureInfo.InvariantCulture, $"{time.Start:O} {time.Step.Ticks} {time.Count}"))
            .Add("fitted", fitted.ToString())
            .Add("quantiles", quantified ? "all" : "none");
        foreach (Hydrograph member in members)
        {
            key.Add("member", _digests[member.Name]);
        }

        for (int gauge = 0; gauge < inputs.Observed.Length; gauge++)
        {
            key.Add("observed", inputs.ObservedIn(gauge, fitted));
        }

        return key.Finish();
    }
}
