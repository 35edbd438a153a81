using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>A trained member handed on to other programs, as a user does it.</summary>
public sealed class ExportTests
{
    private const string Members = """
          - { name: net, plugin: lstm, settings: { preset: regional, hidden_size: 4, lookback: 10, predict_last_n: 5, epochs: 1 } }
          - { name: nets, plugin: lstm, seeds: 2, settings: { preset: regional, hidden_size: 4, lookback: 10, predict_last_n: 5, epochs: 1, attention: true, head: cmal } }
          - { name: one, plugin: gr }
        """;

    [Fact]
    public void A_member_of_a_finished_run_becomes_a_file_for_each_seed_and_every_mistake_is_told()
    {
        using Trial trial = new Trial().With("  - { name: one, plugin: gr, calibrate: { budget: 200 } }", Members.TrimEnd());
        trial.Run().Done();
        string run = Path.Combine("runs", "trial");

        Outcome single = Cli.Run(trial.Folder, "export", run, "net").Done();
        Assert.Equal(Path.Combine(trial.Folder, "net.onnx"), single.Output.Trim());
        byte[] model = File.ReadAllBytes(Path.Combine(trial.Folder, "net.onnx"));
        Assert.True(model.AsSpan().IndexOf("predict_last_n"u8) > 0 && model.AsSpan().IndexOf("LSTM"u8) > 0);

        Outcome several = Cli.Run(trial.Folder, "export", run, "nets", "--format", "onnx-units", "--output", Path.Combine("out", "deep.onnx"), "--json").Done();
        string?[] files = [.. JsonElement.Parse(several.Output).GetProperty("files").EnumerateArray().Select(file => Path.GetFileName(file.GetString()))];
        Assert.Equal("deep-seed-1.onnx deep-seed-2.onnx", string.Join(" ", files));
        Assert.Equal(files, Directory.GetFileSystemEntries(Path.Combine(trial.Folder, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Cli.Run(trial.Folder, "export", run, "net").Fails(2, "net.onnx", "the file is there already");
        Cli.Run(trial.Folder, "export", run, "nte").Fails(2, "no member 'nte'", "net");
        Cli.Run(trial.Folder, "export", run, "one").Fails(2, "member one", "gr");
        Cli.Run(trial.Folder, "export", run, "net", "--format", "word").Fails(2, "as 'word'", "onnx-units");
        Cli.Run(trial.Folder, "export", "nowhere", "net").Fails(2, "nowhere", "no finished run");
    }

    [Fact]
    public void A_member_that_ran_isolated_is_written_isolated_and_the_same()
    {
        byte[][] files = [.. new[] { "", ", isolation: process" }.Select(isolation =>
        {
            using Trial trial = new Trial().With(
                "  - { name: one, plugin: gr, calibrate: { budget: 200 } }",
                $"  - {{ name: net, plugin: lstm, settings: {{ preset: regional, hidden_size: 4, lookback: 10, predict_last_n: 5, epochs: 1 }}{isolation} }}");
            trial.Run().Done();
            Cli.Run(trial.Folder, "export", Path.Combine("runs", "trial"), "net").Done();
            return File.ReadAllBytes(Path.Combine(trial.Folder, "net.onnx"));
        })];
        Assert.Equal(files[0], files[1]);
    }
}
