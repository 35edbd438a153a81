using Tributary.Contracts;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class NeuralHydrologyScalerTests
{
    private const string Small = """
        attribute_means:
          elev_mean: 700.5
        attribute_stds:
          elev_mean: 50.25
        xarray_feature_center:
          coords: {}
          data_vars:
            precipitation: { dims: [], attrs: {}, data: 0.125 }
            QObs(mm/h): { dims: [], attrs: {}, data: 0.5 }
        xarray_feature_scale:
          data_vars:
            precipitation: { dims: [], attrs: {}, data: 2.0 }
            QObs(mm/h): { dims: [], attrs: {}, data: .nan }
        """;

    [Fact]
    public void The_scaler_of_the_OWP_model_is_read_number_by_number()
    {
        string path = RealData.At(
            "owp_lstm", "trained_neuralhydrology_models", "nh_AORC_hourly_slope_elev_precip_temp_seq999_seed101_2801_191806", "train_data", "train_data_scaler.yml");
        Scaler scaler = NeuralHydrologyScaler.Read(path, ["APCP_surface", "TMP_2maboveground"], ["elev_mean", "slope_mean"], ["QObs(mm/h)"]);
        Assert.Equal((0.14485099911689758, 0.8656719923019409), (scaler.Inputs[0].Center, scaler.Inputs[0].Scale));
        Assert.Equal((284.62091064453125, 45.76715850830078), (scaler.Inputs[1].Center, scaler.Inputs[1].Scale));
        Assert.Equal((715.0357281553398, 772.9868594812874), (scaler.Attributes[0].Center, scaler.Attributes[0].Scale));
        Assert.Equal((45.73078805825243, 46.97479379837598), (scaler.Attributes[1].Center, scaler.Attributes[1].Scale));
        Assert.Equal((0.07877858728170395, 0.18175311386585236), (scaler.Targets[0].Center, scaler.Targets[0].Scale));
    }

    [Theory]
    [InlineData("snow", "elev_mean", "precipitation", "snow")]
    [InlineData("precipitation", "slope", "precipitation", "slope")]
    [InlineData("precipitation", "elev_mean", "QObs(mm/h)", "QObs(mm/h) is no number")]
    public void A_variable_that_it_lacks_is_named_with_the_line(string input, string attribute, string target, string named)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "train_data_scaler.yml");
        File.WriteAllText(path, Small);
        InputException wrong = Assert.Throws<InputException>(() => NeuralHydrologyScaler.Read(path, [input], [attribute], [target]));
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("train_data_scaler.yml:", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_input_error() =>
        Assert.Throws<InputException>(() => NeuralHydrologyScaler.Read("/nowhere/train_data_scaler.yml", [], [], []));
}
