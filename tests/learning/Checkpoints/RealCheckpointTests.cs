using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>A model that NeuralHydrology trained, of the NOAA-OWP LSTM.</summary>
public sealed class RealCheckpointTests
{
    private static string Model => RealData.At("owp_lstm", "trained_neuralhydrology_models", "nh_AORC_hourly_slope_elev_precip_temp_seq999_seed101_2801_191806", "model_epoch009.pt");

    [Fact]
    public void A_model_of_NeuralHydrology_is_read()
    {
        OrderedDictionary<string, StoredTensor> tensors = PyTorchFile.ReadTensors(Model);
        Assert.Equal(
            ["lstm.weight_ih_l0 Float32 [504, 4]", "lstm.weight_hh_l0 Float32 [504, 126]", "lstm.bias_ih_l0 Float32 [504]", "lstm.bias_hh_l0 Float32 [504]", "head.net.0.weight Float32 [1, 126]", "head.net.0.bias Float32 [1]"],
            tensors.Select(entry => $"{entry.Key} {entry.Value}"));
        // Sums in 64 bits by PyTorch 1.13: {name: tensor.double().sum()}.
        double[] sums = [86.34562711807666, 220.767994583598, -111.55518146348186, 266.44927403051406, -2.495632770784141, -0.16187143325805664];
        Close.All(sums, [.. tensors.Values.Select(tensor => tensor.ToDouble().Sum())], 1e-12);
    }

    [Fact]
    public void Every_weight_is_PyTorchs() =>
        Assert.Equal(PythonPeer.WithTorch("describe", Model).TrimEnd(), Description.Of(PyTorchFile.ReadTensors(Model)));
}
