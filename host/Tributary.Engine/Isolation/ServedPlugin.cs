using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>In a worker, the plugin and what it has prepared and started.</summary>
internal sealed class ServedPlugin
{
    private readonly ServedStore _simulations = new();
    private readonly PlacedForcings _placed = new();
    private LoadedPlugin? _plugin;
    private ServedOffers? _offers;
    private ServedCascade? _cascade;
    private IDisposable? _prepared;

    private IModelPlugin Plugin => (IModelPlugin)_plugin!.Instance;

    private IRoutingPlugin RoutingPlugin => (IRoutingPlugin)_plugin!.Instance;

    /// <summary>Does what the host asks.</summary>
    /// <param name="call">What it asks.</param>
    /// <param name="host">The host, with what it wrote.</param>
    public unsafe void Do(PluginCall call, HostSide host)
    {
        host.Enter();
        SharedRoom room = host.Lane.Call;
        var reader = new PackReader(room.Start);
        switch (call)
        {
            case PluginCall.Advance:
                ISimulation simulation = Simulation(ref reader);
                simulation.Advance(BlockPacking.Read(ref reader, host, _placed));
                break;
            case PluginCall.Save:
                Save(ref reader, room);
                break;
            case PluginCall.Restore:
                Restore(ref reader);
                break;
            case PluginCall.Layout:
                Layout(ref reader, room);
                break;
            case PluginCall.Route:
                Route(ref reader, host.Lane.Results);
                break;
            case PluginCall.CopyAtRiver:
                CopyAtRiver(ref reader, host.Lane.Results);
                break;
            case PluginCall.PullBack:
                PullBack(ref reader, host.Lane.Results);
                break;
            case PluginCall.Load:
                Load(ref reader, room);
                break;
            case PluginCall.Describe:
                Describe(ref reader, room);
                break;
            case PluginCall.Prepare:
                Prepare(ref reader, room);
                break;
            case PluginCall.PrepareCascade:
                _prepared = (_cascade ??= new ServedCascade(_plugin!)).Prepare(ref reader);
                break;
            case PluginCall.EndModel:
                EndModel(room);
                break;
            case PluginCall.Survey:
                ((IModel)_prepared!).Survey(BlockPacking.Read(ref reader, host, _placed));
                break;
            case PluginCall.Train:
                Train(ref reader, host);
                break;
            case PluginCall.Explain:
                Explain(ref reader, host);
                break;
            case PluginCall.DescribeForecast:
                ForecastDescriptor? forecast = ((IForecastPlugin)Plugin).DescribeForecast(reader.ReadSettings());
                var writer = new PackWriter(room);
                writer.Write(forecast is not null);
                if (forecast is not null)
                {
                    writer.Write(forecast, IsolationJson.Default.ForecastDescriptor);
                }

                break;
            case PluginCall.PrepareForecast:
                _prepared = ((IForecastPlugin)Plugin).PrepareForecast(reader.ReadSettings(), ReadSetup(ref reader));
                break;
            case PluginCall.Forecast:
                SimulationBlock past = BlockPacking.Read(ref reader, host, _placed);
                ((IForecastModel)_prepared!).Forecast(past, BlockPacking.Read(ref reader, host, _placed));
                break;
            case PluginCall.Hashes:
                var hashes = new PackWriter(room);
                WriteHashes(ref hashes);
                break;
            default:
                _offers!.Do(call, host, ref reader);
                break;
        }
    }

    private void Load(ref PackReader reader, SharedRoom room)
    {
        string folder = reader.ReadText()!;
        AllowList? allowed = reader.ReadText() is { } list ? new AllowList(list) : null;
        LockedPlugin? locked = reader.ReadBool() ? reader.ReadJson(IsolationJson.Default.LockedPlugin) : null;
        _plugin = LoadedPlugin.Load(PluginFolder.Inspect(folder) with { Locked = locked }, allowed);
        _offers = new ServedOffers(_plugin);
        var writer = new PackWriter(room);
        writer.Write(_offers.Kind, IsolationJson.Default.LoadedKind);
        WriteHashes(ref writer);
    }

