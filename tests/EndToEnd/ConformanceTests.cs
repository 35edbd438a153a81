using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>Every built-in plugin keeps what it promises.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Every_built_in_plugin_passes_every_check_that_applies()
    {
        using var folder = new TemporaryFolder();
        Outcome outcome = Cli.Run(folder.Path, "plugins", "check", "--json");
        var plugins = JsonElement.Parse(outcome.Output);
        string[] broken = [.. plugins.EnumerateArray().SelectMany(plugin => plugin.GetProperty("verdicts").EnumerateArray()
            .Where(verdict => verdict.GetProperty("verdict").ValueEquals("failed"))
            .Select(verdict => $"{plugin.GetProperty("id")} ({verdict.GetProperty("case")}): {verdict.GetProperty("check")}: {verdict.GetProperty("found")}"))];
        Assert.Empty(broken);
        outcome.Done();
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(Cli.Program)!, "plugins"), "plugin.json", SearchOption.AllDirectories).Count(),
            plugins.GetArrayLength());
    }

    [Fact]
    public void A_broken_plugin_fails_with_a_table_and_an_exit_status()
    {
        using var folder = new TemporaryFolder();
        string faulty = BuiltPlugins.Folder("Faulty");
        Outcome outcome = Cli.Run(folder.Path, "plugins", "check", "faulty", "--folder", faulty, "--settings", """{ "fault": "water-balance" }""");
        outcome.Fails(1, "1 check failed of faulty");
        Assert.Contains(outcome.Output.Split('\n'), line => line.Contains("water-balance", StringComparison.Ordinal) && line.Contains("failed", StringComparison.Ordinal));
        Cli.Run(folder.Path, "plugins", "check", "faulty", "--folder", faulty).Done();
        Cli.Run(folder.Path, "plugins", "check", "faulti", "--folder", faulty).Fails(2, "there is no plugin 'faulti'", "faulty");
        Cli.Run(folder.Path, "plugins", "check", "faulty", "--folder", faulty, "--settings", "{ fault").Fails(2, "is no JSON");
    }

    [Fact]
    public void Threads_that_a_plugin_leaves_behind_do_not_keep_its_examination()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "plugins", "check", "bucket", "--folder", BuiltPlugins.Folder("Bucket"), "--settings", """{ "fails": "threads" }""").Done();
    }

    [Theory]
    [InlineData("exit", "exit status 3")]
    [InlineData("recursion", "a stack overflow")]
    [InlineData("crash", "a segmentation fault (SIGSEGV)")]
    public void A_plugin_that_ends_the_process_is_a_verdict_and_the_next_one_is_examined(string failure, string how)
    {
        using var folder = new TemporaryFolder();
        string settings = $$"""{ "fails": "{{failure}}" }""";
        Outcome outcome = Cli.Run(folder.Path, "plugins", "check", "bucket", "bucket", "--folder", BuiltPlugins.Folder("Bucket"), "--settings", settings);
        outcome.Fails(1, "2 checks failed of bucket, bucket");
        Assert.Equal(2, outcome.Output.Split("bucket 0.1.0").Length - 1);
        string told = outcome.Output.ReplaceLineEndings(" ");
        Assert.Contains("outputs", told, StringComparison.Ordinal);
        Assert.Contains(how, told, StringComparison.Ordinal);
    }
}
