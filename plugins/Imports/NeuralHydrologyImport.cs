using System.Globalization;
using Tributary.Contracts;
using Tributary.Learning;
using YamlDotNet.RepresentationModel;

namespace Tributary.Plugins.Imports;

/// <summary>A workflow made of a NeuralHydrology configuration.</summary>
internal sealed class NeuralHydrologyImport
{
    private const string Remedy = "Give a config.yml of NeuralHydrology.";
    private const string NoCounterpart = "has no counterpart in a workflow";

    private const int Draws = 100;

    private readonly ConfigurationFile _file;
    private readonly ImportNotes _notes;
    private readonly string _preset;
    private readonly int _lookback;
    private readonly SplitDates _splits;
    private readonly string _step;

    public NeuralHydrologyImport(string path)
    {
        _file = ConfigurationFile.Read(path, Remedy);
        _notes = new ImportNotes(_file);
        _preset = Preset(_file.DemandedText("model"));
        _step = Step();
        _lookback = ByStep("seq_length") ?? throw _file.Missing("seq_length");
        _splits = Splits();
    }

    public ImportedWorkflow Workflow()
    {
        string name = WorkflowText.Name(_file.Text("experiment_name") ?? Path.GetFileNameWithoutExtension(_file.Path));
        (string basins, Dictionary<string, object> forcing) = (Basins(), Forcing());
        List<(string Key, object Value, string? Comment)> settings = [.. Settings()];
        List<string> metrics = Metrics();
        int? seed = _file.Integer("seed");
        IReadOnlyList<ImportNote> notes = _notes.With(Remark);
        string yaml = WorkflowText.Write($"{Path.GetFileName(_file.Path)} (NeuralHydrology)", notes, text =>
        {
            text.Key(0, "name", name).Gap();
            text.Key(0, "period", new Dictionary<string, object> { ["start"] = _splits.First, ["end"] = _splits.Last, ["step"] = _step }).Line("splits:");
            foreach ((string split, Span span) in _splits.InOrder)
            {
                text.Key(2, split, span.Ends, split == "warmup" ? "the look-back of the first predicted step" : null);
            }

            text.Gap().Line("domain:").Key(2, "mode", "lumped").Key(2, "basins", new Dictionary<string, object> { ["file"] = basins });
            text.Gap().Line("forcing:");
            foreach ((string key, object value) in forcing)
            {
                text.Key(2, key, value);
            }

            text.Gap().Line("models:").Key(2, "- name", "lstm").Key(4, "plugin", "lstm").Line("    settings:");
            foreach ((string key, object value, string? comment) in settings)
            {
                text.Key(6, key, value, comment);
            }

            if (metrics.Count > 0)
            {
                text.Gap().Key(0, "evaluate", new Dictionary<string, object> { ["metrics"] = metrics });
            }

            if (seed is not null)
            {
                text.Key(0, "run", new Dictionary<string, object> { ["seed"] = seed });
            }
        });
        return new ImportedWorkflow(yaml, notes);
    }

    private string Preset(string model) => string.Concat(model.Select(char.ToLowerInvariant)) switch
    {
        "cudalstm" or "customlstm" or "lstm" or "embcudalstm" => _file.Has("statics_embedding") ? "global" : "regional",
        "ealstm" => "ea-lstm",
        "mclstm" => "mc-lstm",
        _ => throw _file.Wrong("model", "one that a workflow can train: cudalstm, customlstm, embcudalstm, ealstm or mclstm"),
    };

