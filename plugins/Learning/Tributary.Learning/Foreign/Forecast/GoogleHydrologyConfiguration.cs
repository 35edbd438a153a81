using YamlDotNet.RepresentationModel;

namespace Tributary.Learning;

/// <summary>What googlehydrology's config.yml says of a forecast network.</summary>
internal sealed class GoogleHydrologyConfiguration
{
    private const string Remedy = "Give the config.yml of a googlehydrology run of a forecast network.";

    private static readonly string[] ForecastProducts = ["hres", "graphcast", "chirpsgefs"];

    private readonly ConfigurationFile _file;
    private readonly List<ForeignSetting> _remarks = [];

    public GoogleHydrologyConfiguration(string path)
    {
        _file = ConfigurationFile.Read(path, Remedy);
        ForecastKind kind = KindOf(_file.DemandedText("model")) ?? throw _file.Wrong("model", "mean_embedding_forecast_lstm or handoff_forecast_lstm");
        bool averages = kind == ForecastKind.MeanEmbedding;
        IReadOnlyList<InputGroup> forecast = averages ? Groups("forecast_inputs") : [One("forecast_inputs")];
        IReadOnlyList<InputGroup> hindcast = averages ? Groups("hindcast_inputs") : [AsLoaded(One("hindcast_inputs"), forecast)];
        if (averages)
        {
            DemandSameShared(hindcast, forecast);
        }

        Attributes = _file.List("static_attributes");
        Targets = _file.List("target_variables");
        Demand("static_attributes", Attributes);
        Demand("target_variables", Targets);
        int size = _file.Count("hidden_size");
        int sequence = _file.Count("seq_length");
        HeadKind head = Head();
        PredictLast = _file.Has("predict_last_n") ? _file.Count("predict_last_n") : 1;
        BaseFolder = _file.Text("base_run_dir");
        ClippedTargets = _file.List("clip_targets_to_zero");
        Shape = new ForecastShape
        {
            Kind = kind,
            Hindcast = hindcast,
            Forecast = forecast,
            Statics = Attributes.Count,
            Targets = Targets.Count,
            SequenceLength = sequence,
            LeadTime = _file.Count("lead_time"),
            Overlap = averages ? WholePast(sequence) : _file.Integer("forecast_overlap") ?? 0,
            HindcastSize = averages || !_file.Has("hindcast_hidden_size") ? size : _file.Count("hindcast_hidden_size"),
            ForecastSize = averages || !_file.Has("forecast_hidden_size") ? size : _file.Count("forecast_hidden_size"),
            StaticsEmbedding = Embedding("statics_embedding"),
            HindcastEmbedding = Embedding("hindcast_embedding") ?? (averages ? Embedding("dynamics_embedding") : null),
            ForecastEmbedding = Embedding("forecast_embedding") ?? (averages ? Embedding("dynamics_embedding") : null),
            Handoff = averages ? null : Embedding("state_handoff_network") ?? throw _file.Missing("state_handoff_network"),
            Head = head,
            Components = head == HeadKind.Laplace && !averages ? _file.Count("n_distributions") : 3,
            OutputActivation = head == HeadKind.Regression ? Activation() : "linear",
            OutputDropout = _file.Number("output_dropout") ?? 0,
            ForgetBias = _file.Number("initial_forget_bias"),
        };
    }

    /// <summary>Whether a file configures a forecast network.</summary>
    public static bool IsOne(string path) => ConfigurationFile.Read(path, Remedy).Text("model") is { } model && KindOf(model) is not null;

    public ForecastShape Shape { get; }

    public IReadOnlyList<string> Attributes { get; }

    public IReadOnlyList<string> Targets { get; }

    public IReadOnlyList<string> ClippedTargets { get; }

    public int PredictLast { get; }

    /// <summary>Of a fine-tuned run the folder of the run before, whose scaler it goes on with.</summary>
    public string? BaseFolder { get; }

    /// <summary>The settings that were not made use of. To be asked last.</summary>
    public IReadOnlyList<ForeignSetting> Others()
    {
        if (_file.Truth("timestep_counter") == true)
        {
            _remarks.Add(new ForeignSetting("timestep_counter", "true", "googlehydrology makes the counters, but neither network reads them"));
        }

        return [.. _remarks, .. _file.Unread.Select(key => new ForeignSetting(key, _file.Shown(key), NeuralHydrologyKeys.Remark(key)))];
    }

