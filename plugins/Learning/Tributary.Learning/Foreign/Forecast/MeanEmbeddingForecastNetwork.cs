using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// The mean-embedding forecast LSTM (Gauch et al., 2025, HESS 29, 6221; googlehydrology's mean_embedding_forecast_lstm). Each weather product has an
/// embedding; where a product has a gap, the mean goes over the others. One LSTM reads the mean of all products over past and future, a second one the mean of
/// the forecast products, beside what the first gives. State-dict names are googlehydrology's.
/// </summary>
/// <remarks>
/// A product that is among the past's and the forecast's alike is read from the forecast's series alone, as published. A step at which every product has a gap
/// gives NaN from there on. googlehydrology's regression has 12 outputs whatever the number of targets, of which the first ones are the targets.
/// </remarks>
public sealed class MeanEmbeddingForecastNetwork : ForecastNetwork
{
    private const int PublishedOutputs = 12;

    private readonly FullyConnected _statics;
    private readonly NamedModules _hindcastOnly;
    private readonly NamedModules _forecastOnly;
    private readonly NamedModules _shared;
    private readonly TorchSharp.Modules.LSTM _hindcast;
    private readonly TorchSharp.Modules.LSTM _forecast;
    private readonly TorchSharp.Modules.Dropout _dropout;
    private readonly ForecastHead _head;

    /// <summary>Makes a network with first weights.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <exception cref="ArgumentException">An embedding is missing, no product is among the past's and the forecast's alike, or the overlap is not the whole past.</exception>
    public MeanEmbeddingForecastNetwork(ForecastShape shape)
        : base(shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        EmbeddingShape statics = shape.StaticsEmbedding ?? throw new ArgumentException("the mean-embedding network needs an embedding of the static attributes", nameof(shape));
        EmbeddingShape past = shape.HindcastEmbedding ?? throw new ArgumentException("the mean-embedding network needs an embedding of the past's series", nameof(shape));
        EmbeddingShape future = shape.ForecastEmbedding ?? throw new ArgumentException("the mean-embedding network needs an embedding of the forecast's series", nameof(shape));
        HashSet<string> shared = [.. shape.Hindcast.Select(group => group.Name).Intersect(shape.Forecast.Select(group => group.Name))];
        if (shared.Count == 0 || past.Sizes[^1] != future.Sizes[^1])
        {
            throw new ArgumentException("the mean-embedding network needs a product that is among the past's and the forecast's alike, and embeddings of the same size", nameof(shape));
        }

        if (shape.Overlap != shape.SequenceLength || shape.HindcastSize != shape.ForecastSize || PublishedOutputs < shape.Outputs)
        {
            throw new ArgumentException($"the mean-embedding network needs an overlap of the whole past, LSTMs of one size, and at most {PublishedOutputs} outputs", nameof(shape));
        }

        int attributes = statics.Sizes[^1];
        _statics = new FullyConnected(statics, shape.Statics);
        _hindcastOnly = Embeddings(shape.Hindcast.Where(group => !shared.Contains(group.Name)), past);
        _forecastOnly = Embeddings(shape.Forecast.Where(group => !shared.Contains(group.Name)), future);
        _shared = Embeddings(shape.Forecast.Where(group => shared.Contains(group.Name)), future);
        _hindcast = nn.LSTM(attributes + past.Sizes[^1], shape.HindcastSize);
        _forecast = nn.LSTM(attributes + future.Sizes[^1] + shape.HindcastSize, shape.ForecastSize);
        _dropout = nn.Dropout(shape.OutputDropout);
        _head = new ForecastHead(shape, shape.ForecastSize, PublishedOutputs);
        register_module("static_embedding_fc", _statics);
        register_module("hindcast_embeddings_fc", _hindcastOnly);
        register_module("forecast_embeddings_fc", _forecastOnly);
        register_module("shared_embeddings_fc", _shared);
        register_module("hindcast_lstm", _hindcast);
        register_module("forecast_lstm", _forecast);
        register_module("dropout", _dropout);
        register_module("head", _head);
        SetForgetBias(_hindcast, _forecast);

        NamedModules Embeddings(IEnumerable<InputGroup> groups, EmbeddingShape embedding) =>
            new([.. groups.Select(group => (group.Name, new FullyConnected(embedding, group.Inputs.Count + attributes)))]);
    }

    /// <inheritdoc/>
    public override Tensor Answer(Tensor hindcast, Tensor forecast, Tensor statics, int predictLast)
    {
        Demand(hindcast, forecast, predictLast);
        using DisposeScope scope = NewDisposeScope();
        Tensor attributes = _statics.call(statics);
        Tensor[] future = [.. Embed(_forecastOnly, Shape.Forecast, forecast, attributes)];
        Tensor[] shared = [.. Embed(_shared, Shape.Forecast, forecast, attributes)];
        Tensor[] past = [.. Embed(_hindcastOnly, Shape.Hindcast, hindcast, attributes).Select(embedded => Until(embedded, forecast.shape[0]))];
        (Tensor states, _, _) = _hindcast.call(Beside(MeanOf([.. past, .. shared]), attributes));
        (Tensor given, _, _) = _forecast.call(Beside(cat([MeanOf([.. future, .. shared]), states], -1), attributes));
        Tensor last = given.narrow(0, given.shape[0] - predictLast, predictLast);
        Tensor answer = _head.call(_dropout.call(last));
        return scope.MoveToOuter(answer.narrow(-1, 0, Shape.Outputs).contiguous());
    }

    private static IEnumerable<Tensor> Embed(NamedModules embeddings, IReadOnlyList<InputGroup> groups, Tensor series, Tensor attributes)
    {
        long first = 0;
        foreach (InputGroup group in groups)
        {
            if (embeddings.Find(group.Name) is { } embedding)
            {
                Tensor own = series.narrow(-1, first, group.Inputs.Count);

                // Gaps go in as zeros and come out as gaps: as published, but a gradient through them stays finite.
                Tensor gaps = own.isnan().any(-1, keepdim: true);
                yield return embedding.call(Beside(own.nan_to_num(), attributes)).masked_fill(gaps, double.NaN);
            }

            first += group.Inputs.Count;
        }
    }

    private static Tensor Until(Tensor embedded, long steps)
    {
        long missing = steps - embedded.shape[0];
        return missing == 0 ? embedded : cat([embedded, full([missing, .. embedded.shape[1..]], double.NaN, embedded.dtype, embedded.device)], 0);
    }

    private static Tensor MeanOf(IReadOnlyList<Tensor> embeddings) => stack(embeddings, -1).nanmean(-1);

    /// <summary>Modules by name.</summary>
    private sealed class NamedModules : nn.Module
    {
        private readonly Dictionary<string, FullyConnected> _modules = [];

        public NamedModules(IEnumerable<(string Name, FullyConnected Module)> modules)
            : base(nameof(NamedModules))
        {
            foreach ((string name, FullyConnected module) in modules)
            {
                register_module(name, module);
                _modules.Add(name, module);
            }
        }

        public FullyConnected? Find(string name) => _modules.GetValueOrDefault(name);
    }
}
