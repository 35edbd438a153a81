using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>Everything that determines a network's parameters: stored beside its weights, it makes the network again.</summary>
public sealed record NetworkShape
{
    /// <summary>Which network.</summary>
    public NetworkKind Kind { get; init; } = NetworkKind.Lstm;

    /// <summary>Dynamic inputs a step.</summary>
    public required int Inputs { get; init; }

    /// <summary>Static attributes of a basin; 0 for none.</summary>
    public int Statics { get; init; }

    /// <summary>Targets.</summary>
    public int Targets { get; init; } = 1;

    /// <summary>Hidden units of each layer.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Recurrent layers one over another.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Share of the head's inputs that are dropped in training.</summary>
    public double OutputDropout { get; init; }

    /// <summary>Share of what one layer hands to the next that is dropped in training.</summary>
    public double LayerDropout { get; init; }

    /// <summary>Share of the weights of inputs and recurrence that are dropped in training, the same over a sequence (hydroDL).</summary>
    public double WeightDropout { get; init; }

    /// <summary>Whether the head sees an attention over the hidden states of the whole look-back, not the last one alone.</summary>
    public bool Attention { get; init; }

    /// <summary>Whether what each layer gives is normalised (Ba et al., 2016).</summary>
    public bool LayerNorm { get; init; }

    /// <summary>Size of the linear embedding of the static attributes; 0 to take them as they are.</summary>
    public int StaticsEmbedding { get; init; }

    /// <summary>Initial bias of the forget gate; null for PyTorch's own first values.</summary>
    public double? ForgetBias { get; init; }

    /// <summary>What the head gives.</summary>
    public HeadKind Head { get; init; } = HeadKind.Regression;

    /// <summary>Components of a mixture.</summary>
    public int Components { get; init; } = 3;

    /// <summary>Probabilities of the quantile head.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Of the mass-conserving network the index of the input that is the mass, precipitation, not scaled.</summary>
    public int MassInput { get; init; }

    /// <summary>Of a forecast network its sizes, which the others follow; null for a network that simulates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForecastShape? Forecast { get; init; }

    /// <summary>Numbers that the head gives for one step.</summary>
    [JsonIgnore]
    public int Outputs => Targets * Head switch
    {
        HeadKind.Laplace => 4 * Components,
        HeadKind.Gaussian => 3 * Components,
        HeadKind.Quantiles => Quantiles.Count,
        _ => 1,
    };
}

/// <summary>Networks.</summary>
public enum NetworkKind
{
    /// <summary>LSTM, static attributes repeated at each step (NeuralHydrology's cudalstm).</summary>
    [JsonStringEnumMemberName("lstm")]
    Lstm,

    /// <summary>Entity-aware LSTM: static attributes alone drive the input gate (Kratzert et al., 2019).</summary>
    [JsonStringEnumMemberName("ea-lstm")]
    EaLstm,

    /// <summary>Mass-conserving LSTM (Hoedt et al., 2021).</summary>
    [JsonStringEnumMemberName("mc-lstm")]
    McLstm,

    /// <summary>x = ReLU(W I + b) before an LSTM, linear output (Ma et al., 2021; hydroDL's CudnnLstmModel).</summary>
    [JsonStringEnumMemberName("input-transform")]
    InputTransform,
}

/// <summary>What a head gives for each target.</summary>
public enum HeadKind
{
    /// <summary>One number.</summary>
    [JsonStringEnumMemberName("regression")]
    Regression,

    /// <summary>Asymmetric Laplace distributions mixed.</summary>
    [JsonStringEnumMemberName("cmal")]
    Laplace,

    /// <summary>Normal distributions mixed.</summary>
    [JsonStringEnumMemberName("gmm")]
    Gaussian,

    /// <summary>Quantiles.</summary>
    [JsonStringEnumMemberName("quantiles")]
    Quantiles,
}
