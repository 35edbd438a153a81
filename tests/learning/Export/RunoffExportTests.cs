using System.Runtime.InteropServices;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;

namespace Tributary.Learning.Tests.Export;

/// <summary>Exported networks against themselves, run by fixtures/onnx_peer.py, which knows ONNX's operators and nothing of Tributary.</summary>
public sealed class RunoffExportTests
{
    private static readonly string[] Formats = ["onnx", "onnx-units"];

    [Fact]
    public void Networks_of_every_kind_and_head_say_as_ONNX_what_they_say_here()
    {
        using var folder = new TemporaryFolder();
        ExportCase[] cases = [.. Cases()];
        string[] Written(ExportCase each, int at) => [.. Formats.Select(format =>
        {
            string own = folder.At($"{at}-{format}");
            each.Write(own, format);
            return own;
        })];
        _ = PythonPeer.ScriptWithOnnx("onnx_peer.py", [.. cases.SelectMany(Written)]);
        for (int at = 0; at < cases.Length; at++)
        {
            foreach (string format in Formats)
            {
                foreach ((string name, double[] expected) in cases[at].Said(format))
                {
                    double[] given = Numbers(folder.At($"{at}-{format}"), $"{name}.out.f64");
                    Assert.Equal(expected.Length, given.Length);
                    Assert.All(expected.Zip(given), pair => Assert.True(
                        Math.Abs(pair.First - pair.Second) <= 1e-5 * (1 + Math.Abs(pair.First)), $"{name} of {format} is {pair.Second}, not {pair.First}: {cases[at]}"));
                }
            }
        }
    }

    [Fact]
    public void The_metadata_says_all_that_a_reader_needs_to_use_the_network()
    {
        using var folder = new TemporaryFolder();
        var network = new ExportCase(NetworkKind.EaLstm, HeadKind.Quantiles, 4);
        network.Write(folder.At("model"), "onnx");
        _ = PythonPeer.ScriptWithOnnx("onnx_peer.py", folder.At("model"));
        JsonElement notes = JsonElement.Parse(File.ReadAllText(folder.At("model", "notes.json")));
        RunoffArtefact artefact = network.Artefact;
        Assert.Equal("Tributary 1.2.3", Note("producer"));
        Assert.Equal("1.2.3", Note("tributary_version"));
        Assert.Equal("true", Note("scaled"));
        Assert.Equal($"{artefact.Lookback}", Note("lookback"));
        Assert.Equal($"{artefact.PredictLast}", Note("predict_last_n"));
        Assert.Equal("86400", Note("step_seconds"));
        Assert.Equal(artefact.DynamicInputs, Note("inputs").Split(','));
        Assert.All(Note("input_units").Split(','), unit => Assert.Equal("degC", unit));
        Assert.Equal(artefact.StaticAttributes, Note("static_attributes").Split(','));
        Assert.All(Note("target_units").Split(','), unit => Assert.Equal("mm d-1", unit));
        Assert.Equal("0.05,0.5,0.95", Note("quantiles"));
        JsonElement scaler = JsonElement.Parse(Note("scaler"));
        Assert.Equal(network.Scaler.Inputs.Select(scaling => scaling.Center), scaler.GetProperty("inputs").EnumerateArray().Select(scaling => scaling.GetProperty("center").GetDouble()));
        Assert.Equal(network.Scaler.Targets.Select(scaling => scaling.Scale), scaler.GetProperty("targets").EnumerateArray().Select(scaling => scaling.GetProperty("scale").GetDouble()));

        string Note(string key) => notes.GetProperty(key).GetString()!;
    }

    [Fact]
    public void Scales_of_single_basins_are_refused_in_the_graph_and_kept_in_the_metadata()
    {
        using var folder = new TemporaryFolder();
        var network = new ExportCase(NetworkKind.Lstm, HeadKind.Regression, 5);
        network.Scaler.Targets[0].PerBasin = new SortedDictionary<string, BasinScale> { ["b1"] = new(1, 2) };
        var refusal = Assert.Throws<InputException>(() => network.Write(folder.At("units"), "onnx-units"));
        Assert.Contains("is scaled for each basin differently", refusal.Message, StringComparison.Ordinal);
        network.Write(folder.At("scaled"), "onnx");
        Assert.True(File.Exists(folder.At("scaled", "model.onnx")));
    }

    [Fact]
    public void Networks_of_single_basins_and_folds_make_a_file_each()
    {
        using var folder = new TemporaryFolder();
        var network = new ExportCase(NetworkKind.Lstm, HeadKind.Regression, 6);
        foreach (string part in (string[])["basin-1", "basin-2", "basin-10"])
        {
            network.Write(folder.At(part), "onnx");
        }

        IReadOnlyList<string> files = RunoffExport.Write(ExportCase.Export(folder.Path, "onnx"), TestContext.Current.CancellationToken);
        Assert.Equal(["model-basin-1.onnx", "model-basin-2.onnx", "model-basin-10.onnx"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void A_folder_without_a_network_and_weights_of_another_are_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("holds no trained network", Refused(folder.Path), StringComparison.Ordinal);
        var network = new ExportCase(NetworkKind.Lstm, HeadKind.Regression, 6);
        network.Write(folder.At("a"), "onnx");
        new ExportCase(NetworkKind.EaLstm, HeadKind.Regression, 6).Write(folder.At("b"), "onnx");
        File.Copy(folder.At("b", RunoffArtefact.WeightsName), folder.At("a", RunoffArtefact.WeightsName), overwrite: true);
        Assert.Contains("weight_ih_l0", Refused(folder.At("a")), StringComparison.Ordinal);

        static string Refused(string artefact) => Assert.Throws<InputException>(() => RunoffExport.Write(ExportCase.Export(artefact, "onnx"), CancellationToken.None)).Message;
    }

    private static IEnumerable<ExportCase> Cases()
    {
        int seed = 0;
        foreach (NetworkKind kind in Enum.GetValues<NetworkKind>())
        {
            foreach (HeadKind head in Enum.GetValues<HeadKind>().Where(head => kind != NetworkKind.McLstm || head == HeadKind.Regression))
            {
                for (int draw = 0; draw < 4; draw++)
                {
                    yield return new ExportCase(kind, head, seed++);
                }
            }
        }
    }

    private static double[] Numbers(params string[] parts) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(parts))).ToArray();
}