    private string Step()
    {
        (_, string step) = NeuralHydrologySources.Of(Lower("dataset") ?? string.Empty);
        IReadOnlyList<string> used = _file.List("use_frequencies");
        if (used.Count > 1)
        {
            throw _file.Wrong("use_frequencies", "a single time step, as a workflow has");
        }

        if (used.Count == 0)
        {
            return step;
        }

        string frequency = string.Concat(used[0].Select(char.ToLowerInvariant));
        return frequency switch
        {
            _ when frequency.TrimEnd('d', 'h') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) && digits.Length == frequency.Length - 1 => frequency,
            "d" or "h" => $"1{frequency}",
            _ => throw _file.Wrong("use_frequencies", "a number of days or hours, as 1D or 3H"),
        };
    }

    /// <summary>A whole number that may be given by time step.</summary>
    private int? ByStep(string key)
    {
        if (_file.Node(key) is not YamlMappingNode mapping)
        {
            return _file.Has(key) ? _file.Count(key) : null;
        }

        return mapping.Children.Count == 1 && int.TryParse(ConfigurationFile.Show(mapping.Children.Single().Value), CultureInfo.InvariantCulture, out int steps) && steps > 0
            ? steps
            : throw _file.Wrong(key, "a whole number above 0 of a single time step");
    }

    private SplitDates Splits()
    {
        var splits = new SplitDates();
        foreach ((string theirs, string ours) in (ReadOnlySpan<(string, string)>)[("train", "calibration"), ("validation", "validation"), ("test", "test")])
        {
            string key = $"{theirs}_start_date";
            DateTime[] starts = Dates(key);
            DateTime[] ends = Dates($"{theirs}_end_date");
            if (starts.Length != ends.Length)
            {
                throw new InputException($"{theirs} has {starts.Length} start dates and {ends.Length} end dates", _file.PlaceOf(key), Remedy);
            }

            if (starts.Length == 0)
            {
                continue;
            }

            if (ends[0] < starts[0])
            {
                throw new InputException($"{theirs}_end_date lies before {key}", _file.PlaceOf($"{theirs}_end_date"), Remedy);
            }

            if (starts.Length > 1)
            {
                _notes.Add(key, "a workflow has one period of each kind; the first is taken");
            }

            if (splits.Add(ours, new Span(starts[0], ends[0])) is { } other)
            {
                _notes.Add(key, $"overlaps the period of {(other == "calibration" ? "training" : other)}, which a workflow refuses; left out");
            }
        }

        if (splits.IsEmpty || splits.Of("calibration") is null)
        {
            throw _file.Missing("train_start_date");
        }

        // A sample's look-back reaches before the first predicted day.
        DateTime first = splits.First;
        TimeSpan step = _step.EndsWith('d') ? TimeSpan.FromDays(Count()) : TimeSpan.FromHours(Count());
        DateTime start = first - (step * (_lookback - 1));
        DateTime records = Lower("dataset") == "camels_us" ? new DateTime(1980, 1, 1) : DateTime.MinValue;
        start = start.Date < records ? records : start.Date;
        if (start < first)
        {
            splits.Add("warmup", new Span(start, first.AddDays(-1)));
        }

        return splits;

        int Count() => int.Parse(_step.TrimEnd('d', 'h'), CultureInfo.InvariantCulture);
    }

    private DateTime[] Dates(string key) => [.. _file.List(key).Select(text =>
        DateTime.TryParseExact(text, ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date
            : throw _file.Wrong(key, "a date as 31/12/1999"))];

    private string Basins()
    {
        string train = _file.Text("train_basin_file") ?? throw _file.Missing("train_basin_file");
        foreach (string key in (ReadOnlySpan<string>)["validation_basin_file", "test_basin_file"])
        {
            if (_file.Text(key) is { } other && other != train)
            {
                _notes.Add(key, "a workflow has one list of basins, that of train_basin_file; for ungauged basins leave some out by folds");
            }
        }

        NoteRelative("train_basin_file", train);
        return ImportedPaths.Of(train);
    }

    private Dictionary<string, object> Forcing()
    {
        string dataset = Lower("dataset") ?? throw _file.Missing("dataset");
        string? folder = _file.Text("data_dir");
        (string? plugin, _) = NeuralHydrologySources.Of(dataset);
        IReadOnlyList<string> products = _file.List("forcings");
        if (plugin is null)
        {
            _notes.Add("dataset", "there is no forcing plugin for it: the series are to be given as CSV files, one a basin");
            if (products.Count > 0)
            {
                _notes.Add("forcings", NoCounterpart);
            }

            return new() { ["source"] = "csv", ["files"] = $"{ImportedPaths.Of(folder ?? "data")}/{{basin}}.csv" };
        }

        if (folder is null)
        {
            throw _file.Missing("data_dir");
        }

        NoteRelative("data_dir", folder);
        var settings = new Dictionary<string, object> { ["folder"] = ImportedPaths.Of(folder) };
        if (plugin == "camels-us" && products.Count > 0)
        {
            string? product = products.Select(NeuralHydrologySources.Product).FirstOrDefault(known => known is not null);
            settings["forcing"] = product ?? "daymet";
            if (products.Count > 1 || product is null)
            {
                _notes.Add("forcings", $"a workflow has one forcing product; {product ?? "daymet"} is taken");
            }
        }

        return new() { ["source"] = plugin, ["settings"] = settings };
    }

    private void NoteRelative(string key, string path)
    {
        if (ImportedPaths.IsRelative(path))
        {
            _notes.Add(key, ImportedPaths.Relative);
        }
    }

    private IEnumerable<(string Key, object Value, string? Comment)> Settings()
    {
        int epochs = _file.Count("epochs");
        yield return ("preset", _preset, null);
        yield return ("hidden_size", _file.Count("hidden_size"), null);
        yield return ("num_layers", 1, null);
        yield return ("lookback", _lookback, "seq_length");
        yield return ("predict_last_n", ByStep("predict_last_n") ?? 1, null);
        yield return ("dropout", _file.Number("output_dropout") ?? 0.0, "output_dropout");
        yield return ("attention", false, null);
        yield return ("epochs", epochs, null);
        yield return ("batch_size", _file.Count("batch_size"), null);
        yield return ("learning_rate", LearningRate(), null);
        yield return ("learning_patience", epochs, "NeuralHydrology does not stop early");
        yield return ("l2_regularization", 0.0, null);
        yield return ("initial_forget_bias", _file.Number("initial_forget_bias") ?? 0.0, _file.Has("initial_forget_bias") ? null : "PyTorch's own first values, about 0");
        yield return ("clip_gradient_norm", _file.Number("clip_gradient_norm") ?? 0.0, _file.Has("clip_gradient_norm") ? null : "gradients are not clipped");
        foreach ((string key, object value) in Head())
        {
            yield return (key, value, null);
        }

        if (Loss() is { } loss)
        {
            yield return ("loss", loss, null);
        }

        if (Snow())
        {
            yield return ("use_snow", true, null);
        }

        string[] inputs = [.. Inputs().Distinct()];
        yield return ("dynamic_inputs", inputs, null);
        string[] attributes = [.. _file.List("static_attributes").Concat(_file.List("hydroatlas_attributes"))];
        yield return ("static_attributes", attributes, null);
        CheckAgainstPreset();
    }

    private object LearningRate()
    {
        if (_file.Node("learning_rate") is not YamlMappingNode mapping)
        {
            return _file.Number("learning_rate") ?? throw _file.Missing("learning_rate");
        }

        return mapping.ToDictionary(
            pair => int.TryParse(ConfigurationFile.Show(pair.Key), CultureInfo.InvariantCulture, out int epoch) && epoch >= 0 ? ConfigurationFile.Show(pair.Key) : throw _file.Wrong("learning_rate", "rates by epoch"),
            pair => double.TryParse(ConfigurationFile.Show(pair.Value), CultureInfo.InvariantCulture, out double rate) && rate > 0 ? (object)rate : throw _file.Wrong("learning_rate", "rates by epoch"));
    }

    private string? Loss()
    {
        switch (Lower("loss"))
        {
            case "nse":
                return "nse";
            case "mse":
                return "mse";
            case "rmse":
                return "rmse";
            case "weightednse":
                _notes.Add("loss", "its weights of several targets have no counterpart; nse is taken");
                return "nse";
            case null:
                return null;
            default:
                if (Lower("head") is not ("gmm" or "cmal"))
                {
                    _notes.Add("loss", NoCounterpart);
                }

                return null;
        }
    }

    private IEnumerable<(string Key, object Value)> Head()
    {
        switch (Lower("head"))
        {
            case null or "regression":
                break;
            case ("gmm" or "cmal") and string mixture:
                yield return ("head", mixture);
                yield return ("components", _file.Count("n_distributions"));
                break;
            default:
                _notes.Add("head", "is not among the plugin's, which are regression, cmal, gmm and quantiles");
                break;
        }

        if (_file.Truth("mc_dropout") != true)
        {
            yield break;
        }

        if (Lower("head") is "gmm" or "cmal")
        {
            _notes.Add("mc_dropout", "a mixture gives a distribution already; the plugin does not draw with dropout beside it");
        }
        else
        {
            yield return ("mc_dropout", _file.Has("n_samples") ? _file.Count("n_samples") : Draws);
        }
    }

    private bool Snow()
    {
        string[] others = [.. _file.List("target_variables").Where(target => !IsDischarge(target))];
        bool snow = others.Any(IsSnow);
        if (others.Any(target => !IsSnow(target)))
        {
            _notes.Add("target_variables", "the targets are discharge and, with use_snow, snow water equivalent; others have no counterpart");
        }

        return snow;

        static bool IsDischarge(string target) => target.StartsWith("qobs", StringComparison.OrdinalIgnoreCase) || target.Contains("streamflow", StringComparison.OrdinalIgnoreCase) || target.Contains("discharge", StringComparison.OrdinalIgnoreCase);
        static bool IsSnow(string target) => target.StartsWith("swe", StringComparison.OrdinalIgnoreCase) || target.StartsWith("snow_depth_water_equivalent", StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<string> Inputs()
    {
        IReadOnlyList<string> series = _file.Node("dynamic_inputs") switch
        {
            null => throw _file.Missing("dynamic_inputs"),
            YamlMappingNode { Children.Count: 1 } mapping => _file.List("dynamic_inputs", mapping.Children.Single().Value),
            YamlMappingNode => throw _file.Wrong("dynamic_inputs", "given for a single time step, as a workflow has"),
            YamlNode node => _file.List("dynamic_inputs", node),
        };
        string[] unknown = [.. series.Where(name => NeuralHydrologySources.Variable(name) is null)];
        if (unknown.Length > 0)
        {
            _notes.Add("dynamic_inputs", $"no standard variable is known for {string.Join(", ", unknown)}, which keep their names");
        }

        if (series.Any(name => name.StartsWith("srad", StringComparison.OrdinalIgnoreCase)))
        {
            _notes.Add("dynamic_inputs", "srad is the mean over daylight; shortwave_radiation, which takes its place, is that of the whole day");
        }

        return series.Select(name => NeuralHydrologySources.Variable(name) ?? name);
    }

    /// <summary>What the preset settles by itself; told where the configuration says otherwise.</summary>
    private void CheckAgainstPreset()
    {
        NoteUnless("optimizer", Lower("optimizer") is null or "adam", "Adam is the only one");
        NoteUnless("output_activation", Lower("output_activation") is null or "linear", "the output is linear");
        NoteUnless("target_noise_std", _file.Number("target_noise_std") is null or 0, NoCounterpart);
        NoteUnless("dynamics_embedding", !_file.Has("dynamics_embedding"), NoCounterpart);
        if (_file.Node("statics_embedding") is { } embedding)
        {
            bool same = ConfigurationFile.Show(embedding).Contains("hiddens: [10]", StringComparison.Ordinal) && _preset == "global";
            NoteUnless("statics_embedding", same, "the preset global embeds the attributes linearly into 10 numbers");
        }

        foreach (string key in (ReadOnlySpan<string>)["use_basin_id_encoding", "timestep_counter"])
        {
            NoteUnless(key, _file.Truth(key) is null or false, NoCounterpart);
        }
    }

    private void NoteUnless(string key, bool same, string remark)
    {
        if (!same)
        {
            _notes.Add(key, remark);
        }
    }

    private List<string> Metrics()
    {
        var known = new List<string>();
        var unknown = new List<string>();
        IEnumerable<string> named = _file.Node("metrics") is YamlMappingNode mapping ? mapping.SelectMany(pair => _file.List("metrics", pair.Value)) : _file.List("metrics");
        foreach (string metric in named.Distinct())
        {
            string? ours = string.Concat(metric.Select(char.ToLowerInvariant)) switch
            {
                "nse" => "nse",
                "kge" => "kge",
                "rmse" => "rmse",
                "alpha-nse" => "alpha_nse",
                "beta-nse" => "beta_nse",
                "beta-kge" => "kge_beta",
                "pearson-r" => "pearson_r",
                "fhv" => "fhv",
                "fms" => "fms",
                "flv" => "flv",
                "peak-timing" => "peak_timing",
                _ => null,
            };
            (ours is null ? unknown : known).Add(ours ?? metric);
        }

        if (unknown.Count > 0)
        {
            _notes.Add("metrics", $"there is no score for {string.Join(", ", unknown)}");
        }

        return known;
    }

    private string? Lower(string key) => _file.Text(key) is { } text ? string.Concat(text.Select(char.ToLowerInvariant)) : null;

    private static string Remark(string key) => key == "clip_targets_to_zero" ? NoCounterpart : NeuralHydrologyKeys.Remark(key) switch
    {
        "of training only" or "of its evaluation" or "of the data that it was trained and tested on" => NoCounterpart,
        "of files, logging and versions" => "of NeuralHydrology's own files and logs",
        "its effect is in the scaler's numbers already" => NoCounterpart,
        string other => other.StartsWith("inputs named", StringComparison.Ordinal) ? other : "not known here, or of another model or head",
    };
}
