using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>The settings of the plugin, as a workflow file gives them. What is left out follows from the strategy.</summary>
public sealed record TransferSettings
{
    /// <summary>The trained network to adapt.</summary>
    [Description("folder of the trained network to adapt: what a lstm or transfer member left under its run's models, or a run of NeuralHydrology or googlehydrology")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Source { get; set; }

    /// <summary>How it is adapted.</summary>
    [Description("zero-shot: as it is; full: all its weights; head-only; modules: those that parameters names; gradual: unfrozen by stages; tl-a, tl-b, tl-c: input and output layers, with the recurrent weights too, all (Ma et al., 2021); pretrain-on-model: from scratch, first on the discharge of the member that pretrain_on names; local: from scratch. Left out, full with a source and local without")]
    public Strategy? Strategy { get; set; }

    /// <summary>Parameters that the strategy modules trains.</summary>
    [Description("modules: the parameters that are trained, by name or pattern, as head.* or lstm.weight_hh*")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<string> Parameters { get; set; } = [];

    /// <summary>Stages of gradual unfreezing.</summary>
    [Description("gradual: which parameters are trained from which epoch on, as [{ from: 1, parameters: [head.*] }, { from: 11, parameters: ['*'], rate_factor: 0.1 }]; left out, the head, from a third of the epochs on the recurrent weights, from two thirds on all, at rates of 1, 0.3 and 0.1")]
    public IReadOnlyList<GradualStage> Stages { get; set; } = [];

    /// <summary>What the learning rate of some parameters is multiplied by.</summary>
    [Description("what the learning rate of parameters is multiplied by, by name or pattern, as { 'head.*': 10 }; the first that fits holds")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number", "exclusiveMinimum": 0 } }""")]
    public IReadOnlyDictionary<string, double> RateFactors { get; set; } = new Dictionary<string, double>();

    /// <summary>Which variable of the target an input of the source is.</summary>
    [Description("which variable of this workflow each input of the source is, where the names differ: { total_precipitation_sum: precipitation, temperature_2m_mean: { name: air_temperature, unit: degC } }; the unit is the one that the source learned with")]
    [Schema("""{ "type": "object", "additionalProperties": { "anyOf": [ { "type": "string" }, { "type": "object", "required": ["name"], "additionalProperties": false, "properties": { "name": { "type": "string" }, "unit": { "type": "string" } } } ] } }""")]
    public IReadOnlyDictionary<string, InputMatch> Inputs { get; set; } = new Dictionary<string, InputMatch>();

    /// <summary>The target's own forcing variables.</summary>
    [Description("forcing variables that the target has; left out, those of the source (from scratch precipitation and air_temperature). Where they are others than the source's, tl-a, tl-b and tl-c make the input layer anew for them and all other strategies refuse")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<string>? DynamicInputs { get; set; }

    /// <summary>Units of the target's own forcing variables.</summary>
    [Description("units in which an input layer made anew reads forcing variables, where they are not Tributary's own: { air_temperature: K }")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "string" } }""")]
    public IReadOnlyDictionary<string, string> InputUnits { get; set; } = new Dictionary<string, string>();

    /// <summary>Which attribute of the target a static attribute of the source is.</summary>
    [Description("which attribute of this workflow each static attribute of the source is, where the names differ: { p_mean: mean_precipitation }; one that is not known is taken as the source's mean, with a warning")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "string" } }""")]
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>();

    /// <summary>Static attributes of a network from scratch or of an input layer made anew.</summary>
    [Description("static attributes that a network from scratch or an input layer made anew reads; left out, those of the source, else none")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "uniqueItems": true }""")]
    public IReadOnlyList<string>? StaticAttributes { get; set; }

    /// <summary>The network from scratch.</summary>
    [Description("network from scratch: lstm, or input-transform, x = ReLU(W I + b) before an LSTM, which tl-a, tl-b and tl-c ask for; left out, that of the source, else lstm")]
    [Schema("""{ "type": "string", "enum": ["lstm", "input-transform"] }""")]
    public NetworkKind? Network { get; set; }

    /// <summary>Hidden units of a network from scratch.</summary>
    [Description("hidden units of a network from scratch; left out, those of the source, else 64")]
    [Range(1, 4096)]
    public int? HiddenSize { get; set; }

    /// <summary>Share of the weights dropped.</summary>
    [Description("input-transform: share of the weights of inputs and recurrence that is dropped in training, by masks that stay the same over a sequence; left out, that of the source, else 0.5")]
    [Range(0.0, 0.99)]
    public double? WeightDropout { get; set; }

    /// <summary>Share of the head's inputs dropped.</summary>
    [Description("share of the head's inputs that is dropped in training; left out, that of the source, else 0.4 (input-transform 0)")]
    [Range(0.0, 0.99)]
    public double? Dropout { get; set; }

    /// <summary>Steps that the network reads for one prediction.</summary>
    [Description("time steps that the network reads for one prediction; left out, those of the source, else 365")]
    [Range(1, 100000)]
    public int? Lookback { get; set; }

    /// <summary>Target steps of one window.</summary>
    [Description("how many of a window's last steps have targets; left out, those of the source, else 1")]
    [Range(1, 100000)]
    public int? PredictLastN { get; set; }

    /// <summary>Epochs at most.</summary>
    [Description("epochs at most; left out 40, from scratch and tl 30")]
    [Range(1, 100000)]
    public int? Epochs { get; set; }

    /// <summary>Epochs on the simulated discharge.</summary>
    [Description("pretrain-on-model: epochs on the simulated discharge")]
    [Range(1, 100000)]
    public int PretrainEpochs { get; set; } = 30;

    /// <summary>Windows of a batch.</summary>
    [Description("windows of a batch")]
    [Range(1, 100000)]
    public int BatchSize { get; set; } = 256;

    /// <summary>The optimiser.</summary>
    [Description("adam or adadelta; left out, adadelta for an input-transform network, else adam")]
    public RunoffOptimiser? Optimiser { get; set; }

    /// <summary>Learning rate, or rates by the epoch from which they hold.</summary>
    [Description("learning rate, or rates by the epoch from which each holds; left out { 0: 5e-5, 30: 5e-6 }, from scratch { 0: 1e-3, 11: 5e-4, 21: 1e-4 }, adadelta 1")]
    [Schema("""{ "anyOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "type": "object", "minProperties": 1, "additionalProperties": { "type": "number", "exclusiveMinimum": 0 } } ] }""")]
    [JsonConverter(typeof(LearningRateConverter))]
    public IReadOnlyDictionary<int, double>? LearningRate { get; set; }

    /// <summary>Learning rate on the simulated discharge.</summary>
    [Description("pretrain-on-model: learning rate on the simulated discharge; left out, that of a network from scratch")]
    [Schema("""{ "anyOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "type": "object", "minProperties": 1, "additionalProperties": { "type": "number", "exclusiveMinimum": 0 } } ] }""")]
    [JsonConverter(typeof(LearningRateConverter))]
    public IReadOnlyDictionary<int, double>? PretrainLearningRate { get; set; }

    /// <summary>Epochs without a better validation score after which training stops.</summary>
    [Description("epochs without a better validation score after which training stops; left out, none")]
    [Range(1, 100000)]
    public int? LearningPatience { get; set; }

    /// <summary>What is minimised.</summary>
    [Description("loss: nse (squared errors by the spread of each basin), mse, rmse, kge, huber")]
    public RunoffLoss Loss { get; set; } = RunoffLoss.NashSutcliffe;

    /// <summary>Whether a scaler made anew takes precipitation and discharge through a logarithm.</summary>
    [Description("take precipitation and discharge through log10(sqrt(x) + 0.1) before they are scaled, where the scaler is made anew")]
    public bool LogTransform { get; set; }

    /// <summary>The score by which epochs are chosen.</summary>
    [Description("score on the validation period by which the best epoch is chosen, whatever the loss")]
    public ScoreKind Score { get; set; } = ScoreKind.Nse;

    /// <summary>One network for all basins, or one for each.</summary>
    [Description("shared: one adapted network for all basins; each: one for every basin of its own")]
    public Sharing Networks { get; set; } = Sharing.Shared;

    /// <summary>Whether the source's weights stay where adapting gains nothing.</summary>
    [Description("keep the source's weights for every basin where a cross-validation over blocks of the calibration period shows no gain beyond its noise")]
    public bool Guard { get; set; }

    /// <summary>Blocks of the guard's cross-validation.</summary>
    [Description("blocks of the guard's cross-validation, each of which costs a training")]
    [Range(3, 100)]
    public int GuardBlocks { get; set; } = 5;

    /// <summary>How many standard errors a gain must be.</summary>
    [Description("how many standard errors the gain must exceed for the adapted weights to be taken")]
    [Range(0.0, 10.0)]
    public double GuardNoise { get; set; } = 1;

    /// <summary>How a trained network simulates.</summary>
    [Description("windows: each prediction reads its own look-back, as in training; carried: states go from step to step, a look-back's length times faster")]
    public SimulationWay Simulate { get; set; } = SimulationWay.Windows;

    /// <summary>Where the network computes.</summary>
    [Description("auto: on a graphics card where there is one")]
    public DeviceChoice Device { get; set; } = DeviceChoice.Auto;
}

