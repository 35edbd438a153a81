using System.Collections.Concurrent;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>In a worker, what a plugin offers beside models and routings: sources of forcing, metrics, optimisers, combinations, and what it does for the commands.</summary>
/// <param name="plugin">The plugin.</param>
internal sealed class ServedOffers(LoadedPlugin plugin)
{
    private readonly ServedStore _kept = new();
    private IBasinSource? _source;

    private IPlugin Instance => plugin.Instance;

    /// <summary>What the plugin is, for the host.</summary>
    public LoadedKind Kind => new(plugin.Kind, Instance.SettingsSchema)
    {
        IsModel = Instance is IModelPlugin,
        IsRouting = Instance is IRoutingPlugin,
        Learns = Instance is ITrainablePlugin,
        Forecasts = Instance is IForecastPlugin,
        IsForcing = Instance is IForcingPlugin,
        Examines = Instance is IDiagnosticPlugin,
        Metrics = [.. Metrics.Select(metric =>
            new MetricWords(metric.Name, metric.Label, metric.Unit, metric.Best, metric.Definition, metric.LargerIsBetter, metric.NeedsQuantiles))],
        Optimisers = [.. Optimisers.Select(optimiser => new OptimiserWords(optimiser.Name, optimiser.Description, optimiser.SeeksFront))],
        Combiners = [.. Combiners.Select(combiner => new CombinerWords(combiner.Name, combiner.SettingsSchema))],
        ImportFormats = [.. (Instance as IImportPlugin)?.Formats ?? []],
        ExportFormats = [.. (Instance as IExportPlugin)?.ExportFormats ?? []],
    };

    private IReadOnlyList<IMetric> Metrics => (Instance as IMetricPlugin)?.Metrics ?? [];

    private IReadOnlyList<IOptimiser> Optimisers => (Instance as IOptimiserPlugin)?.Optimisers ?? [];

    private IReadOnlyList<ICombiner> Combiners => (Instance as ICombinerPlugin)?.Combiners ?? [];

    /// <summary>Does what the host asks.</summary>
    /// <param name="call">What it asks.</param>
    /// <param name="host">The host.</param>
    /// <param name="reader">What it wrote.</param>
    public void Do(PluginCall call, HostSide host, ref PackReader reader)
    {
        SharedRoom room = host.Lane.Call;
        switch (call)
        {
            case PluginCall.Open:
                Open(ref reader, room);
                break;
            case PluginCall.ReadBasin:
                ReadBasin(ref reader, host);
                break;
            case PluginCall.Compare:
                Compare(ref reader);
                break;
            case PluginCall.Score:
                Score(ref reader, room);
                break;
            case PluginCall.Search:
                Search(ref reader);
                break;
            case PluginCall.NextTrials:
                NextTrials(ref reader, host);
                break;
            case PluginCall.DescribeCombiner:
                ICombiner described = Named(Combiners, reader.ReadText()!, combiner => combiner.Name);
                CombinerDescriptor descriptor = described.Describe(reader.ReadSettings(), reader.ReadInt());
                new PackWriter(room).Write(descriptor, IsolationJson.Default.CombinerDescriptor);
                break;
            case PluginCall.Fit:
                Fit(ref reader, room);
                break;
            case PluginCall.Combine:
                Combine(ref reader, room);
                break;
            case PluginCall.Import:
                Import(ref reader, host);
                break;
            case PluginCall.Export:
                Export(ref reader, host);
                break;
            case PluginCall.Examine:
                Examine(host);
                break;
            default:
                throw new InvalidOperationException("The host asked for what there is not.");
        }
    }

    /// <summary>Closes the source that is open.</summary>
    public void Close()
    {
        _source?.Dispose();
        _source = null;
    }

    private void Open(ref PackReader reader, SharedRoom room)
    {
        JsonElement settings = reader.ReadSettings();
        var setup = new ForcingSetup(reader.ReadText()!, reader.ReadText(), HostSide.Services);
        _source = ((IForcingPlugin)Instance).Open(settings, setup);
        var words = new SourceWords(_source.BasinIds?.ToArray(), _source.AllIds?.ToArray());
        new PackWriter(room).Write(words, IsolationJson.Default.SourceWords);
    }

    private void ReadBasin(ref PackReader reader, HostSide host)
    {
        string basin = reader.ReadText()!;
        using var stop = new HostStop(host.Lane);
        BasinRecord record = _source!.Read(basin, stop.Token);
        var writer = new PackWriter(host.Lane.Call);
        IsolatedSource.Write(ref writer, record);
    }

    private void Compare(ref PackReader reader)
    {
        long number = _kept.ReadNumber(ref reader);
        IMetric metric = Named(Metrics, reader.ReadText()!, metric => metric.Name);
        bool isReadied = reader.ReadBool();
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        int[] step = reader.ReadSpan<int>().ToArray();
        double[] observed = Scattered(reader.ReadSpan<double>(), step, time.Count);
        var pairs = new ScoredSeries(time, observed) { Floods = (reader.ReadDouble(), reader.ReadDouble()) };
        _kept[number] = new Comparison(isReadied ? metric.Against(pairs.Observed) : metric, time, observed, pairs);
    }

