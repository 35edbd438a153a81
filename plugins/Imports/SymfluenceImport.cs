using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Imports;

/// <summary>A workflow made of a SYMFLUENCE configuration.</summary>
internal sealed class SymfluenceImport
{
    private static readonly (string Variable, string Name, string Unit)[] Series =
    [
        ("precipitation", "pptrate", "kg m-2 s-1"),
        ("air_temperature", "airtemp", "K"),
        ("shortwave_radiation", "SWRadAtm", "W m-2"),
        ("longwave_radiation", "LWRadAtm", "W m-2"),
        ("surface_pressure", "airpres", "Pa"),
        ("specific_humidity", "spechum", "kg kg-1"),
        ("wind_speed", "windspd", "m s-1"),
    ];

    private readonly SymfluenceKeys _keys;
    private readonly ImportNotes _notes;
    private readonly string _domain;
    private readonly string _folder;
    private readonly string _mode;
    private readonly string[] _models;

    public SymfluenceImport(string path)
    {
        _keys = new SymfluenceKeys(path);
        _notes = new ImportNotes(_keys.File);
        _domain = _keys.Demanded("DOMAIN_NAME");
        _models = Models();
        _mode = Mode();
        _folder = $"{ImportedPaths.Of(_keys.Text("SYMFLUENCE_DATA_DIR") ?? "${SYMFLUENCE_DATA_DIR}")}/domain_{_domain}";
    }

    public ImportedWorkflow Workflow()
    {
        DateTime start = SymfluencePeriods.Day(_keys, _notes, "EXPERIMENT_TIME_START", isLast: false);
        DateTime end = SymfluencePeriods.Day(_keys, _notes, "EXPERIMENT_TIME_END", isLast: true);
        SplitDates splits = SymfluencePeriods.Splits(_keys, _notes, _models.Contains("LSTM"));
        string step = Step();
        string name = WorkflowText.Name(_keys.Text("EXPERIMENT_ID") is { } experiment ? $"{_domain}-{experiment}" : _domain);
        List<(string Key, object Value)> domain = [.. Domain()];
        List<(string Key, object Value)> forcing = [.. Forcing()];
        string[] members = [.. _models.Select(Member)];
        string? routing = Routing();
        Dictionary<string, object> run = Run();
        IReadOnlyList<ImportNote> notes = _notes.With(_keys.Remark);
        string yaml = WorkflowText.Write($"{Path.GetFileName(_keys.File.Path)} (SYMFLUENCE)", notes, text =>
        {
            text.Key(0, "name", name).Gap();
            text.Key(0, "period", new Dictionary<string, object> { ["start"] = start, ["end"] = end, ["step"] = step });
            if (!splits.IsEmpty)
            {
                text.Line("splits:");
                foreach ((string split, Span span) in splits.InOrder)
                {
                    text.Key(2, split, span.Ends);
                }
            }

            text.Gap().Line("domain:");
            domain.ForEach(entry => text.Key(2, entry.Key, entry.Value));
            text.Gap().Line("forcing:");
            forcing.ForEach(entry => text.Key(2, entry.Key, entry.Value));
            text.Gap().Line("observations:").Key(2, "source", "csv")
                .Key(2, "files", $"{_folder}/observations/streamflow/preprocessed/{_domain}_streamflow_processed.csv")
                .Key(2, "variables", new Dictionary<string, object> { ["discharge"] = new Dictionary<string, object> { ["name"] = "discharge_cms", ["unit"] = "m3 s-1" } });
            text.Gap().Line("models:");
            foreach (string member in members)
            {
                text.Line(member);
            }

            if (routing is not null)
            {
                text.Gap().Key(0, "routing", new Dictionary<string, object> { ["plugin"] = routing });
            }

            if (run.Count > 0)
            {
                text.Gap().Key(0, "run", run);
            }
        });
        return new ImportedWorkflow(yaml, notes);
    }

