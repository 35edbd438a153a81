using System.Diagnostics;

namespace Tributary.Tests.EndToEnd;

/// <summary>The functions of ./tributary that decide what a command needs installed.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public LauncherTests()
    {
        _temporary.Write("plugins/Deep/plugin.json", """{ "id": "deep-store", "needs": ["libtorch"], "name": "Deep" }""".Replace(", ", ",\n  ", StringComparison.Ordinal));
        _temporary.Write("plugins/Flat/plugin.json", """{ "id": "flat", "name": "Flat" }""");
    }

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("models:\n  a: { plugin: deep-store, settings: {} }\n", true)]
    [InlineData("models:\n  a:\n    plugin: deep-store\n", true)]
    [InlineData("models:\n  a:\n    plugin: 'deep-store' # learned\n", true)]
    [InlineData("models: [{plugin: \"deep-store\"}]\n", true)]
    [InlineData("models:\n  a: { plugin: flat }\n", false)]
    [InlineData("models:\n  a: { plugin: deep-stores }\n", false)]
    [InlineData("# plugin: deep-store\nname: deep-store\n", false)]
    public void A_workflow_needs_libtorch_where_it_names_a_plugin_whose_manifest_says_so(string workflow, bool needs)
    {
        string file = _temporary.Write("work flow.yaml", workflow);
        Assert.Equal(needs ? 0 : 1, Shell("needs_learning \"$1\" run \"$2\" --quiet", _temporary.Path, file).Status);
    }

    [Fact]
    public void Other_arguments_and_folders_without_plugins_need_nothing()
    {
        Assert.Equal(1, Shell("needs_learning \"$1\" plugins show deep-store missing.yaml", _temporary.Path).Status);
        Assert.Equal(1, Shell("needs_learning \"$1\" run workflow.yaml", _temporary.At("nowhere")).Status);
    }

    [Fact]
    public void What_is_missing_is_named_and_not_installed_where_a_command_may_not()
    {
        Outcome outcome = Shell("install_nothing=yes; install_packages libmercury-dev");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("apt-get install -y libmercury-dev", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_the_learning_runtime_changes_with_the_libtorch_that_LIBTORCH_names()
    {
        string none = Shell("LIBTORCH=\"$1\" learning_state", _temporary.Path).Output;
        _temporary.Write("lib/libtorch_cpu.so", "one");
        string one = Shell("LIBTORCH=\"$1\" learning_state", _temporary.Path).Output;
        _temporary.Write("lib/libtorch_cpu.so", "another");
        string other = Shell("LIBTORCH=\"$1\" learning_state", _temporary.Path).Output;
        Assert.Equal(3, new HashSet<string> { none, one, other }.Count);
        Assert.Equal(other, Shell("LIBTORCH=\"$1\" learning_state", _temporary.Path).Output);
    }

    private static Outcome Shell(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"TRIBUTARY_FUNCTIONS_ONLY=1; . ./tributary; {command}", "sh", .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }
}
