using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Plugins.Imports;

namespace Tributary.Tests.Plugins.Imports;

/// <summary>Workflows made of SYMFLUENCE's configurations.</summary>
public sealed class SymfluenceImportTests
{
    private const string Flat = """
        SYMFLUENCE_DATA_DIR: /data/basins
        DOMAIN_NAME: Green River
        EXPERIMENT_ID: try_2
        EXPERIMENT_TIME_START: 2004-01-01 01:00
        EXPERIMENT_TIME_END: 2013-12-31 23:00
        SPINUP_PERIOD: 2004-01-01, 2004-12-31
        CALIBRATION_PERIOD: 2005-01-01, 2010-12-31
        EVALUATION_PERIOD: 2011-01-01, 2013-12-31
        DOMAIN_DEFINITION_METHOD: lumped
        POUR_POINT_COORDS: 46.5/-72.25
        STATION_ID: 02XY001
        FORCING_DATASET: ERA5
        FORCING_TIME_STEP_SIZE: 86400
        LAPSE_RATE: -0.0055
        PET_METHOD: hargreaves
        HYDROLOGICAL_MODEL: [LSTM, GR, SUMMA]
        ROUTING_MODEL: none
        LSTM_LOAD: true
        LSTM_HIDDEN_SIZE: 64
        LSTM_NUM_LAYERS: 2
        LSTM_EPOCHS: 150
        LSTM_BATCH_SIZE: 32
        LSTM_LEARNING_RATE: 2e-3
        LSTM_LEARNING_PATIENCE: 12
        LSTM_LOOKBACK: 365
        LSTM_DROPOUT: 0.1
        LSTM_L2_REGULARIZATION: 1e-6
        LSTM_USE_ATTENTION: false
        LSTM_USE_SNOW: true
        LSTM_TRAIN_THROUGH_ROUTING: false
        ITERATIVE_OPTIMIZATION_ALGORITHM: DE
        NUMBER_OF_ITERATIONS: 40
        POPULATION_SIZE: 25
        OPTIMIZATION_METRIC: NSE
        RANDOM_SEED: 11
        MPI_PROCESSES: 4
        SUMMA_EXE: summa.exe
        CATCHMENT_SHP_NAME: default
        MOON_PHASE: full
        """;

    private const string Nested = """
        system: { data_dir: /data/basins, num_processes: 4 }
        domain:
          name: Green River
          time_start: "2004-01-01 00:00"
          time_end: "2013-12-31 23:00"
          calibration_period: [2005, 2010]
          definition_method: semidistributed
        forcing: { dataset: RDRS }
        model:
          hydrological_model: LSTM
          routing_model: mizuRoute
          lstm: { hidden_size: 64, lookback: 1000, use_attention: true }
        paths: { catchment_path: /maps, catchment_name: hrus.shp, catchment_area: area, river_network_path: /maps, river_network_name: rivers.shp }
        evaluation: { streamflow: { station_id: 7 } }
        """;

    [Fact]
    public void Every_key_with_a_counterpart_is_in_the_workflow()
    {
        (Workflow workflow, _) = Import(Flat);
        Assert.Equal("Green-River-try_2", workflow.Name);
        Assert.Equal(("2004-01-01", "2013-12-31", "1d"), (workflow.Period.Start, workflow.Period.End, workflow.Period.Step));
        Assert.Equal(["2004-01-01", "2004-12-31"], workflow.Splits.Warmup!);
        // Of 2,191 days the first 1,752 train, the others validate.
        Assert.Equal(["2005-01-01", "2009-10-18"], workflow.Splits.Calibration!);
        Assert.Equal(["2009-10-19", "2010-12-31"], workflow.Splits.Validation!);
        Assert.Equal(["2011-01-01", "2013-12-31"], workflow.Splits.Test!);
        Assert.Equal(("lumped", 46.5, -72.25), (workflow.Domain.Mode, workflow.Domain.Delineate!.Latitude, workflow.Domain.Delineate.Longitude));
        Assert.Equal("/data/basins/domain_Green River/attributes/elevation/dem/domain_Green River_elv.tif", workflow.Domain.Dem);
        Assert.Equal("02XY001", Assert.Single(workflow.Domain.Gauges).Id);
        Assert.Equal(("gridded", "/data/basins/domain_Green River/forcing/raw_data/*.nc"), (workflow.Forcing.Source, workflow.Forcing.Files));
        Assert.Equal(("pptrate", "kg m-2 s-1"), (workflow.Forcing.Variables["precipitation"].Name, workflow.Forcing.Variables["precipitation"].Unit));
        Assert.Equal((0.55, "hargreaves"), (workflow.Forcing.LapseRate, workflow.Forcing.PotentialEvapotranspiration));
        Assert.Equal("discharge_cms", workflow.Observations!.Variables["discharge"].Name);
        Assert.Equal((11, 4), (workflow.Run.Seed, workflow.Run.Workers));
        Assert.Null(workflow.Routing);
        Assert.Equal(["lstm", "gr4j"], workflow.Models.Select(member => member.Name));
        NeuralHydrologyImportTests.AssertSettings(workflow.Models[0].Settings, """
            {
              "hidden_size": 64, "num_layers": 2, "lookback": 365, "dropout": 0.1, "attention": false, "epochs": 150, "batch_size": 32, "learning_rate": 0.002, "learning_patience": 12,
              "l2_regularization": 0.000001, "use_snow": true, "train_through_routing": false, "loss": "mse",
              "dynamic_inputs": ["precipitation", "air_temperature", "shortwave_radiation", "longwave_radiation", "surface_pressure", "specific_humidity", "wind_speed"]
            }
            """);
        Assert.Equal(("de", 1000), (workflow.Models[1].Calibrate!.Algorithm, workflow.Models[1].Calibrate!.Budget));
        Assert.Equal("nse", Assert.Single(workflow.Models[1].Calibrate!.Objective).Key);
    }

