using System.ComponentModel;
using System.Diagnostics;

namespace Tributary.Tests.EndToEnd;

/// <summary>The commands of contracts/README.md, from an empty folder to a running model and a package, without a network, a home or a feed but the program's own.</summary>
public sealed class GuideTests : IDisposable
{
    private const string Mark = "<!-- guide -->\n```sh\n";

    // Nothing listens there: whoever asks the network fails. Where the system lets us, there is no network at all.
    private const string DeadProxy = "http://127.0.0.1:9";

    private static readonly Lazy<bool> CutsNetwork = new(() =>
    {
        try
        {
            using var process = Process.Start("unshare", ["-rn", "true"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_guide_goes_from_an_empty_folder_to_a_running_model_and_a_package()
    {
        string guide = File.ReadAllText(Repository.At("contracts", "README.md"));
        string[] parts = [.. guide.Split(Mark).Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, parts.Length);

        Outcome outcome = Shell(string.Concat(parts)).Done();

        Assert.Contains("all passed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("0 failed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("installed linear-reservoir 0.1.0", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("linear-reservoir 0.1.0 is unchanged", outcome.Error, StringComparison.Ordinal);
        string metrics = Directory.EnumerateFiles(_folder.At("linear-reservoir"), "metrics.csv", SearchOption.AllDirectories).Single();
        Assert.Contains("linear-reservoir", File.ReadAllText(metrics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routing", "run.log", "my-routing")]
    [InlineData("forcing", "manifest.json", "my-forcing")]
    [InlineData("combiner", "weights.csv", "basin,my-combiner,")]
    [InlineData("metric", "metrics.csv", ",my-metric")]
    [InlineData("objective", "parameters.json", "my-objective")]
    [InlineData("optimiser", "parameters.json", "my-optimiser")]
    public void The_other_kinds_build_test_and_run_at_once(string kind, string file, string trace)
    {
        Outcome outcome = Shell($"""
            tributary plugins new "my {kind}" --kind {kind}
            cd my-{kind}
            dotnet build src -o bin
            dotnet run --project tests
            tributary plugins check my-{kind} --folder bin
            tributary run example/workflow.yaml
            """).Done();
        Assert.Contains("all passed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("0 failed", outcome.Output, StringComparison.Ordinal);
        string result = Directory.EnumerateFiles(_folder.At($"my-{kind}"), file, SearchOption.AllDirectories).Single(path => path.Contains("runs", StringComparison.Ordinal) && !path.Contains("steps", StringComparison.Ordinal));
        Assert.Contains(trace, File.ReadAllText(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_of_others_is_the_number_that_the_hydrograph_gives()
    {
        Shell("""
            tributary plugins new MyMetric --kind metric
            cd my-metric
            dotnet build src -o bin
            tributary run example/workflow.yaml
            """).Done();
        string run = _folder.At("my-metric/runs/my-metric");
        string[] metrics = File.ReadAllLines(Path.Combine(run, "metrics.csv"));
        string test = metrics.Single(line => line.StartsWith("basin,gr4j,test,,", StringComparison.Ordinal));
        Assert.Equal("my-metric", metrics[0].Split(',')[^1]);

        // 1 - sum |s - o| / sum o over the test period.
        string[][] days = [.. File.ReadLines(Path.Combine(run, "hydrograph_basin.csv")).Where(line => line.StartsWith("2003", StringComparison.Ordinal)).Select(line => line.Split(','))];
        double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        double expected = 1 - (days.Sum(day => Math.Abs(Number(day[2]) - Number(day[1]))) / days.Sum(day => Number(day[1])));
        Assert.Equal(365, days.Length);
        Assert.Equal(expected, Number(test.Split(',')[^1]), 1e-6);

        // A name that nobody offers is told with what there is.
        string workflow = _folder.At("my-metric/example/workflow.yaml");
        File.WriteAllText(workflow, File.ReadAllText(workflow).Replace("[kge, my-metric]", "[kge, my-metrik]", StringComparison.Ordinal));
        Cli.Run(_folder.Path, "validate", workflow).Fails(2, "evaluate.metrics[1]: there is no score 'my-metrik'; did you mean 'my-metric'?");
    }

    [Theory]
    [InlineData("objective", "Math.Sqrt(", "Math.Cbrt(")]
    [InlineData("optimiser", "Growth = 1.5", "Growth = 1.4")]
    public void A_calibration_with_plugins_of_others_is_reused_until_their_code_changes_and_the_same_in_processes(string kind, string part, string other)
    {
        Outcome outcome = Shell($$"""
            tributary plugins new trial --kind {{kind}}
            cd trial
            dotnet build src -o bin
            tributary run example/workflow.yaml
            sed 's/^name: .*/name: elsewhere\nrun: { engine: processes, workers: 2 }/' example/workflow.yaml > example/elsewhere.yaml
            tributary run example/elsewhere.yaml
            cmp runs/trial/metrics.csv runs/elsewhere/metrics.csv
            echo again >&2
            tributary run example/workflow.yaml
            echo changed >&2
            sed -i 's/{{part}}/{{other}}/' src/Trial*.cs
            dotnet build src -o bin
            tributary run example/workflow.yaml
            """).Done();
        string[] runs = outcome.Error.Split("again\n")[1].Split("changed\n");
        Assert.Contains("calibrate gr4j on basin: done by an earlier run", runs[0], StringComparison.Ordinal);
        Assert.DoesNotContain("calibrate gr4j on basin: done by an earlier run", runs[1], StringComparison.Ordinal);
        Assert.Contains("calibrate gr4j on basin: ", runs[1], StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllText(_folder.At("trial/runs/trial/metrics.csv")), File.ReadAllText(_folder.At("trial/runs/elsewhere/metrics.csv")));
    }

    [Fact]
    public void Dotnet_new_writes_what_plugins_new_writes()
    {
        string package = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(Cli.Program)!, "packages"), "Tributary.Templates.*.nupkg").Single();
        Shell($"""
            dotnet new install "{package}" --debug:custom-hive "$PWD/hive"
            for kind in model routing forcing combiner metric objective optimiser; do
              dotnet new tributary-$kind --name SnowBucket --output by-dotnet/$kind --debug:custom-hive "$PWD/hive"
              tributary plugins new SnowBucket --kind $kind --output by-tributary/$kind
              rm by-tributary/$kind/nuget.config
            done
            diff -r by-dotnet by-tributary
            """).Done();
    }

    [Fact]
    public void Wrong_names_and_full_folders_are_refused()
    {
        Cli.Run(_folder.Path, "plugins", "new", "42").Fails(2, "is no name for a plugin", "SnowBucket");
        _folder.Write("taken/notes.txt", "mine");
        Cli.Run(_folder.Path, "plugins", "new", "Taken").Fails(2, "is not empty", "nothing was written");
        Cli.Run(_folder.Path, "plugins", "install", "taken").Fails(2, "holds no plugin.json");
    }

    /// <summary>Runs commands in the empty folder, each stopping all on failure.</summary>
    private Outcome Shell(string commands)
    {
        string[] shell = ["/bin/sh", "-e", "-c", commands];
        string[] line = CutsNetwork.Value ? ["unshare", "-rn", .. shell] : shell;
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Cli.Program)}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = Directory.CreateDirectory(_folder.At("nobody")).FullName;
        foreach (string name in (ReadOnlySpan<string>)["http_proxy", "https_proxy", "all_proxy"])
        {
            start.Environment[name] = DeadProxy;
            start.Environment[name.ToUpperInvariant()] = DeadProxy;
        }

        start.Environment["TRIBUTARY_HOME"] = _folder.At("home");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // A build server that outlives the test would hold its folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("TRIBUTARY_PLUGINS");
        start.Environment.Remove("NUGET_PACKAGES");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }
}
