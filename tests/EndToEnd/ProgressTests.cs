using System.Diagnostics;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>What a run tells on the way: lines, JSON events, bars on a terminal; and locks of runs that are gone.</summary>
public sealed class ProgressTests
{
    private const string Terminal = "/usr/bin/script";

    [Theory]
    [InlineData("local")]
    [InlineData("processes")]
    public void With_json_standard_error_is_an_event_a_line_and_standard_output_the_result(string engine)
    {
        using Trial trial = EngineTrial.OfBuckets(engine, "  - { name: sound, plugin: bucket, calibrate: { budget: 50 } }\n  - { name: broken, plugin: bucket, settings: { fails: advance } }").Write();
        Outcome run = Cli.Run(trial.Folder, "run", "workflow.yaml", "--json").Done();
        JsonElement[] events = [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.All(events, one => Assert.True(one.GetProperty("time").GetDateTime() > DateTime.UnixEpoch));
        string[] names = [.. events.Select(one => one.GetProperty("event").GetString()!)];
        Assert.Contains("part", names);
        JsonElement begun = events.First(one => one.GetProperty("event").GetString() == "member");
        Assert.Equal(("sound", "Bucket", 2), (begun.GetProperty("member").GetString(), begun.GetProperty("model").GetString(), begun.GetProperty("steps").GetInt32()));
        Assert.Equal(["calibrate sound on brook", "simulate sound"], events.Where(one => one.GetProperty("event").GetString() == "step").Select(one => one.GetProperty("step").GetString()));
        JsonElement failed = events.Single(one => one.GetProperty("event").GetString() == "member_failed");
        Assert.Equal("broken", failed.GetProperty("member").GetString());
        Assert.Contains("a hole in the bucket", failed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        using JsonDocument result = JsonDocument.Parse(run.Output);
        Assert.True(result.RootElement.GetProperty("failed").TryGetProperty("broken", out _));
    }

    [Fact]
    public void On_a_terminal_each_member_has_a_bar_with_its_steps_and_the_time_left()
    {
        Assert.SkipUnless(File.Exists(Terminal), "there is no 'script' on this machine to stand for a terminal");
        using Trial trial = new Trial().With("budget: 200", "budget: 60000").Write();
        var start = new ProcessStartInfo(Terminal, ["-qefc", $"stty cols 160; '{Cli.Program}' run workflow.yaml", "/dev/null"]) { WorkingDirectory = trial.Folder, RedirectStandardOutput = true };
        start.Environment["TERM"] = "xterm";
        using Process process = Process.Start(start)!;
        string shown = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("one: 0/2, best nse 0.", shown, StringComparison.Ordinal);
        Assert.Matches("[0-9]{2}:[0-9]{2}:[0-9]{2}", shown);
        Assert.Contains("calibrate one on brook: ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_a_killed_run_left_behind_stops_nobody()
    {
        using var trial = new Trial();
        Directory.CreateDirectory(trial.RunFolder);
        File.WriteAllText(Path.Combine(trial.RunFolder, ".lock"), string.Empty);
        trial.Run().Done();
    }
}
