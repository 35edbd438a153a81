using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.HydroTrace;

/// <summary>The settings of the plugin, as a workflow file gives them. What is published of HydroTrace is the default.</summary>
public sealed record HydroTraceSettings
{
    /// <summary>Gridded variables that the network reads.</summary>
    [Description("gridded forcing variables that the network reads, the features of its attention; left out, precipitation and air_temperature")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<string> Variables { get; set; } = ["precipitation", "air_temperature"];

    /// <summary>Static grids that have a say in the scores of cells.</summary>
    [Description("what is known of each cell and has a say in its attention: elevation, or attributes of the domain's units as shares of glaciers and land cover")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "uniqueItems": true }""")]
    public IReadOnlyList<string> StaticGrids { get; set; } = [];

    /// <summary>Steps that it reads for one prediction.</summary>
    [Description("time steps that the network reads for one prediction")]
    [Range(1, 10000)]
    public int Window { get; set; } = 7;

    /// <summary>Steps from the last one read to the one told.</summary>
    [Description("time steps from the last one read to the one told: 1 tells day 8 from days 1 to 7, as published; 0 also reads the day itself")]
    [Range(0, 1000)]
    public int Lead { get; set; } = 1;

    /// <summary>Cells along a side of a coarser cell.</summary>
    [Description("makes the grid coarser: so many cells along each side become one, by their mean")]
    [Range(1, 100)]
    public int Coarsen { get; set; } = 1;

    /// <summary>Cells along a side of the ConvLSTM's kernels.</summary>
    [Description("cells along a side of the ConvLSTM's kernels; odd")]
    [Range(1, 31)]
    public int KernelSize { get; set; } = 3;

    /// <summary>Channels of states of each variable.</summary>
    [Description("channels of states of each variable")]
    [Range(1, 64)]
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>ConvLSTMs one over another.</summary>
    [Description("ConvLSTMs one over another")]
    [Range(1, 5)]
    public int Layers { get; set; } = 1;

    /// <summary>Cells along a side of the kernel that scores cells.</summary>
    [Description("cells along a side of the kernel that scores cells for the spatial attention; odd")]
    [Range(1, 31)]
    public int ScoreKernel { get; set; } = 1;

    /// <summary>Whether cells have weights of their own.</summary>
    [Description("whether cells have weights of their own; false for an ablation in which all count alike")]
    public bool SpatialAttention { get; set; } = true;

    /// <summary>Whether variables have weights of their own.</summary>
    [Description("whether variables have weights of their own; false for an ablation in which all count alike")]
    public bool FeatureAttention { get; set; } = true;

    /// <summary>Whether gates are clipped lines.</summary>
    [Description("whether gates are clip(0.2 x + 0.5, 0, 1), as in Keras 2, instead of the logistic function")]
    public bool HardGates { get; set; }

    /// <summary>What is minimised.</summary>
    [Description("loss: mse of discharge, so that large gauges count more; nse (errors by the spread of each gauge); huber (of scaled discharge)")]
    public GridLoss Loss { get; set; } = GridLoss.Nse;

    /// <summary>Epochs at most.</summary>
    [Description("epochs at most")]
    [Range(1, 100000)]
    public int Epochs { get; set; } = 100;

    /// <summary>Windows of a batch.</summary>
    [Description("windows of a batch")]
    [Range(1, 100000)]
    public int BatchSize { get; set; } = 16;

    /// <summary>Learning rate of Adam.</summary>
    [Description("learning rate of Adam")]
    [Range(1e-9, 10.0)]
    public double LearningRate { get; set; } = 3e-3;

    /// <summary>Epochs without a better validation score after which training stops.</summary>
    [Description("epochs without a better validation score after which training stops; 0 for never")]
    [Range(0, 100000)]
    public int LearningPatience { get; set; } = 20;

    /// <summary>Pull of the weights to zero.</summary>
    [Description("L2 regularisation of the weights")]
    [Range(0.0, 1.0)]
    public double L2Regularization { get; set; }

    /// <summary>Norm to which gradients are clipped.</summary>
    [Description("norm to which gradients are clipped; 1 where left out")]
    [Range(0.0, 1e9)]
    public double ClipGradientNorm { get; set; } = 1;

    /// <summary>Memory for fields.</summary>
    [Description("MB of scaled fields that the training keeps; of a record that needs more, blocks of time are read again as they are needed")]
    [Range(1, 1000000)]
    public int FieldMemory { get; set; } = 2048;

    /// <summary>Further trainings with other seeds.</summary>
    [Description("further trainings with other seeds, whose maps are compared with the network's own")]
    [Range(0, 20)]
    public int CheckSeeds { get; set; }

    /// <summary>Whether ablations are trained.</summary>
    [Description("whether networks are also trained without attention over cells, without attention over variables, and on noise instead of weather, and their scores compared")]
    public bool CheckAblations { get; set; }

    /// <summary>Where the network computes.</summary>
    [Description("auto: on a graphics card where there is one")]
    public DeviceChoice Device { get; set; } = DeviceChoice.Auto;

    /// <summary>Steps that discharge needs to be read before it is told.</summary>
    internal int History => Window + Lead - 1;

    /// <summary>The network on a grid.</summary>
    internal GridShape Shape(GridCellsOfUnits grid, int gauges) => new()
    {
        Features = Variables.Count,
        Statics = StaticGrids.Count,
        Window = Window,
        Height = grid.Height,
        Width = grid.Width,
        Gauges = gauges,
        KernelSize = KernelSize,
        DepthMultiplier = DepthMultiplier,
        Layers = Layers,
        ScoreKernel = ScoreKernel,
        SpatialAttention = SpatialAttention,
        FeatureAttention = FeatureAttention,
        HardGates = HardGates,
    };
}

/// <summary>What is minimised.</summary>
public enum GridLoss
{
    /// <summary>Mean square error of discharge.</summary>
    [JsonStringEnumMemberName("mse")]
    Mse,

    /// <summary>Square errors by the spread of each gauge.</summary>
    [JsonStringEnumMemberName("nse")]
    Nse,

    /// <summary>Huber's loss of scaled discharge.</summary>
    [JsonStringEnumMemberName("huber")]
    Huber,
}

/// <summary>Reads and writes the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HydroTraceSettings))]
internal sealed partial class HydroTraceJson : JsonSerializerContext;
