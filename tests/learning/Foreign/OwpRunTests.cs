using System.Globalization;
using TorchSharp;
using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>The model of the NOAA-OWP LSTM, trained by NeuralHydrology on 515 basins, against PyTorch.</summary>
public sealed class OwpRunTests
{
    private const int Basins = 3;

    // Mean elevations and slopes of the basins, made up: the forcing file has none.
    private static readonly double[] Attributes = [145.18, 47.2961, 820.5, 61.2, 43, 3.5];

    private static string Folder => Path.GetDirectoryName(RealData.At("owp_lstm", "trained_neuralhydrology_models", "nh_AORC_hourly_slope_elev_precip_temp_seq999_seed101_2801_191806", "config.yml"))!;

    [Fact]
    public void A_year_of_generated_weather_gives_PyTorchs_discharge()
    {
        const int Hours = 8760;
        var random = new Random(3);
        double[] forcing = new double[Hours * Basins * 2];
        for (int hour = 0; hour < Hours; hour++)
        {
            for (int basin = 0; basin < Basins; basin++)
            {
                int at = ((hour * Basins) + basin) * 2;
                forcing[at] = random.NextDouble() < 0.12 ? -2.5 * Math.Log(1 - random.NextDouble()) : 0;
                forcing[at + 1] = 283 - (12 * Math.Cos(2 * Math.PI * hour / Hours)) + (4 * Math.Sin(2 * Math.PI * hour / 24)) - (3 * basin);
            }
        }

        Compare(forcing);
    }

    [Fact]
    public void The_month_of_its_forcing_file_gives_PyTorchs_discharge()
    {
        string path = RealData.At("owp_lstm", "cats-27_52_67-2015_12_01-2015_12_30.nc");
        const int Hours = 720;
        double[] forcing = new double[Hours * Basins * 2];
        using IArrayFile file = new NetCdfFiles().Open(path);
        foreach ((int input, string name) in ((string[])["APCP_surface", "TMP_2maboveground"]).Index())
        {
            double[] values = new double[Basins * Hours];
            file.Read(name, [0, 0], [Basins, Hours], values);
            for (int basin = 0; basin < Basins; basin++)
            {
                for (int hour = 0; hour < Hours; hour++)
                {
                    forcing[(((hour * Basins) + basin) * 2) + input] = values[(basin * Hours) + hour];
                }
            }
        }

        Compare(forcing);
    }

    private static void Compare(double[] forcing)
    {
        NeuralHydrologyRun run = NeuralHydrologyRun.Read(Folder);
        Assert.Equal((9, 999, 1, 126), (run.Epoch, run.SequenceLength, run.PredictLast, run.Shape.HiddenSize));
        Assert.Equal(["elev_mean", "slope_mean"], run.Attributes);
        using var folder = new TemporaryFolder();
        string given = PeerFiles.Write(folder, "forcing.f64", forcing);
        string attributes = PeerFiles.Write(folder, "attributes.f64", Attributes);
        PythonPeer.ScriptWithTorch("foreign_peer.py", "owp", Folder, given, attributes, Basins.ToString(CultureInfo.InvariantCulture), folder.At("discharge.f64"));
        double[] expected = PeerFiles.Numbers(folder.Path, "discharge.f64");

        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = tensor(Scaled(run.Scaler.Inputs, forcing), [forcing.Length / (Basins * 2), Basins, 2]);
        Tensor statics = tensor(Scaled(run.Scaler.Attributes, Attributes), [Basins, 2]);
        float[] answers = [.. RunAnswer.Of(run, inputs, statics).data<float>()];
        double[] discharge = [.. answers.Select(answer => run.Scaler.Targets[0].Invert(answer))];
        Assert.InRange(expected.Max(), 0.1, 50);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(discharge[i] - expected[i]) <= 1e-5 * Math.Max(0.1, Math.Abs(expected[i])), $"step {i}: {discharge[i]} instead of {expected[i]} mm/h");
        }
    }

    private static float[] Scaled(IReadOnlyList<VariableScaling> scalings, double[] rows) => [.. rows.Select((value, at) => (float)scalings[at % scalings.Count].Apply(value))];
}
