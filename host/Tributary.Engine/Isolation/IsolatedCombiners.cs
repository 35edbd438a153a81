using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin of combinations in a process of its own.</summary>
internal sealed class IsolatedCombinerPlugin(PluginWorkers workers) : IsolatedPlugin(workers), ICombinerPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<ICombiner> Combiners { get; } = [.. workers.Kind.Combiners.Select(words => new IsolatedCombiner(workers.Common, words))];
}

/// <summary>A way of combining members in another process.</summary>
/// <param name="common">Its worker.</param>
/// <param name="words">What it says of itself.</param>
internal sealed class IsolatedCombiner(CommonWorker common, CombinerWords words) : ICombiner
{
    /// <inheritdoc/>
    public string Name => words.Name;

    /// <inheritdoc/>
    public JsonElement SettingsSchema => words.SettingsSchema;

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => common.Ask(
        PluginCall.DescribeCombiner,
        (ref PackWriter writer) => Write(ref writer, settings, memberCount),
        static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.CombinerDescriptor));

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        var kept = new Kept(common.Lease);
        CombinationWeights[] weights = kept.Ask(
            PluginCall.Fit,
            (ref PackWriter writer) =>
            {
                Write(ref writer, settings, members);
                writer.Write(fitted is not null);
                if (fitted is not null)
                {
                    Write(ref writer, fitted);
                }
            },
            static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.CombinationWeightsArray));
        return new IsolatedCombination(kept, weights);
    }

    /// <summary>Writes an ensemble.</summary>
    internal static void Write(ref PackWriter writer, EnsembleSeries series)
    {
        BlockPacking.Write(ref writer, series.Time);
        writer.Write([.. series.Members], IsolationJson.Default.StringArray);
        for (int member = 0; member < series.Members.Count; member++)
        {
            writer.Write(series.Simulated(member));
        }

        writer.Write(series.IsObserved);
        writer.Write(series.Observed);
    }

    /// <summary>Reads an ensemble.</summary>
    internal static EnsembleSeries ReadEnsemble(ref PackReader reader)
    {
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        string[] members = reader.ReadJson(IsolationJson.Default.StringArray);
        double[][] simulated = new double[members.Length][];
        for (int member = 0; member < members.Length; member++)
        {
            simulated[member] = reader.ReadSpan<double>().ToArray();
        }

        bool isObserved = reader.ReadBool();
        double[] observed = reader.ReadSpan<double>().ToArray();
        return new EnsembleSeries(time, members, simulated, isObserved ? observed : null);
    }

    private void Write(ref PackWriter writer, JsonElement settings, int members)
    {
        writer.Write(words.Name);
        writer.Write(settings);
        writer.Write((long)members);
    }
}

/// <summary>A fitted combination in another process.</summary>
/// <param name="kept">Where it is kept.</param>
/// <param name="weights">The weights of the members.</param>
internal sealed class IsolatedCombination(Kept kept, IReadOnlyList<CombinationWeights> weights) : ICombination
{
    /// <inheritdoc/>
    public IReadOnlyList<CombinationWeights> Weights => weights;

    /// <inheritdoc/>
    public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
    {
        double[] combined = kept.Ask(
            PluginCall.Combine,
            (ref PackWriter writer) =>
            {
                IsolatedCombiner.Write(ref writer, members);
                writer.Write((long)quantiles.Count);
            },
            (ref PackReader reader) =>
            {
                double[] told = reader.ReadSpan<double>().ToArray();
                foreach (double[] row in quantiles)
                {
                    reader.ReadSpan<double>().CopyTo(row);
                }

                return told;
            });
        combined.CopyTo(discharge);
    }
}