    [Fact]
    public void A_nested_configuration_says_the_same()
    {
        (Workflow workflow, IReadOnlyList<ImportNote> notes) = Import(Nested);
        Assert.Equal(("Green-River", "1h"), (workflow.Name, workflow.Period.Step));
        Assert.Equal(["2005-01-01", "2009-10-18"], workflow.Splits.Calibration!);
        Assert.Equal(("semi-distributed", "/maps/hrus.shp", "GRU_ID", "area", "m2"), (workflow.Domain.Mode, workflow.Domain.Units!.File, workflow.Domain.Units.Subbasin, workflow.Domain.Units.Area!.Field, workflow.Domain.Units.Area.Unit));
        Assert.Equal(("/maps/rivers.shp", "LINKNO", "DSLINKNO"), (workflow.Domain.Network!.File, workflow.Domain.Network.Id, workflow.Domain.Network.Downstream));
        Assert.Equal("irf", workflow.Routing!.Plugin);
        Assert.Contains("\"attention\": true", workflow.Models[0].Settings.GetRawText().Replace("\":", "\": ", StringComparison.Ordinal).Replace(":  ", ": ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(notes, note => note is { Key: "model.lstm.lookback", Line: 12 });
        Assert.Contains(notes, note => note.Key == "model.routing_model");
    }

    [Fact]
    public void What_has_no_counterpart_is_listed_with_its_line()
    {
        (_, IReadOnlyList<ImportNote> notes) = Import(Flat);
        Assert.Equal(
            ["EXPERIMENT_TIME_START", "CALIBRATION_PERIOD", "FORCING_DATASET", "HYDROLOGICAL_MODEL", "LSTM_LOAD", "LSTM_USE_SNOW", "SUMMA_EXE", "MOON_PHASE"],
            notes.Select(note => note.Key));
        Assert.Equal(("no plugin for SUMMA", 16), (notes[3].Remark["there is ".Length..], notes[3].Line));
        Assert.Equal(("full", 39), (notes[^1].Value, notes[^1].Line));
    }

    [Theory]
    [InlineData("HYDROLOGICAL_MODEL: [LSTM, GR, SUMMA]", "HYDROLOGICAL_MODEL: SUMMA", ":16", "not one that has a plugin here")]
    [InlineData("HYDROLOGICAL_MODEL: [LSTM, GR, SUMMA]", "", "", "there is no HYDROLOGICAL_MODEL")]
    [InlineData("LSTM_EPOCHS: 150", "LSTM_EPOCHS: lots", ":21", "LSTM_EPOCHS is lots, not a whole number")]
    [InlineData("EVALUATION_PERIOD: 2011-01-01, 2013-12-31", "EVALUATION_PERIOD: 2011-01-01", ":8", "a first and a last date")]
    [InlineData("EVALUATION_PERIOD: 2011-01-01, 2013-12-31", "EVALUATION_PERIOD: 2013-01-01, 2011-12-31", ":8", "before the last one")]
    [InlineData("EXPERIMENT_TIME_END: 2013-12-31 23:00", "EXPERIMENT_TIME_END: tomorrow", ":5", "not a date")]
    [InlineData("POUR_POINT_COORDS: 46.5/-72.25", "POUR_POINT_COORDS: here", ":10", "LATITUDE/LONGITUDE")]
    [InlineData("POUR_POINT_COORDS: 46.5/-72.25", "", "", "neither a CATCHMENT_SHP_NAME nor POUR_POINT_COORDS")]
    [InlineData("DOMAIN_DEFINITION_METHOD: lumped", "DOMAIN_DEFINITION_METHOD: round", ":9", "lumped, semidistributed or distributed")]
    [InlineData("RANDOM_SEED: 11", "RANDOM_SEED: [", "", "it is no YAML")]
    public void A_wrong_configuration_is_told_with_its_line(string text, string instead, string line, string problem)
    {
        InputException wrong = Assert.Throws<InputException>(() => Import(Flat.Replace(text, instead, StringComparison.Ordinal)));
        Assert.Contains($"config.yaml{line}", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
    }

    private static (Workflow Workflow, IReadOnlyList<ImportNote> Notes) Import(string config)
    {
        using var folder = new TemporaryFolder();
        ImportedWorkflow imported = new ImportsPlugin().Import("symfluence", folder.Write("config.yaml", config), default);
        return (WorkflowReader.Read(folder.Write("workflow.yaml", imported.Yaml)).Workflow, imported.Notes);
    }
}