    private void WriteHashes(ref PackWriter writer) => writer.Write(new Dictionary<string, string>(_plugin!.Hashes), IsolationJson.Default.DictionaryStringString);

    private void Describe(ref PackReader reader, SharedRoom room)
    {
        System.Text.Json.JsonElement settings = reader.ReadSettings();
        if (_plugin!.Instance is IRoutingPlugin routing)
        {
            RoutingDescriptor river = routing.Describe(settings);
            new PackWriter(room).Write(river, IsolationJson.Default.RoutingDescriptor);
        }
        else
        {
            ModelDescriptor model = Plugin.Describe(settings);
            new PackWriter(room).Write(model, IsolationJson.Default.ModelDescriptor);
        }
    }

    private void Prepare(ref PackReader reader, SharedRoom room)
    {
        System.Text.Json.JsonElement settings = reader.ReadSettings();
        if (_plugin!.Instance is IRoutingPlugin)
        {
            RiverNetwork network = DomainPacking.ReadNetwork(ref reader);
            _prepared = RoutingPlugin.Prepare(settings, new RoutingSetup(network, new TimeSpan(reader.ReadLong()), reader.ReadInt(), HostSide.Services));
        }
        else
        {
            _prepared = Plugin.Prepare(settings, ReadSetup(ref reader));
        }

        new PackWriter(room).Write(_prepared is IExplainable);
    }

    private static ModelSetup ReadSetup(ref PackReader reader)
    {
        CatchmentUnits units = DomainPacking.ReadUnits(ref reader);
        PreparationOrder order = reader.ReadJson(IsolationJson.Default.PreparationOrder);
        return new ModelSetup
        {
            Units = units,
            Step = order.Step,
            Services = HostSide.Services,
            ForcingProvided = order.ForcingProvided,
            Gauges = order.Gauges,
            ArtefactFolder = order.ArtefactFolder,
        };
    }

    private void EndModel(SharedRoom room)
    {
        _simulations.Clear();
        _prepared?.Dispose();
        _prepared = null;
        _offers!.Close();
        _placed.Forget();
        var writer = new PackWriter(room);
        WriteHashes(ref writer);
    }

    /// <summary>The simulation that the host names; one that it names for the first time is started.</summary>
    private ISimulation Simulation(ref PackReader reader) => (ISimulation)Running(ref reader);

    private IDisposable Running(ref PackReader reader)
    {
        long number = _simulations.ReadNumber(ref reader);
        if (!reader.ReadBool())
        {
            return (IDisposable)_simulations[number];
        }

        ParameterSets parameters = DomainPacking.ReadParameters(ref reader);
        IDisposable started = _prepared is IRouting routing ? routing.Start(parameters) : ((IModel)_prepared!).Start(parameters);
        _simulations[number] = started;
        return started;
    }

    private void Layout(ref PackReader reader, SharedRoom room)
    {
        IDisposable running = Running(ref reader);
        var writer = new PackWriter(room);
        DomainPacking.Write(ref writer, running is IRoutingSimulation routing ? routing.States : ((ISimulation)running).States);
        writer.Write(running is IRoutingAdjoint);
    }

    private void Save(ref PackReader reader, SharedRoom room)
    {
        IDisposable running = Running(ref reader);
        Span<double> states = new PackWriter(room).Leave(reader.ReadInt());
        if (running is IRoutingSimulation routing)
        {
            routing.SaveStates(states);
        }
        else
        {
            ((ISimulation)running).SaveStates(states);
        }
    }

    private void Restore(ref PackReader reader)
    {
        IDisposable running = Running(ref reader);
        if (running is IRoutingSimulation routing)
        {
            routing.RestoreStates(reader.ReadSpan<double>());
        }
        else
        {
            ((ISimulation)running).RestoreStates(reader.ReadSpan<double>());
        }
    }

    private void Route(ref PackReader reader, SharedRoom results)
    {
        var simulation = (IRoutingSimulation)Running(ref reader);
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        ReadOnlySpan<double> inflow = reader.ReadSpan<double>();
        simulation.Advance(time, inflow, BlockPacking.Guarded(results, inflow.Length));
    }

