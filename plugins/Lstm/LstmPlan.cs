using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>The settings with everything that was left out filled in from the preset.</summary>
internal sealed record LstmPlan
{
    public required LstmSettings Settings { get; init; }

    public required NetworkKind Kind { get; init; }

    public required int HiddenSize { get; init; }

    public required int Layers { get; init; }

    public required int Lookback { get; init; }

    public required double OutputDropout { get; init; }

    public required double LayerDropout { get; init; }

    public required bool Attention { get; init; }

    public required int StaticsEmbedding { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required IReadOnlyDictionary<int, double> LearningRate { get; init; }

    public required int? Patience { get; init; }

    public required double L2 { get; init; }

    public required RunoffLoss Loss { get; init; }

    /// <summary>Number of targets: discharge, and snow where wanted.</summary>
    public int Targets => Settings.UseSnow ? 2 : 1;

    /// <summary>Whether quantiles are written beside the expected value.</summary>
    public bool IsProbabilistic => Settings.Head != HeadKind.Regression || Settings.McDropout > 0 || Settings.Conformal;

    /// <summary>Fills in what is left out.</summary>
    /// <exception cref="InputException">The settings contradict each other.</exception>
    public static LstmPlan Of(LstmSettings settings)
    {
        bool deep = settings.Preset == Preset.Default;
        double dropout = settings.Preset == Preset.McLstm ? 0 : settings.Dropout ?? (deep ? 0.2 : 0.4);
        var plan = new LstmPlan
        {
            Settings = settings,
            Kind = settings.Preset switch
            {
                Preset.EaLstm => NetworkKind.EaLstm,
                Preset.McLstm => NetworkKind.McLstm,
                _ => NetworkKind.Lstm,
            },
            HiddenSize = settings.HiddenSize ?? (deep ? 128 : settings.Preset == Preset.McLstm ? 64 : 256),
            Layers = settings.NumLayers ?? (deep ? 3 : 1),
            Lookback = settings.Lookback ?? (deep ? 700 : 365),
            OutputDropout = dropout,
            LayerDropout = deep ? dropout : 0,
            Attention = settings.Attention ?? deep,
            StaticsEmbedding = settings.Preset == Preset.Global && settings.StaticAttributes.Count > 0 ? 10 : 0,
            Epochs = settings.Epochs ?? (deep ? 300 : 30),
            BatchSize = settings.BatchSize ?? (deep ? 64 : 256),
            LearningRate = settings.LearningRate ?? (deep
                ? new Dictionary<int, double> { [0] = 1e-3 }
                : new Dictionary<int, double> { [0] = 1e-3, [11] = 5e-4, [21] = 1e-4 }),
            Patience = settings.LearningPatience ?? (deep ? 30 : null),
            L2 = settings.L2Regularization ?? (deep ? 1e-6 : 0),
            Loss = settings.Loss ?? (deep ? RunoffLoss.MeanSquared : RunoffLoss.NashSutcliffe),
        };
        plan.Check();
        return plan;
    }

    /// <summary>The network's sizes.</summary>
    /// <param name="inputs">Dynamic inputs.</param>
    public NetworkShape Shape(int inputs) => new()
    {
        Kind = Kind,
        Inputs = inputs,
        Statics = Settings.StaticAttributes.Count,
        Targets = Targets,
        HiddenSize = HiddenSize,
        Layers = Layers,
        OutputDropout = OutputDropout,
        LayerDropout = Layers > 1 ? LayerDropout : 0,
        Attention = Attention,
        LayerNorm = Settings.LayerNorm,
        StaticsEmbedding = StaticsEmbedding,
        ForgetBias = Settings.InitialForgetBias,
        Head = Settings.Head,
        Components = Settings.Components,
        Quantiles = Settings.Head == HeadKind.Quantiles ? Settings.Quantiles : [],
    };

    private void Check()
    {
        if (Settings.PredictLastN > Lookback)
        {
            throw new InputException($"predict_last_n ({Settings.PredictLastN}) is more than lookback ({Lookback})", "settings.predict_last_n", "A window's targets lie in its look-back.");
        }

        if (Kind is NetworkKind.EaLstm && Settings.StaticAttributes.Count == 0)
        {
            throw new InputException("the EA-LSTM needs static attributes", "settings.static_attributes", "Name some, or take another preset.");
        }

        if (Kind is not NetworkKind.Lstm && (Attention || Layers > 1))
        {
            throw new InputException($"the preset {Settings.Preset} has one layer and no attention", "settings.preset", "Leave num_layers and attention out, or take the preset regional.");
        }

        if (Kind is NetworkKind.McLstm && (Settings.Head != HeadKind.Regression || Settings.UseSnow || Settings.McDropout > 0 || !Settings.DynamicInputs.Contains(Variables.Precipitation.Name)))
        {
            throw new InputException("the mass-conserving network gives discharge by one number, from precipitation", "settings.preset", "Leave head, use_snow and mc_dropout out, and name precipitation in dynamic_inputs.");
        }

        if (Settings.Simulate == SimulationWay.Carried && Attention)
        {
            throw new InputException("a network with attention reads its whole look-back for every step and carries no states", "settings.simulate", "Set simulate: windows, or attention: false.");
        }

        if (Settings.Head != HeadKind.Regression && Settings.McDropout > 0)
        {
            throw new InputException("the head gives a distribution already", "settings.mc_dropout", "Leave mc_dropout out, or set head: regression.");
        }

        if (Settings.UngaugedFolds is not null && (Settings.Networks == Sharing.Each || Settings.TrainThroughRouting || Settings.Ungauged.Count > 0 || Settings.Load is not null))
        {
            throw new InputException(
                "folds of basins are networks of their own, each trained without its fold", "settings.ungauged_folds", "Leave networks, train_through_routing, ungauged and load out, or ungauged_folds.");
        }

        if (Settings.TrainThroughRouting && (IsProbabilistic || Settings.UseSnow))
        {
            throw new InputException(
                "through the routing only discharge by one number can be learned", "settings.train_through_routing", "Set head: regression, and leave use_snow, mc_dropout and conformal out.");
        }

        if (Settings is { TrainThroughRouting: true, Networks: Sharing.Each, Load: not null })
        {
            throw new InputException("a loaded network is one for all units", "settings.load", "Set networks: shared, or leave load out.");
        }
    }
}