    private static ForecastKind? KindOf(string model) => model switch
    {
        "mean_embedding_forecast_lstm" => ForecastKind.MeanEmbedding,
        "handoff_forecast_lstm" => ForecastKind.Handoff,
        _ => null,
    };

    private void Demand(string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw _file.Missing(key);
        }
    }

    /// <summary>Series by group: a mapping, a list of lists, or a list; where no name is given, it is what stands before the first underscore.</summary>
    private InputGroup[] Groups(string key)
    {
        YamlNode node = _file.Node(key) ?? throw _file.Missing(key);
        IEnumerable<(string Name, IReadOnlyList<string> Inputs)> groups = node switch
        {
            YamlMappingNode mapping => mapping.Select(pair => (ConfigurationFile.Show(pair.Key), _file.List(key, pair.Value))),
            YamlSequenceNode list when list.All(item => item is YamlSequenceNode) => list.Select(item => (string.Empty, _file.List(key, item))),
            _ => _file.List(key, node).GroupBy(Product).Select(group => (group.Key, (IReadOnlyList<string>)[.. group])),
        };
        InputGroup[] read = [.. groups.Where(group => group.Inputs.Count > 0)
            .Select(group => new InputGroup(group.Name.Length > 0 ? group.Name : Product(group.Inputs[0]), [.. group.Inputs.Distinct()]))];
        return read.Length > 0 && read.DistinctBy(group => group.Name).Count() == read.Length
            ? read
            : throw _file.Wrong(key, "lists of series of different products");
    }

    private InputGroup One(string key)
    {
        IReadOnlyList<string> names = _file.List(key);
        Demand(key, names);
        return new InputGroup("all", names);
    }

    /// <summary>googlehydrology's data set puts the past's series of products without lead times first, and the handoff network takes them as they come.</summary>
    private InputGroup AsLoaded(InputGroup hindcast, IReadOnlyList<InputGroup> forecast)
    {
        HashSet<string> ahead = [.. ForecastProducts, .. forecast.SelectMany(group => group.Inputs).Select(Product)];
        string[] loaded = [.. hindcast.Inputs.OrderBy(name => ahead.Contains(Product(name)))];
        if (!loaded.SequenceEqual(hindcast.Inputs))
        {
            _remarks.Add(new ForeignSetting("hindcast_inputs", string.Join(", ", loaded), "the network's order: products without lead times come first, as googlehydrology loads them"));
        }

        return hindcast with { Inputs = loaded };
    }

    private void DemandSameShared(IReadOnlyList<InputGroup> hindcast, IReadOnlyList<InputGroup> forecast)
    {
        foreach (InputGroup past in hindcast)
        {
            if (forecast.FirstOrDefault(group => group.Name == past.Name) is { } future && !future.Inputs.SequenceEqual(past.Inputs))
            {
                throw _file.Wrong("hindcast_inputs", $"the same series of {past.Name} as forecast_inputs");
            }
        }

        if (!hindcast.Select(group => group.Name).Intersect(forecast.Select(group => group.Name)).Any())
        {
            throw _file.Wrong("forecast_inputs", "with a product of hindcast_inputs among them, without which the network has nothing to read beyond today");
        }
    }

    private int WholePast(int sequence)
    {
        if (_file.Integer("forecast_overlap") is { } overlap && overlap != sequence)
        {
            _remarks.Add(new ForeignSetting("forecast_overlap", _file.Shown("forecast_overlap"), $"the network needs the forecast's series over the whole past, {sequence} steps"));
        }

        return sequence;
    }

    private HeadKind Head()
    {
        HeadKind head = _file.DemandedText("head") switch
        {
            "regression" => HeadKind.Regression,
            "cmal" or "cmal_deterministic" => HeadKind.Laplace,
            _ => throw _file.Wrong("head", "regression, cmal or cmal_deterministic"),
        };
        return head == HeadKind.Regression || Targets.Count == 1
            ? head
            : throw _file.Wrong("head", "regression: a mixture of several targets shares its weights over the targets, which has no counterpart here");
    }

    private string Activation() => _file.Text("output_activation") switch
    {
        "relu" => "relu",
        "softplus" => "softplus",
        _ => "linear",
    };

    private EmbeddingShape? Embedding(string key) => _file.Node(key) is { } node ? EmbeddingShape.Read(_file, key, node) : null;

    private static string Product(string series) => series.Split('_', 2)[0];
}
