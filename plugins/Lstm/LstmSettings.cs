using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>The settings of the plugin, as a workflow file gives them. What is left out comes from the preset.</summary>
public sealed record LstmSettings
{
    /// <summary>Where the settings that are left out come from.</summary>
    [Description("default: a deep network with attention for one basin; regional: one layer for many basins (Kratzert et al., 2019); ea-lstm: static attributes drive the input gate; global: static attributes through an embedding of 10; mc-lstm: mass-conserving")]
    public Preset Preset { get; set; } = Preset.Default;

    /// <summary>Forcing variables beside precipitation and temperature.</summary>
    [Description("forcing variables that the network reads; left out, precipitation and air_temperature")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<string> DynamicInputs { get; set; } = ["precipitation", "air_temperature"];

    /// <summary>Units in which the network reads forcing variables.</summary>
    [Description("units in which the network reads forcing variables, where they are not Tributary's own: { air_temperature: K }; for a loaded network those that it learned with")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "string" } }""")]
    public IReadOnlyDictionary<string, string> InputUnits { get; set; } = new Dictionary<string, string>();

    /// <summary>Features computed from the forcing.</summary>
    [Description("features computed from the forcing: degree_days, day_of_year (as sine and cosine), and running means as precipitation_mean_30")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "uniqueItems": true }""")]
    public IReadOnlyList<string> DerivedInputs { get; set; } = [];

    /// <summary>Static attributes of the units.</summary>
    [Description("static attributes of the basins that the network reads, as the forcing's source or domain.basins names them")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "uniqueItems": true }""")]
    public IReadOnlyList<string> StaticAttributes { get; set; } = [];

    /// <summary>Hidden units of each layer.</summary>
    [Description("hidden units of each layer; default 128, regional and global 256")]
    [Range(1, 4096)]
    public int? HiddenSize { get; set; }

    /// <summary>Recurrent layers.</summary>
    [Description("layers one over another; default 3, the others 1")]
    [Range(1, 5)]
    public int? NumLayers { get; set; }

    /// <summary>Steps that the network reads for one prediction.</summary>
    [Description("time steps that the network reads for one prediction; default 700, the others 365")]
    [Range(1, 100000)]
    public int? Lookback { get; set; }

    /// <summary>Target steps of one window.</summary>
    [Description("how many of a window's last steps have targets: 1 as published; many make an epoch so many times cheaper")]
    [Range(1, 100000)]
    public int PredictLastN { get; set; } = 1;

    /// <summary>Share dropped in training.</summary>
    [Description("share dropped in training, before the head and (default) between layers; default 0.2, the others 0.4")]
    [Range(0.0, 0.99)]
    public double? Dropout { get; set; }

    /// <summary>Whether the head attends to the whole look-back.</summary>
    [Description("whether the head attends to the hidden states of the whole look-back; default true, the others false")]
    public bool? Attention { get; set; }

    /// <summary>Whether what each layer gives is normalised.</summary>
    [Description("whether what each layer gives is normalised")]
    public bool LayerNorm { get; set; }

    /// <summary>Epochs at most.</summary>
    [Description("epochs at most; default 300, the others 30")]
    [Range(1, 100000)]
    public int? Epochs { get; set; }

    /// <summary>Windows of a batch.</summary>
    [Description("windows of a batch; default 64, the others 256")]
    [Range(1, 100000)]
    public int? BatchSize { get; set; }

    /// <summary>Learning rate, or rates by the epoch from which they hold.</summary>
    [Description("learning rate of Adam, or rates by the epoch from which each holds, as { 0: 0.001, 11: 0.0005, 21: 0.0001 }")]
    [Schema("""{ "anyOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "type": "object", "minProperties": 1, "additionalProperties": { "type": "number", "exclusiveMinimum": 0 } } ] }""")]
    [JsonConverter(typeof(LearningRateConverter))]
    public IReadOnlyDictionary<int, double>? LearningRate { get; set; }

    /// <summary>Epochs without a better validation score after which training stops.</summary>
    [Description("epochs without a better validation score after which training stops; default 30, the others do not stop early")]
    [Range(1, 100000)]
    public int? LearningPatience { get; set; }

    /// <summary>Pull of the weights to zero.</summary>
    [Description("L2 regularisation of the weights; default 1e-6, the others 0")]
    [Range(0.0, 1.0)]
    public double? L2Regularization { get; set; }

    /// <summary>Norm to which gradients are clipped.</summary>
    [Description("norm to which gradients are clipped; 1 where left out")]
    [Range(0.0, 1e9)]
    public double ClipGradientNorm { get; set; } = 1;

    /// <summary>Initial bias of the forget gate.</summary>
    [Description("initial bias of the forget gate; 3 where left out")]
    [Range(-10.0, 10.0)]
    public double InitialForgetBias { get; set; } = 3;

    /// <summary>What is minimised.</summary>
    [Description("loss: mse, rmse, nse (squared errors by the spread of each basin), kge, huber; heads bring their own (quantiles, cmal, gmm); default mse, the others nse")]
    public RunoffLoss? Loss { get; set; }

    /// <summary>What the head gives.</summary>
    [Description("regression: one number; quantiles; cmal and gmm: mixtures of distributions")]
    public HeadKind Head { get; set; } = HeadKind.Regression;

    /// <summary>Components of a mixture.</summary>
    [Description("components of the mixture of cmal and gmm")]
    [Range(1, 100)]
    public int Components { get; set; } = 3;

    /// <summary>Probabilities of the quantiles that are written.</summary>
    [Description("probabilities of the quantiles that a probabilistic run writes")]
    [Schema("""{ "type": "array", "items": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<double> Quantiles { get; set; } = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Predictions with dropout on.</summary>
    [Description("Monte-Carlo dropout: predictions drawn with dropout on, whose quantiles are written; 0 for none")]
    [Range(0, 10000)]
    public int McDropout { get; set; }

    /// <summary>Whether intervals are conformal.</summary>
    [Description("split-conformal: widens or narrows the quantiles by what was missed in the validation period, so that they cover what they promise")]
    public bool Conformal { get; set; }

    /// <summary>Whether snow is learned with discharge.</summary>
    [Description("also learn and write snow water equivalent, where it is observed")]
    public bool UseSnow { get; set; }

    /// <summary>What snow counts beside discharge.</summary>
    [Description("what the error of snow counts beside that of discharge")]
    [Range(0.0, 1000.0)]
    public double SnowWeight { get; set; } = 0.5;

    /// <summary>An artefact or a NeuralHydrology run to take weights from.</summary>
    [Description("folder, relative to this file, of a trained model (its own artefact, or a NeuralHydrology run) whose weights are taken instead of training; epochs further ones if fine_tune. Of a googlehydrology run of a forecast network: for 'tributary forecast'; beside it only input_units, quantiles and device")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Load { get; set; }

    /// <summary>Whether loaded weights are trained on.</summary>
    [Description("whether loaded weights are trained on")]
    public bool FineTune { get; set; }

    /// <summary>Whether the network learns from gauges through the river.</summary>
    [Description("learn through the workflow's routing from the gauges alone, on all their subcatchments")]
    public bool TrainThroughRouting { get; set; }

    /// <summary>One network for all units, or one each.</summary>
    [Description("shared: one network for all basins; each: a network for every basin (through the routing every unit) of its own")]
    public Sharing Networks { get; set; } = Sharing.Shared;

    /// <summary>What a gap in the inputs does.</summary>
    [Description("refuse: a window with a gap is not used; mask: the gap becomes the mean, and is told to the network by a mask")]
    public MissingInputs MissingInputs { get; set; } = MissingInputs.Refuse;

    /// <summary>How a trained network simulates.</summary>
    [Description("windows: each prediction reads its own look-back, as in training; carried: states go from step to step, a look-back's length times faster")]
    public SimulationWay Simulate { get; set; } = SimulationWay.Windows;

    /// <summary>The score by which epochs are chosen.</summary>
    [Description("score on the validation period by which the best epoch is chosen")]
    public ScoreKind Score { get; set; } = ScoreKind.Nse;

    /// <summary>Where the network computes.</summary>
    [Description("auto: on a graphics card where there is one")]
    public DeviceChoice Device { get; set; } = DeviceChoice.Auto;

    /// <summary>Basins left out of the training.</summary>
    [Description("basins left out of the training, to see how the network does where it never learned")]
    [Schema("""{ "type": "array", "items": { "type": ["string", "integer"] }, "uniqueItems": true }""")]
    [JsonConverter(typeof(IdsConverter))]
    public IReadOnlyList<string> Ungauged { get; set; } = [];

    /// <summary>Folds of basins, each simulated by a network that never saw it.</summary>
    [Description("deal the basins into so many folds and train a network for each without it; every basin is then simulated by the network that never saw it")]
    [Range(2, 1000)]
    public int? UngaugedFolds { get; set; }
}

/// <summary>Sets of settings.</summary>
public enum Preset
{
    /// <summary>Three layers with attention.</summary>
    [JsonStringEnumMemberName("default")]
    Default,

    /// <summary>One layer, many basins.</summary>
    [JsonStringEnumMemberName("regional")]
    Regional,

    /// <summary>Static attributes drive the input gate.</summary>
    [JsonStringEnumMemberName("ea-lstm")]
    EaLstm,

    /// <summary>Static attributes through an embedding.</summary>
    [JsonStringEnumMemberName("global")]
    Global,

    /// <summary>Mass-conserving.</summary>
    [JsonStringEnumMemberName("mc-lstm")]
    McLstm,
}

/// <summary>Reads and writes the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LstmSettings))]
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class LstmJson : JsonSerializerContext;
