using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A forcing plugin in processes of its own: one for each open source.</summary>
internal sealed class IsolatedForcingPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IForcingPlugin
{
    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) => Keep(lease =>
    {
        var side = new CallerSide { Services = setup.Services };
        SourceWords words = lease.Ask(
            PluginCall.Open,
            side,
            (ref PackWriter writer) =>
            {
                writer.Write(settings);
                writer.Write(Path.GetFullPath(setup.Folder));
                writer.Write(setup.Files);
            },
            static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.SourceWords));
        return new IsolatedSource(lease, side, words);
    });
}

/// <summary>An open source in another process.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="side">What the worker may ask back.</param>
/// <param name="words">What it holds.</param>
internal sealed class IsolatedSource(WorkerLease lease, CallerSide side, SourceWords words) : IBasinSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string>? BasinIds => words.BasinIds;

    /// <inheritdoc/>
    public IReadOnlyList<string>? AllIds => words.AllIds;

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation) =>
        lease.Ask(PluginCall.ReadBasin, side with { Cancellation = cancellation }, (ref PackWriter writer) => writer.Write(basin), ReadRecord);

    /// <inheritdoc/>
    public void Dispose() => lease.Dispose();

    /// <summary>Writes what a source holds of a basin.</summary>
    internal static void Write(ref PackWriter writer, BasinRecord record)
    {
        writer.Write(record with { Series = [] }, IsolationJson.Default.BasinRecord);
        writer.Write((long)record.Series.Count);
        foreach (BasinSeries series in record.Series)
        {
            writer.Write(series.Name);
            writer.Write(series.Variable is not null);
            if (series.Variable is { } variable)
            {
                writer.Write(variable, IsolationJson.Default.Variable);
            }

            writer.Write(series.Unit);
            BlockPacking.Write(ref writer, series.Time);
            writer.Write<double>(series.Values);
        }
    }

    private static BasinRecord ReadRecord(ref PackReader reader)
    {
        BasinRecord record = reader.ReadJson(IsolationJson.Default.BasinRecord);
        var series = new BasinSeries[reader.ReadInt()];
        for (int i = 0; i < series.Length; i++)
        {
            string name = reader.ReadText()!;
            Variable? variable = reader.ReadBool() ? reader.ReadJson(IsolationJson.Default.Variable) : null;
            series[i] = new BasinSeries(name, variable, reader.ReadText(), BlockPacking.ReadTime(ref reader), reader.ReadSpan<double>().ToArray());
        }

        return record with { Series = series };
    }
}