    private void CopyAtRiver(ref PackReader reader, SharedRoom results)
    {
        var simulation = (IHillslopeRouting)Running(ref reader);
        _ = BlockPacking.ReadTime(ref reader);
        simulation.CopyAtRiver(BlockPacking.Guarded(results, reader.ReadSpan<double>().Length));
    }

    private void PullBack(ref PackReader reader, SharedRoom results)
    {
        var simulation = (IRoutingAdjoint)Running(ref reader);
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        ReadOnlySpan<double> gradient = reader.ReadSpan<double>();
        simulation.PullBack(time, gradient, BlockPacking.Guarded(results, gradient.Length));
    }

    private void Train(ref PackReader reader, HostSide host)
    {
        System.Text.Json.JsonElement settings = reader.ReadSettings();
        CatchmentUnits units = DomainPacking.ReadUnits(ref reader);
        TimeAxis time = BlockPacking.ReadTime(ref reader);
        TrainingOrder order = reader.ReadJson(IsolationJson.Default.TrainingOrder);
        Memory<double> forcing = reader.ReadMemory().Memory;
        var rows = new SeriesRows(reader.ReadSpan<int>().ToArray(), reader.ReadInt(), reader.ReadInt());
        Memory<double> targets = reader.ReadMemory().Memory;
        Memory<double> pretraining = reader.ReadMemory().Memory;
        using var stop = new HostStop(host.Lane);
        var setup = new TrainingSetup
        {
            Units = units,
            Gauges = order.Gauges,
            Time = time,
            Forcing = forcing,
            ForcingRows = rows,
            Grid = ReadGrid(ref reader, host),
            Targets = targets,
            TargetVariables = order.TargetVariables,
            Pretraining = pretraining,
            Splits = order.Splits,
            Seed = order.Seed,
            ArtefactFolder = order.ArtefactFolder,
            Services = HostSide.Services,
            ForcingProvided = order.ForcingProvided,
            ThreadCount = order.ThreadCount,
            River = reader.ReadBool() ? new RiverOfHost(host, reader.ReadInt(), reader.ReadInt()) : null,
        };
        var progress = new Relay<TrainingProgress>(done =>
        {
            host.Ask(BackCall.Progress, (ref PackWriter writer) => writer.Write(done, IsolationJson.Default.TrainingProgress), static (ref PackReader _) => { });
            stop.Look(host.Lane);
        });
        TrainingSummary summary = ((ITrainablePlugin)Plugin).Train(settings, setup, progress, stop.Token);
        new PackWriter(host.Lane.Call).Write(summary, IsolationJson.Default.TrainingSummary);
    }

    private void Explain(ref PackReader reader, HostSide host)
    {
        string method = reader.ReadText()!;
        var steps = new Range(new Index(reader.ReadInt(), reader.ReadBool()), new Index(reader.ReadInt(), reader.ReadBool()));
        ParameterSets parameters = DomainPacking.ReadParameters(ref reader);
        IGridForcing? grid = ReadGrid(ref reader, host);
        Memory<double> observed = reader.ReadMemory().Memory;
        using var stop = new HostStop(host.Lane);
        var request = new ExplanationRequest { Method = method, Steps = steps, Parameters = parameters, Grid = grid, Observed = observed };
        IReadOnlyList<Attribution> told = ((IExplainable)_prepared!).Explain(request, BlockPacking.Read(ref reader, host, _placed), stop.Token);
        var writer = new PackWriter(host.Lane.Call);
        writer.Write((long)told.Count);
        foreach (Attribution one in told)
        {
            writer.Write(new AttributionWords(one.Name, one.Description, [.. one.Axes], one.Unit, one.Verdict), IsolationJson.Default.AttributionWords);
            writer.Write(one.Values.Span);
        }
    }

    private static GridOfHost? ReadGrid(ref PackReader reader, HostSide host) =>
        reader.ReadBool() ? new GridOfHost(host, reader.ReadInt(), reader.ReadInt(), reader.ReadInt()) : null;
}
