using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>Everything that determines a forecast network's parameters.</summary>
public sealed record ForecastShape
{
    /// <summary>Which network.</summary>
    public required ForecastKind Kind { get; init; }

    /// <summary>Series of the past, by group; the handoff network has one group.</summary>
    public required IReadOnlyList<InputGroup> Hindcast { get; init; }

    /// <summary>Series that reach into the future, by group; the handoff network has one group.</summary>
    public required IReadOnlyList<InputGroup> Forecast { get; init; }

    /// <summary>Static attributes of a basin.</summary>
    public required int Statics { get; init; }

    /// <summary>Targets.</summary>
    public int Targets { get; init; } = 1;

    /// <summary>Steps of the past, today's the last.</summary>
    public int SequenceLength { get; init; } = 365;

    /// <summary>Steps of the future.</summary>
    public int LeadTime { get; init; } = 7;

    /// <summary>Steps of the past that the forecast's series cover too.</summary>
    public int Overlap { get; init; } = 365;

    /// <summary>Hidden units of the LSTM of the past.</summary>
    public required int HindcastSize { get; init; }

    /// <summary>Hidden units of the LSTM that makes the forecast.</summary>
    public required int ForecastSize { get; init; }

    /// <summary>Embedding of the static attributes; null to take them as they are.</summary>
    public EmbeddingShape? StaticsEmbedding { get; init; }

    /// <summary>Embedding of the past's series, of each group its own; null to take them as they are.</summary>
    public EmbeddingShape? HindcastEmbedding { get; init; }

    /// <summary>Embedding of the forecast's series, of each group its own; null to take them as they are.</summary>
    public EmbeddingShape? ForecastEmbedding { get; init; }

    /// <summary>Of the handoff network what turns the states of one LSTM into those of the other, before a last linear layer.</summary>
    public EmbeddingShape? Handoff { get; init; }

    /// <summary>What the head gives: <see cref="HeadKind.Regression"/> or <see cref="HeadKind.Laplace"/>.</summary>
    public HeadKind Head { get; init; } = HeadKind.Regression;

    /// <summary>Components of a mixture.</summary>
    public int Components { get; init; } = 3;

    /// <summary>Activation of a regression: <c>linear</c>, <c>relu</c> or <c>softplus</c>.</summary>
    public string OutputActivation { get; init; } = "linear";

    /// <summary>Share of the head's inputs that are dropped in training.</summary>
    public double OutputDropout { get; init; }

    /// <summary>Initial bias of the forget gates; null for PyTorch's own first values.</summary>
    public double? ForgetBias { get; init; }

    /// <summary>Series of the past in the network's order.</summary>
    [JsonIgnore]
    public IEnumerable<string> HindcastInputs => Hindcast.SelectMany(group => group.Inputs);

    /// <summary>Series that reach into the future in the network's order.</summary>
    [JsonIgnore]
    public IEnumerable<string> ForecastInputs => Forecast.SelectMany(group => group.Inputs);

    /// <summary>Numbers that an answer holds for one step: of a regression one a target, of a mixture four a component and target (<see cref="LaplaceMixture.FromLatent"/>).</summary>
    [JsonIgnore]
    public int Outputs => Head == HeadKind.Laplace ? 4 * Components * Targets : Targets;
}

/// <summary>Series of one weather product.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Inputs">Its series, in the network's order.</param>
public sealed record InputGroup(string Name, IReadOnlyList<string> Inputs);

/// <summary>Networks that forecast.</summary>
public enum ForecastKind
{
    /// <summary>Embeddings of weather products are averaged, those with gaps left out (Gauch et al., 2025).</summary>
    MeanEmbedding,

    /// <summary>One LSTM hands its states to another (Nearing et al., 2024).</summary>
    Handoff,
}
