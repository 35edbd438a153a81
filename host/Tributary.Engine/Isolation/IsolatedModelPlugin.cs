using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A model plugin in processes of its own.</summary>
internal class IsolatedModelPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IModelPlugin
{
    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => Once(
        PluginCall.Describe,
        new CallerSide(),
        (ref PackWriter writer) => writer.Write(settings),
        static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.ModelDescriptor));

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup) => Keep(lease =>
    {
        var side = new CallerSide { Services = setup.Services };
        IReadOnlyList<OutputDeclaration> outputs = lease.Ask(
            PluginCall.Describe, side, (ref PackWriter writer) => writer.Write(settings), static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.ModelDescriptor)).Outputs;
        bool explains = lease.Ask(PluginCall.Prepare, side, (ref PackWriter writer) => Write(ref writer, settings, setup), static (ref PackReader reader) => reader.ReadBool());
        return explains ? new IsolatedExplainableModel(lease, side, outputs) : new IsolatedModel(lease, side, outputs);
    });

    /// <summary>Writes what a model is prepared on.</summary>
    protected static void Write(ref PackWriter writer, JsonElement settings, ModelSetup setup)
    {
        writer.Write(settings);
        DomainPacking.Write(ref writer, setup.Units);
        var order = new PreparationOrder { Step = setup.Step, ForcingProvided = setup.ForcingProvided, Gauges = setup.Gauges, ArtefactFolder = setup.ArtefactFolder };
        writer.Write(order, IsolationJson.Default.PreparationOrder);
    }
}

/// <summary>A plugin in processes of its own whose models learn.</summary>
internal class IsolatedLearner(PluginWorkers workers) : IsolatedModelPlugin(workers), ITrainablePlugin
{
    /// <inheritdoc/>
    public TrainingSummary Train(JsonElement settings, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var side = new CallerSide { Services = setup.Services, Progress = progress, Grid = setup.Grid, River = setup.River, Cancellation = cancellation };
        return Once(PluginCall.Train, side, (ref PackWriter writer) => Write(ref writer, settings, setup), static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.TrainingSummary));
    }

    private static void Write(ref PackWriter writer, JsonElement settings, TrainingSetup setup)
    {
        writer.Write(settings);
        DomainPacking.Write(ref writer, setup.Units);
        BlockPacking.Write(ref writer, setup.Time);
        var order = new TrainingOrder
        {
            Gauges = setup.Gauges,
            TargetVariables = setup.TargetVariables,
            Splits = setup.Splits,
            Seed = setup.Seed,
            ArtefactFolder = Path.GetFullPath(setup.ArtefactFolder),
            ForcingProvided = setup.ForcingProvided,
            ThreadCount = setup.ThreadCount,
        };
        writer.Write(order, IsolationJson.Default.TrainingOrder);
        writer.Write(setup.Forcing.Span);
        BlockPacking.Write(ref writer, setup.ForcingRows);
        writer.Write(setup.Targets.Span);
        writer.Write(setup.Pretraining.Span);
        IsolatedModel.Write(ref writer, setup.Grid);
        writer.Write(setup.River is not null);
        if (setup.River is { } river)
        {
            writer.Write((long)river.UnitCount);
            writer.Write((long)river.GaugeCount);
        }
    }
}

/// <summary>A plugin in processes of its own whose models learn and forecast by themselves.</summary>
internal sealed class IsolatedForecaster(PluginWorkers workers) : IsolatedLearner(workers), IForecastPlugin
{
    /// <inheritdoc/>
    public ForecastDescriptor? DescribeForecast(JsonElement settings) => Once(
        PluginCall.DescribeForecast,
        new CallerSide(),
        (ref PackWriter writer) => writer.Write(settings),
        static (ref PackReader reader) => reader.ReadBool() ? reader.ReadJson(IsolationJson.Default.ForecastDescriptor) : null);

    /// <inheritdoc/>
    public IForecastModel PrepareForecast(JsonElement settings, ModelSetup setup) => Keep(lease =>
    {
        var side = new CallerSide { Services = setup.Services };
        lease.Ask(PluginCall.PrepareForecast, side, (ref PackWriter writer) => Write(ref writer, settings, setup));
        return new IsolatedForecast(lease, side);
    });
}

/// <summary>A model in another process that forecasts by itself.</summary>
internal sealed class IsolatedForecast(WorkerLease lease, CallerSide side) : IForecastModel
{
    /// <inheritdoc/>
    public void Forecast(in SimulationBlock past, in SimulationBlock ahead)
    {
        CallLane lane = lease.Worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            BlockPacking.Write(ref writer, past);
            BlockPacking.Write(ref writer, ahead);
            BlockPacking.Prepare(lane, ahead);
            lease.Worker.Ask(lane, PluginCall.Forecast, side);
            if (BlockPacking.Take(lane.Results, ahead) >= 0)
            {
                throw lease.Worker.Condemn("it wrote outside the room for its forecasts");
            }
        }
        finally
        {
            lease.Worker.Return(lane);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => lease.Dispose();
}
