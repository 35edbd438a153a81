using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// The handoff forecast LSTM (Nearing et al., 2024, Nature 627, 559; googlehydrology's handoff_forecast_lstm). One LSTM reads the past up to the overlap; a small
/// network turns its states into the first states of a second one, which reads the forecast's series over overlap and lead time. State-dict names are
/// googlehydrology's.
/// </summary>
/// <remarks>With an overlap of 0, at which the published code does not run, the states are handed over today.</remarks>
public sealed class HandoffForecastNetwork : ForecastNetwork
{
    private readonly FullyConnected? _hindcastEmbedding;
    private readonly FullyConnected? _forecastEmbedding;
    private readonly FullyConnected? _statics;
    private readonly TorchSharp.Modules.LSTM _hindcast;
    private readonly TorchSharp.Modules.LSTM _forecast;
    private readonly FullyConnected _handoff;
    private readonly FullyConnected _handoffLast;
    private readonly TorchSharp.Modules.Dropout _dropout;
    private readonly ForecastHead _hindcastHead;
    private readonly ForecastHead _forecastHead;

    /// <summary>Makes a network with first weights.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <exception cref="ArgumentException">It has no handoff network, or the overlap leaves nothing of the past.</exception>
    public HandoffForecastNetwork(ForecastShape shape)
        : base(shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        EmbeddingShape handoff = shape.Handoff ?? throw new ArgumentException("the handoff network needs the sizes of what hands over the states", nameof(shape));
        if (shape.Overlap < 0 || shape.Overlap >= shape.SequenceLength)
        {
            throw new ArgumentException($"an overlap of {shape.Overlap} leaves nothing of a past of {shape.SequenceLength} steps", nameof(shape));
        }

        _hindcastEmbedding = Embedding(shape.HindcastEmbedding, shape.HindcastInputs.Count(), "hindcast_embedding_net");
        _forecastEmbedding = Embedding(shape.ForecastEmbedding, shape.ForecastInputs.Count(), "forecast_embedding_net");
        _statics = Embedding(shape.StaticsEmbedding, shape.Statics, "statics_embedding_net");
        int attributes = shape.StaticsEmbedding?.Sizes[^1] ?? shape.Statics;
        _hindcast = nn.LSTM((shape.HindcastEmbedding?.Sizes[^1] ?? shape.HindcastInputs.Count()) + attributes, shape.HindcastSize);
        _forecast = nn.LSTM((shape.ForecastEmbedding?.Sizes[^1] ?? shape.ForecastInputs.Count()) + attributes, shape.ForecastSize);
        _handoff = new FullyConnected(handoff, 2 * shape.HindcastSize);
        _handoffLast = new FullyConnected(new EmbeddingShape([2 * shape.ForecastSize], ["linear"]), handoff.Sizes[^1]);
        _dropout = nn.Dropout(shape.OutputDropout);
        _hindcastHead = new ForecastHead(shape, shape.HindcastSize, shape.Outputs);
        _forecastHead = new ForecastHead(shape, shape.ForecastSize, shape.Outputs);
        register_module("hindcast_lstm", _hindcast);
        register_module("forecast_lstm", _forecast);
        register_module("handoff_net", _handoff);
        register_module("handoff_linear", _handoffLast);
        register_module("dropout", _dropout);
        register_module("hindcast_head", _hindcastHead);
        register_module("forecast_head", _forecastHead);
        SetForgetBias(_hindcast, _forecast);
    }

    /// <inheritdoc/>
    public override Tensor Answer(Tensor hindcast, Tensor forecast, Tensor statics, int predictLast)
    {
        Demand(hindcast, forecast, predictLast);
        using DisposeScope scope = NewDisposeScope();
        Tensor attributes = _statics?.call(statics) ?? statics;
        Tensor past = Beside(_hindcastEmbedding?.call(hindcast) ?? hindcast, attributes);
        Tensor future = Beside(_forecastEmbedding?.call(forecast) ?? forecast, attributes);
        long spinUp = past.shape[0] - Shape.Overlap;
        (Tensor states, Tensor hidden, Tensor cell) = _hindcast.call(past.narrow(0, 0, spinUp));
        Tensor[] handed = _handoffLast.call(_handoff.call(cat([hidden, cell], -1))).chunk(2, -1);
        (Tensor given, _, _) = _forecast.call(future, (handed[0].contiguous(), handed[1].contiguous()));
        Tensor ahead = _forecastHead.call(_dropout.call(given.narrow(0, Shape.Overlap, Shape.LeadTime)));
        Tensor answer = ahead;
        if (predictLast > Shape.LeadTime)
        {
            Tensor all = states;
            if (Shape.Overlap > 0)
            {
                (Tensor overlapping, _, _) = _hindcast.call(past.narrow(0, spinUp, Shape.Overlap), (hidden, cell));
                all = cat([states, overlapping], 0);
            }

            answer = cat([_hindcastHead.call(_dropout.call(all)), ahead], 0);
        }

        return scope.MoveToOuter(answer.narrow(0, answer.shape[0] - predictLast, predictLast).contiguous());
    }

    private FullyConnected? Embedding(EmbeddingShape? shape, int inputs, string name)
    {
        if (shape is null)
        {
            return null;
        }

        var embedding = new FullyConnected(shape, inputs);
        register_module(name, embedding);
        return embedding;
    }
}
