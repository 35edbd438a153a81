using Tributary.Learning;

namespace Tributary.Plugins.Imports;

/// <summary>SYMFLUENCE's settings by their flat names; a nested configuration has the same under paths.</summary>
internal sealed class SymfluenceKeys
{
    public const string Remedy = "Give a configuration of SYMFLUENCE, flat (DOMAIN_NAME: ...) or nested (domain: { name: ... }).";

    private static readonly (string Section, (string Flat, string Nested)[] Keys)[] Sections =
    [
        ("system", [("SYMFLUENCE_DATA_DIR", "data_dir"), ("NUM_PROCESSES", "num_processes"), ("RANDOM_SEED", "random_seed")]),
        ("domain",
        [
            ("DOMAIN_NAME", "name"), ("EXPERIMENT_ID", "experiment_id"), ("EXPERIMENT_TIME_START", "time_start"), ("EXPERIMENT_TIME_END", "time_end"),
            ("CALIBRATION_PERIOD", "calibration_period"), ("CALIBRATION_START_DATE", "calibration_start_date"), ("CALIBRATION_END_DATE", "calibration_end_date"),
            ("EVALUATION_PERIOD", "evaluation_period"), ("SPINUP_PERIOD", "spinup_period"), ("DOMAIN_DEFINITION_METHOD", "definition_method"), ("POUR_POINT_COORDS", "pour_point_coords"),
        ]),
        ("forcing",
        [
            ("FORCING_DATASET", "dataset"), ("FORCING_TIME_STEP_SIZE", "time_step_size"), ("APPLY_LAPSE_RATE", "apply_lapse_rate"), ("LAPSE_RATE", "lapse_rate"), ("PET_METHOD", "pet_method"),
        ]),
        ("model", [("HYDROLOGICAL_MODEL", "hydrological_model"), ("ROUTING_MODEL", "routing_model")]),
        ("model.lstm",
        [
            ("LSTM_LOAD", "load"), ("LSTM_HIDDEN_SIZE", "hidden_size"), ("LSTM_NUM_LAYERS", "num_layers"), ("LSTM_EPOCHS", "epochs"), ("LSTM_BATCH_SIZE", "batch_size"),
            ("LSTM_LEARNING_RATE", "learning_rate"), ("LSTM_LEARNING_PATIENCE", "learning_patience"), ("LSTM_LOOKBACK", "lookback"), ("LSTM_DROPOUT", "dropout"),
            ("LSTM_L2_REGULARIZATION", "l2_regularization"), ("LSTM_USE_ATTENTION", "use_attention"), ("LSTM_USE_SNOW", "use_snow"), ("LSTM_TRAIN_THROUGH_ROUTING", "train_through_routing"),
        ]),
        ("evaluation.streamflow", [("STATION_ID", "station_id")]),
        ("optimization",
        [
            ("ITERATIVE_OPTIMIZATION_ALGORITHM", "algorithm"), ("NUMBER_OF_ITERATIONS", "iterations"), ("POPULATION_SIZE", "population_size"), ("OPTIMIZATION_METRIC", "metric"),
        ]),
        ("paths",
        [
            ("FORCING_PATH", "forcing_path"), ("CATCHMENT_PATH", "catchment_path"), ("CATCHMENT_SHP_NAME", "catchment_name"), ("CATCHMENT_SHP_HRUID", "catchment_hruid"),
            ("CATCHMENT_SHP_GRUID", "catchment_gruid"), ("CATCHMENT_SHP_AREA", "catchment_area"), ("RIVER_NETWORK_SHP_PATH", "river_network_path"),
            ("RIVER_NETWORK_SHP_NAME", "river_network_name"), ("RIVER_NETWORK_SHP_LENGTH", "river_network_length"), ("RIVER_NETWORK_SHP_SEGID", "river_network_segid"),
            ("RIVER_NETWORK_SHP_DOWNSEGID", "river_network_downsegid"), ("RIVER_NETWORK_SHP_SLOPE", "river_network_slope"), ("DEM_PATH", "dem_path"), ("DEM_NAME", "dem_name"),
        ]),
    ];

    /// <summary>Other names of the same: CONFLUENCE's, SYMFLUENCE's name before, and older releases'.</summary>
    private static readonly Dictionary<string, string[]> Older = new()
    {
        ["SYMFLUENCE_DATA_DIR"] = ["CONFLUENCE_DATA_DIR"],
        ["NUM_PROCESSES"] = ["MPI_PROCESSES"],
        ["EVALUATION_PERIOD"] = ["VALIDATION_PERIOD"],
    };

    private static readonly Dictionary<string, string> Nested = Sections.SelectMany(section => section.Keys.Select(key => (key.Flat, Path: $"{section.Section}.{key.Nested}"))).ToDictionary(pair => pair.Flat, pair => pair.Path);

    private static readonly (string Word, string Remark)[] Families =
    [
        ("SUMMA", "of SUMMA, which has no plugin"),
        ("FUSE", "of FUSE, which has no plugin"),
        ("HYPE", "of HYPE, which has no plugin"),
        ("MESH", "of MESH, which has no plugin"),
        ("NGEN", "of NextGen, which has no plugin"),
        ("GNN", "of a graph neural network, which has no plugin"),
        ("MIZU", "of mizuRoute's own files and runs"),
        ("DOWNLOAD", "nothing is downloaded here"),
        ("NSGA2", "of a search that is not among the host's"),
        ("PSO", "of a search that is not among the host's"),
        ("DPE", "of an emulator, which has no counterpart"),
        ("EMULATION", "of an emulator, which has no counterpart"),
        ("ATTRIBUTES", "of attributes that SYMFLUENCE derives itself"),
    ];

    private readonly ConfigurationFile _file;
    private readonly bool _isNested;

    public SymfluenceKeys(string path)
    {
        var flat = ConfigurationFile.Read(path, Remedy);
        _isNested = !flat.Has("DOMAIN_NAME") && flat.Has("domain");
        _file = _isNested ? ConfigurationFile.Read(path, Remedy, ".") : flat;
    }

    public ConfigurationFile File => _file;

    /// <summary>The key as the file has it.</summary>
    public string Name(string flat)
    {
        string name = _isNested ? Nested[flat] : flat;
        return _file.Has(name) ? name : (Older.GetValueOrDefault(flat) ?? []).FirstOrDefault(_file.Has) ?? name;
    }

    public bool Has(string flat) => Text(flat) is not null;

    /// <summary>A text; null where there is none or where it says <c>default</c>.</summary>
    public string? Text(string flat)
    {
        string name = Name(flat);
        return _file.Text(name) is { } text && !text.Equals("default", StringComparison.OrdinalIgnoreCase) ? text : null;
    }

    public string Demanded(string flat) => Text(flat) ?? throw _file.Missing(Name(flat));

    public double? Number(string flat) => Has(flat) ? _file.Number(Name(flat)) : null;

    public int? Count(string flat) => Has(flat) ? _file.Count(Name(flat)) : null;

    public bool? Truth(string flat) => Has(flat) ? _file.Truth(Name(flat)) : null;

    /// <summary>What is said of a key that was not read.</summary>
    public string Remark(string key)
    {
        string[] words = key.ToUpperInvariant().Split('_', '.');
        foreach ((string word, string remark) in Families)
        {
            if (words.Any(part => part.StartsWith(word, StringComparison.Ordinal)))
            {
                return remark;
            }
        }

        return _file.Shown(key).Equals("default", StringComparison.OrdinalIgnoreCase) ? "left at SYMFLUENCE's default there" : "has no counterpart in a workflow, or is not known here";
    }
}