/// <summary>How a network is adapted.</summary>
public enum Strategy
{
    /// <summary>As it is.</summary>
    [JsonStringEnumMemberName("zero-shot")]
    ZeroShot,

    /// <summary>All weights.</summary>
    [JsonStringEnumMemberName("full")]
    Full,

    /// <summary>The output layer.</summary>
    [JsonStringEnumMemberName("head-only")]
    HeadOnly,

    /// <summary>Named parameters.</summary>
    [JsonStringEnumMemberName("modules")]
    Modules,

    /// <summary>Unfrozen by stages.</summary>
    [JsonStringEnumMemberName("gradual")]
    Gradual,

    /// <summary>Input and output layers.</summary>
    [JsonStringEnumMemberName("tl-a")]
    TlA,

    /// <summary>Those and the recurrent weights.</summary>
    [JsonStringEnumMemberName("tl-b")]
    TlB,

    /// <summary>All, the source serving as first weights.</summary>
    [JsonStringEnumMemberName("tl-c")]
    TlC,

    /// <summary>From scratch.</summary>
    [JsonStringEnumMemberName("local")]
    Local,

    /// <summary>From scratch, first on simulated discharge.</summary>
    [JsonStringEnumMemberName("pretrain-on-model")]
    PretrainOnModel,
}

/// <summary>A stage of gradual unfreezing.</summary>
public sealed record GradualStage
{
    /// <summary>First epoch.</summary>
    [Description("first epoch of the stage, from 1")]
    [Range(1, 100000)]
    public int From { get; set; } = 1;

    /// <summary>Parameters that it unfreezes.</summary>
    [Required]
    [Description("parameters that it unfreezes, by name or pattern")]
    public IReadOnlyList<string> Parameters { get; set; } = [];

    /// <summary>What their learning rate is multiplied by.</summary>
    [Description("what their learning rate is multiplied by")]
    [Range(0.0, 1e6)]
    public double RateFactor { get; set; } = 1;
}

/// <summary>Reads and writes the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TransferSettings))]
[JsonSerializable(typeof(GuardDecision[]))]
[JsonSerializable(typeof(BlockErrors[]))]
internal sealed partial class TransferJson : JsonSerializerContext;
