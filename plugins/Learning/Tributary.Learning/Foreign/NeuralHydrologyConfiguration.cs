using Tributary.Contracts;
using YamlDotNet.RepresentationModel;

namespace Tributary.Learning;

/// <summary>What NeuralHydrology's config.yml says of a network (its modelzoo's cudalstm, customlstm and ealstm).</summary>
internal sealed class NeuralHydrologyConfiguration
{
    private const string Remedy = "Give the config.yml of a NeuralHydrology run.";
    private const string Trainable = "cudalstm, customlstm and ealstm are read";

    private readonly ConfigurationFile _file;
    private readonly List<ForeignSetting> _remarks = [];

    public NeuralHydrologyConfiguration(string path)
    {
        _file = ConfigurationFile.Read(path, Remedy);
        Model = Lower("model") ?? throw _file.Missing("model");
        NetworkKind kind = Model switch
        {
            "cudalstm" or "customlstm" or "lstm" => NetworkKind.Lstm,
            "ealstm" => NetworkKind.EaLstm,
            _ => throw _file.Wrong("model", $"one that has a counterpart here: {Trainable}"),
        };
        Frequency = OneFrequency();
        Inputs = OfFrequency("dynamic_inputs") is { } inputs ? _file.List("dynamic_inputs", inputs) : [];
        Attributes = [.. _file.List("static_attributes").Concat(_file.List("hydroatlas_attributes")).Order(StringComparer.Ordinal)];
        Targets = _file.List("target_variables");
        Demand("dynamic_inputs", Inputs);
        Demand("target_variables", Targets);
        RefuseWhatChangesPredictions();
        SequenceLength = Steps("seq_length");
        PredictLast = Steps("predict_last_n");
        ClippedTargets = _file.List("clip_targets_to_zero");
        DynamicsEmbedding = Embedding("dynamics_embedding");
        StaticsEmbedding = Attributes.Count > 0 ? Embedding("statics_embedding") : null;
        HeadKind head = Head();
        if (kind == NetworkKind.EaLstm && Attributes.Count == 0)
        {
            throw new InputException("an ealstm has no static_attributes, which alone drive its input gate", path, Remedy);
        }

        Shape = new NetworkShape
        {
            Kind = kind,
            Inputs = Inputs.Count,
            Statics = Attributes.Count,
            Targets = Targets.Count,
            HiddenSize = _file.Count("hidden_size"),
            OutputDropout = Share("output_dropout"),
            ForgetBias = _file.Number("initial_forget_bias"),
            StaticsEmbedding = StaticsEmbedding ?? 0,
            Head = head,
            Components = head == HeadKind.Regression ? new NetworkShape { Inputs = 1 }.Components : _file.Count("n_distributions"),
        };
    }

    public string Model { get; }

    public NetworkShape Shape { get; }

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<string> Attributes { get; }

    public IReadOnlyList<string> Targets { get; }

    public IReadOnlyList<string> ClippedTargets { get; }

    public int SequenceLength { get; }

    public int PredictLast { get; }

    public string? Frequency { get; }

    /// <summary>Outputs of the linear embedding of the dynamic inputs; null for none.</summary>
    public int? DynamicsEmbedding { get; }

    /// <summary>Outputs of the linear embedding of the attributes; null for none.</summary>
    public int? StaticsEmbedding { get; }

    /// <summary>The settings that were not made use of. To be asked last.</summary>
    public IReadOnlyList<ForeignSetting> Others() => [.. _remarks, .. _file.Unread.Select(key => new ForeignSetting(key, _file.Shown(key), NeuralHydrologyKeys.Remark(key)))];

    private string? Lower(string key) => _file.Text(key) is { } text ? string.Concat(text.Select(char.ToLowerInvariant)) : null;

    private void Demand(string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw _file.Missing(key);
        }
    }

    private void RefuseWhatChangesPredictions()
    {
        foreach (string key in (ReadOnlySpan<string>)["evolving_attributes", "autoregressive_inputs", "mass_inputs", "hindcast_inputs", "forecast_inputs"])
        {
            if (_file.List(key).Count > 0)
            {
                throw _file.Wrong(key, "empty: it has no counterpart here");
            }
        }

        foreach (string key in (ReadOnlySpan<string>)["use_basin_id_encoding", "timestep_counter"])
        {
            if (_file.Truth(key) == true)
            {
                throw _file.Wrong(key, "false: it has no counterpart here");
            }
        }

        // NeuralHydrology itself takes any activation that it does not know for linear.
        if (Lower("output_activation") is "relu" or "softplus" && (Lower("head") ?? "regression") == "regression")
        {
            throw _file.Wrong("output_activation", "linear, the only one that has a counterpart here");
        }
    }

    private HeadKind Head()
    {
        HeadKind head = Lower("head") switch
        {
            "regression" => HeadKind.Regression,
            "gmm" => HeadKind.Gaussian,
            "cmal" => HeadKind.Laplace,
            null => throw _file.Missing("head"),
            _ => throw _file.Wrong("head", "one that has a counterpart here: regression, gmm or cmal"),
        };
        return head == HeadKind.Regression || Targets.Count == 1
            ? head
            : throw _file.Wrong("head", "regression: NeuralHydrology's mixtures of several targets share their weights over the targets, which has no counterpart here");
    }

    private double Share(string key) => _file.Number(key) switch
    {
        null => 0,
        >= 0 and < 1 and { } share => share,
        _ => throw _file.Wrong(key, "a share from 0 to below 1"),
    };

    private string? OneFrequency()
    {
        IReadOnlyList<string> used = _file.List("use_frequencies");
        return used.Count == 0 ? null : used.Count == 1 ? used[0] : throw _file.Wrong("use_frequencies", "a single time step: several at once have no counterpart here");
    }

    /// <summary>A value that may be given by time step: that of the one time step.</summary>
    private YamlNode? OfFrequency(string key)
    {
        if (_file.Node(key) is not YamlMappingNode byFrequency)
        {
            return _file.Node(key);
        }

        if (byFrequency.Children.Count != 1)
        {
            throw _file.Wrong(key, "given for a single time step: several at once have no counterpart here");
        }

        (YamlNode frequency, YamlNode value) = byFrequency.Children.Single();
        return Frequency is null || Frequency == ConfigurationFile.Show(frequency) ? value : throw _file.Wrong(key, $"given for the time step {Frequency} of use_frequencies");
    }

    private int Steps(string key) => OfFrequency(key) switch
    {
        null => throw _file.Missing(key),
        YamlScalarNode { Value: { } text } when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int steps) && steps > 0 => steps,
        _ => throw _file.Wrong(key, "a whole number above 0"),
    };

    private int? Embedding(string key)
    {
        if (_file.Node(key) is not { } node)
        {
            return null;
        }

        EmbeddingShape embedding = EmbeddingShape.Read(_file, key, node);
        if (embedding is { Dropout: > 0, Sizes.Count: > 1 })
        {
            _remarks.Add(new ForeignSetting(key, _file.Shown(key), "its layers are taken as one, so that their dropout has no place in further training"));
        }

        return embedding.IsLinear ? embedding.Sizes[^1] : throw _file.Wrong(key, "a linear embedding (one layer, or activation linear), the only kind that has a counterpart here");
    }
}