    private void Score(ref PackReader reader, SharedRoom room)
    {
        var compared = (Comparison)_kept[_kept.ReadNumber(ref reader)];
        ReadOnlySpan<double> simulated = reader.ReadSpan<double>();
        ScoredSeries pairs;
        if (reader.ReadBool())
        {
            double[] probabilities = reader.ReadSpan<double>().ToArray();
            double[][] quantiles = new double[probabilities.Length][];
            for (int i = 0; i < quantiles.Length; i++)
            {
                quantiles[i] = Scattered(reader.ReadSpan<double>(), compared.Pairs.Step, compared.Time.Count);
            }

            double[] full = Scattered(simulated, compared.Pairs.Step, compared.Time.Count);
            pairs = new ScoredSeries(compared.Time, compared.Observed, full, null, new DischargeQuantiles(probabilities, quantiles)) { Floods = compared.Pairs.Floods };
            new PackWriter(room).Write(compared.Metric.Of(pairs));
            return;
        }

        pairs = compared.Rooms.TryTake(out ScoredSeries? free) ? free : compared.Pairs.Another();
        pairs.Simulate(simulated);
        double score = compared.Metric.Of(pairs);
        compared.Rooms.Add(pairs);
        new PackWriter(room).Write(score);
    }

    private void Search(ref PackReader reader)
    {
        long number = _kept.ReadNumber(ref reader);
        IOptimiser optimiser = Named(Optimisers, reader.ReadText()!, optimiser => optimiser.Name);
        var random = new RandomOfHost();
        _kept[number] = new RunningSearch(optimiser.Search(reader.ReadInt(), reader.ReadInt(), random).GetEnumerator(), random);
    }

    private void NextTrials(ref PackReader reader, HostSide host)
    {
        long number = _kept.ReadNumber(ref reader);
        var search = (RunningSearch)_kept[number];
        ReadOnlySpan<double> scores = reader.ReadSpan<double>();
        if (search.Asked is { } asked)
        {
            scores.CopyTo(asked.Scores);
            for (int i = 0; i < asked.Count; i++)
            {
                asked.Objectives[i] = reader.ReadBool() ? reader.ReadSpan<double>().ToArray() : null;
            }
        }

        search.Random.Host = host;
        search.Asked = search.Points.MoveNext() ? search.Points.Current : null;
        var writer = new PackWriter(host.Lane.Call);
        writer.Write((long)(search.Asked?.Count ?? -1));
        foreach (double[] point in search.Asked?.Points ?? [])
        {
            writer.Write<double>(point);
        }

        if (search.Asked is null)
        {
            _kept.Forget(number);
        }
    }

    private void Fit(ref PackReader reader, SharedRoom room)
    {
        long number = _kept.ReadNumber(ref reader);
        ICombiner combiner = Named(Combiners, reader.ReadText()!, combiner => combiner.Name);
        JsonElement settings = reader.ReadSettings();
        int members = reader.ReadInt();
        ICombination combination = combiner.Fit(settings, reader.ReadBool() ? IsolatedCombiner.ReadEnsemble(ref reader) : null, members);
        _kept[number] = combination;
        new PackWriter(room).Write([.. combination.Weights], IsolationJson.Default.CombinationWeightsArray);
    }

    private void Combine(ref PackReader reader, SharedRoom room)
    {
        var combination = (ICombination)_kept[_kept.ReadNumber(ref reader)];
        EnsembleSeries members = IsolatedCombiner.ReadEnsemble(ref reader);
        double[] discharge = new double[members.Time.Count];
        double[][] quantiles = new double[reader.ReadInt()][];
        for (int i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = new double[members.Time.Count];
        }

        combination.Combine(members, discharge, quantiles);
        var writer = new PackWriter(room);
        writer.Write<double>(discharge);
        foreach (double[] row in quantiles)
        {
            writer.Write<double>(row);
        }
    }

    private void Import(ref PackReader reader, HostSide host)
    {
        (string format, string path) = (reader.ReadText()!, reader.ReadText()!);
        using var stop = new HostStop(host.Lane);
        ImportedWorkflow imported = ((IImportPlugin)Instance).Import(format, path, stop.Token);
        new PackWriter(host.Lane.Call).Write(imported, IsolationJson.Default.ImportedWorkflow);
    }

    private void Export(ref PackReader reader, HostSide host)
    {
        ModelExport export = reader.ReadJson(IsolationJson.Default.ModelExport);
        using var stop = new HostStop(host.Lane);
        IReadOnlyList<string> files = ((IExportPlugin)Instance).Export(export, stop.Token);
        new PackWriter(host.Lane.Call).Write([.. files], IsolationJson.Default.StringArray);
    }

    private void Examine(HostSide host)
    {
        using var stop = new HostStop(host.Lane);
        IReadOnlyList<Diagnosis> found = ((IDiagnosticPlugin)Instance).Examine(stop.Token);
        new PackWriter(host.Lane.Call).Write([.. found], IsolationJson.Default.DiagnosisArray);
    }

    private static T Named<T>(IReadOnlyList<T> offers, string name, Func<T, string> nameOf) => offers.First(offer => nameOf(offer) == name);

    /// <summary>Values at their time steps, with gaps between.</summary>
    private static double[] Scattered(ReadOnlySpan<double> values, int[] step, int count)
    {
        double[] full = new double[count];
        Array.Fill(full, double.NaN);
        for (int i = 0; i < step.Length; i++)
        {
            full[step[i]] = values[i];
        }

        return full;
    }

    private sealed record Comparison(IMetric Metric, TimeAxis Time, double[] Observed, ScoredSeries Pairs)
    {
        /// <summary>Room for the simulations of several threads.</summary>
        public ConcurrentBag<ScoredSeries> Rooms { get; } = [];
    }

    private sealed class RunningSearch(IEnumerator<Trials> points, RandomOfHost random) : IDisposable
    {
        public IEnumerator<Trials> Points => points;

        public RandomOfHost Random => random;

        public Trials? Asked { get; set; }

        public void Dispose() => points.Dispose();
    }
}