    private string[] Models()
    {
        string key = _keys.Name("HYDROLOGICAL_MODEL");
        string[] named = [.. _keys.File.List(key).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(name => name.ToUpperInvariant())];
        if (named.Length == 0)
        {
            throw _keys.File.Missing(key);
        }

        string[] known = [.. named.Where(name => name is "LSTM" or "GR" or "HBV").Distinct()];
        if (known.Length == 0)
        {
            throw _keys.File.Wrong(key, "one that has a plugin here: LSTM, GR or HBV");
        }

        if (known.Length < named.Length)
        {
            _notes.Add(key, $"there is no plugin for {string.Join(", ", named.Except(known))}");
        }

        return known;
    }

    private string Mode()
    {
        switch (_keys.Text("DOMAIN_DEFINITION_METHOD")?.ToUpperInvariant())
        {
            case null or "LUMPED":
                return "lumped";
            case "POINT":
                _notes.Add(_keys.Name("DOMAIN_DEFINITION_METHOD"), "a point is taken as a lumped basin");
                return "lumped";
            case "DISTRIBUTED" or "DISTRIBUTE":
                return "distributed";
            case "SEMIDISTRIBUTED" or "DELINEATE" or "SUBSET":
                return "semi-distributed";
            default:
                throw _keys.File.Wrong(_keys.Name("DOMAIN_DEFINITION_METHOD"), "point, lumped, semidistributed or distributed");
        }
    }

    private string Step() => _keys.Count("FORCING_TIME_STEP_SIZE") switch
    {
        null => "1h",
        86400 => "1d",
        int seconds when seconds % 3600 == 0 => $"{seconds / 3600}h",
        int seconds when seconds % 60 == 0 => $"{seconds / 60}min",
        _ => throw _keys.File.Wrong(_keys.Name("FORCING_TIME_STEP_SIZE"), "a whole number of minutes in seconds"),
    };

    private IEnumerable<(string Key, object Value)> Domain()
    {
        yield return ("mode", _mode);
        string? catchment = Joined("CATCHMENT_PATH", "CATCHMENT_SHP_NAME", $"{_folder}/shapefiles/catchment");
        (double Latitude, double Longitude)? pourPoint = PourPoint();
        if (catchment is not null)
        {
            var units = new Dictionary<string, object>
            {
                ["file"] = catchment,
                ["id"] = _keys.Text("CATCHMENT_SHP_HRUID") ?? "HRU_ID",
                ["area"] = new Dictionary<string, object> { ["field"] = _keys.Text("CATCHMENT_SHP_AREA") ?? "HRU_area", ["unit"] = "m2" },
            };
            string? network = _mode == "semi-distributed" ? Joined("RIVER_NETWORK_SHP_PATH", "RIVER_NETWORK_SHP_NAME", $"{_folder}/shapefiles/river_network") : null;
            if (network is not null)
            {
                units["subbasin"] = _keys.Text("CATCHMENT_SHP_GRUID") ?? "GRU_ID";
            }

            yield return ("units", units);
            if (network is not null)
            {
                yield return ("network", new Dictionary<string, object>
                {
                    ["file"] = network,
                    ["id"] = _keys.Text("RIVER_NETWORK_SHP_SEGID") ?? "LINKNO",
                    ["downstream"] = _keys.Text("RIVER_NETWORK_SHP_DOWNSEGID") ?? "DSLINKNO",
                    ["length"] = _keys.Text("RIVER_NETWORK_SHP_LENGTH") ?? "Length",
                    ["slope"] = _keys.Text("RIVER_NETWORK_SHP_SLOPE") ?? "Slope",
                });
            }
        }
        else if (pourPoint is { } point)
        {
            yield return ("delineate", new Dictionary<string, object> { ["latitude"] = point.Latitude, ["longitude"] = point.Longitude });
            yield return ("dem", Joined("DEM_PATH", "DEM_NAME", $"{_folder}/attributes/elevation/dem") ?? $"{_folder}/attributes/elevation/dem/domain_{_domain}_elv.tif");
        }
        else
        {
            throw new InputException("there is neither a CATCHMENT_SHP_NAME nor POUR_POINT_COORDS, so that no basin can be drawn", _keys.File.Path, SymfluenceKeys.Remedy);
        }

        yield return ("gauges", new[] { new Dictionary<string, object> { ["id"] = _keys.Text("STATION_ID") ?? _domain } });
    }

    /// <summary>A file by its folder and its name; null where its name is left at the default.</summary>
    private string? Joined(string folder, string name, string standard) =>
        _keys.Text(name) is { } file ? $"{ImportedPaths.Of(_keys.Text(folder) ?? standard).TrimEnd('/')}/{file}" : null;

    private (double Latitude, double Longitude)? PourPoint()
    {
        if (_keys.Text("POUR_POINT_COORDS") is not { } text)
        {
            return null;
        }

        string[] parts = text.Split('/', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double latitude) && latitude is >= -90 and <= 90
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double longitude) && longitude is >= -360 and <= 360
                ? (latitude, longitude)
                : throw _keys.File.Wrong(_keys.Name("POUR_POINT_COORDS"), "LATITUDE/LONGITUDE, as 51.1722/-115.5717");
    }

    private IEnumerable<(string Key, object Value)> Forcing()
    {
        yield return ("source", "gridded");
        yield return ("files", $"{ImportedPaths.Of(_keys.Text("FORCING_PATH") ?? $"{_folder}/forcing/raw_data").TrimEnd('/')}/*.nc");
        yield return ("variables", Series.ToDictionary(series => series.Variable, series => (object)new Dictionary<string, object> { ["name"] = series.Name, ["unit"] = series.Unit }));
        if (_keys.Has("FORCING_DATASET"))
        {
            _notes.Add(_keys.Name("FORCING_DATASET"), "nothing is downloaded; the files are to have SYMFLUENCE's names of variables (pptrate, airtemp, ...), else name theirs under 'variables'");
        }

        if (_keys.Truth("APPLY_LAPSE_RATE") == false)
        {
            yield return ("lapse_rate", 0.0);
        }
        else if (_keys.Number("LAPSE_RATE") is { } rate)
        {
            // SYMFLUENCE gives it in K per m, of either sign.
            yield return ("lapse_rate", Math.Round(100 * Math.Abs(rate), 6));
        }

        if (_models.Any(model => model != "LSTM"))
        {
            switch (_keys.Text("PET_METHOD")?.ToUpperInvariant())
            {
                case "OUDIN":
                    yield return ("potential_evapotranspiration", "oudin");
                    break;
                case "HARGREAVES":
                    yield return ("potential_evapotranspiration", "hargreaves");
                    break;
                case null:
                    break;
                default:
                    _notes.Add(_keys.Name("PET_METHOD"), "is not among the host's; oudin is taken");
                    break;
            }
        }
    }

    private string Member(string model) => model switch
    {
        "LSTM" => Lstm(),
        "GR" => $"  - {WorkflowText.Value(new Dictionary<string, object> { ["name"] = "gr4j", ["plugin"] = "gr", ["settings"] = new Dictionary<string, object> { ["variant"] = "GR4J", ["snow"] = "cemaneige" }, ["calibrate"] = Calibration() })}",
        _ => $"  - {WorkflowText.Value(new Dictionary<string, object> { ["name"] = "hbv", ["plugin"] = "hbv", ["calibrate"] = Calibration() })}",
    };

    private string Lstm()
    {
        var settings = new Dictionary<string, object>();
        Put("hidden_size", _keys.Count("LSTM_HIDDEN_SIZE"));
        Put("num_layers", _keys.Count("LSTM_NUM_LAYERS"));
        Put("lookback", _keys.Count("LSTM_LOOKBACK"));
        Put("dropout", _keys.Number("LSTM_DROPOUT"));
        Put("attention", _keys.Truth("LSTM_USE_ATTENTION"));
        Put("epochs", _keys.Count("LSTM_EPOCHS"));
        Put("batch_size", _keys.Count("LSTM_BATCH_SIZE"));
        Put("learning_rate", _keys.Number("LSTM_LEARNING_RATE"));
        Put("learning_patience", _keys.Count("LSTM_LEARNING_PATIENCE"));
        Put("l2_regularization", _keys.Number("LSTM_L2_REGULARIZATION"));
        Put("use_snow", _keys.Truth("LSTM_USE_SNOW"));
        Put("train_through_routing", _keys.Truth("LSTM_TRAIN_THROUGH_ROUTING"));
        settings["loss"] = "mse";
        settings["dynamic_inputs"] = Series.Select(series => series.Variable).ToArray();
        if (_keys.Has("LSTM_LOOKBACK") && Step() != "1d")
        {
            _notes.Add(_keys.Name("LSTM_LOOKBACK"), "counts time steps, as SYMFLUENCE's code does; its guide calls them days");
        }

        if (_keys.Truth("LSTM_LOAD") == true)
        {
            _notes.Add(_keys.Name("LSTM_LOAD"), "'load' names the folder of a network trained here or by NeuralHydrology; SYMFLUENCE's own checkpoints are of another network");
        }

        if (_keys.Truth("LSTM_USE_ATTENTION") == true)
        {
            _notes.Add(_keys.Name("LSTM_USE_ATTENTION"), "is computed here; SYMFLUENCE's code reads the setting but its network has no attention");
        }

        if (_keys.Truth("LSTM_USE_SNOW") == true)
        {
            _notes.Add(_keys.Name("LSTM_USE_SNOW"), "snow_water_equivalent is to be added to the observations: the name and unit of its column");
        }

        return $"  - name: lstm\n    plugin: lstm\n    settings:\n{string.Join('\n', settings.Select(pair => $"      {pair.Key}: {WorkflowText.Value(pair.Value)}"))}";

        void Put(string key, object? value)
        {
            if (value is not null)
            {
                settings[key] = value;
            }
        }
    }

    private Dictionary<string, object> Calibration()
    {
        string? given = _keys.Text("ITERATIVE_OPTIMIZATION_ALGORITHM")?.ToUpperInvariant();
        string algorithm = given switch
        {
            null or "DDS" or "ASYNC-DDS" or "ASYNC_DDS" => "dds",
            "DE" => "de",
            "SCE-UA" or "SCEUA" => "sce-ua",
            "CMA-ES" or "CMAES" => "cma-es",
            _ => Instead("ITERATIVE_OPTIMIZATION_ALGORITHM", "cma-es"),
        };
        string objective = _keys.Text("OPTIMIZATION_METRIC")?.ToUpperInvariant() switch
        {
            null or "KGE" => "kge",
            "NSE" => "nse",
            "RMSE" => "rmse",
            "KGEP" => "kge_2012",
            _ => Instead("OPTIMIZATION_METRIC", "kge"),
        };
        int iterations = _keys.Count("NUMBER_OF_ITERATIONS") ?? 1000;
        int population = algorithm == "dds" ? 1 : _keys.Count("POPULATION_SIZE") ?? 50;
        return new() { ["algorithm"] = algorithm, ["objective"] = objective, ["budget"] = (int)long.Min((long)iterations * population, 100_000_000) };

        string Instead(string key, string ours)
        {
            _notes.Add(_keys.Name(key), $"is not among the host's; {ours} is taken");
            return ours;
        }
    }

    private string? Routing()
    {
        string? model = _keys.Text("ROUTING_MODEL");
        if (model is null || model.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (_mode == "lumped")
        {
            _notes.Add(_keys.Name("ROUTING_MODEL"), "a lumped basin has no river network to route along");
            return null;
        }

        _notes.Add(_keys.Name("ROUTING_MODEL"), "irf, the unit hydrograph of the diffusive wave (mizuRoute's impulse response), takes its place");
        return "irf";
    }

    private Dictionary<string, object> Run()
    {
        var run = new Dictionary<string, object>();
        if (_keys.Has("RANDOM_SEED"))
        {
            run["seed"] = _keys.File.Integer(_keys.Name("RANDOM_SEED"))!;
        }

        if (_keys.Count("NUM_PROCESSES") is { } workers)
        {
            run["workers"] = workers;
        }

        return run;
    }
}
