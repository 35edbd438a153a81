using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>The doctor asks every diagnostic plugin, and nothing that a plugin does keeps the others from being examined.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void A_plugins_findings_are_told_as_it_gave_them_under_its_name()
    {
        Diagnosis[] found = [.. AreaOf("Thermometer", Examine("Thermometer"))];
        Assert.Equal(
            [
                new("water", "is liquid") { Value = 4.5, Unit = "degC" },
                new("snow", "melts", DiagnosisLevel.Warning, "go up the mountain"),
                new("mercury", "is not here; it rises", DiagnosisLevel.Missing, "apt-get install mercury"),
            ],
            found);
    }

    [Fact]
    public void A_plugin_that_throws_is_a_failed_diagnosis_and_stops_nobody()
    {
        IReadOnlyList<AreaExamination> areas = Examine("ThrowsWhenExamined", "ThrowsInConstructor", "BuiltForTomorrow", "Thermometer", "Bucket");
        Diagnosis thrown = Assert.Single(AreaOf("Patient", areas));
        Assert.Equal(("throws-when-examined", DiagnosisLevel.Fails), (thrown.Subject, thrown.Level));
        Assert.Contains("InvalidOperationException: it tickles", thrown.Finding, StringComparison.Ordinal);
        Diagnosis[] plugins = [.. AreaOf("plugins", areas)];
        Assert.Equal("3 of 5", plugins.Single(diagnosis => diagnosis.Subject == "loaded").Finding);
        Assert.Contains("the moon is in the wrong phase", plugins.Single(diagnosis => diagnosis.Subject == "throws-in-constructor").Finding, StringComparison.Ordinal);
        Assert.Contains("this host has 1.0", plugins.Single(diagnosis => diagnosis.Subject == "built-for-tomorrow").Finding, StringComparison.Ordinal);
        Assert.Equal(3, AreaOf("Thermometer", areas).Count);
    }

    [Fact]
    public void A_learning_runtime_built_without_libtorch_is_missing_not_broken()
    {
        using var folder = new TemporaryFolder();
        File.Delete(Path.Combine(BuiltPlugins.CopyOf("Torch", folder.At("Torch")), "libtributary_torch.so"));
        Diagnosis libtorch = Assert.Single(AreaOf("libtorch", Doctor.Examine(new PluginCatalogue([folder.Path]), CancellationToken.None)));
        Assert.Equal(DiagnosisLevel.Missing, libtorch.Level);
        Assert.Contains("apt-get install libtorch-dev libopenblas0-pthread cmake g++", libtorch.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_to_stop_is_no_diagnosis()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        _ = Assert.Throws<OperationCanceledException>(() => Doctor.Examine(new PluginCatalogue([BuiltPlugins.Folder("Thermometer")]), stopped.Token));
    }

    [Fact]
    public void The_machine_is_told_as_the_kernel_tells_it()
    {
        IReadOnlyList<Diagnosis> machine = AreaOf("machine", Examine());
        Assert.All(machine, diagnosis => Assert.Equal(DiagnosisLevel.Works, diagnosis.Level));
        string[] kernel = [.. File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        double total = double.Parse(kernel[1], CultureInfo.InvariantCulture) / 1024 / 1024;
        Assert.InRange(machine.Single(diagnosis => diagnosis.Subject == "memory").Value!.Value, 0.1, total * 1.0001);
        string flags = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal));
        string level = machine.Single(diagnosis => diagnosis.Subject == "SIMD").Finding;
        Assert.Equal(flags.Contains(" avx2 ", StringComparison.Ordinal), level.StartsWith("AVX", StringComparison.Ordinal));
    }

    [Fact]
    public void A_manifest_says_what_its_plugin_needs_and_may_say_nothing()
    {
        Assert.Equal(["mercury"], PluginFolder.Inspect(BuiltPlugins.Folder("Thermometer")).Manifest!.Needs);
        Assert.Empty(PluginFolder.Inspect(BuiltPlugins.Folder("Bucket")).Manifest!.Needs);
    }

    private static IReadOnlyList<AreaExamination> Examine(params string[] projects) =>
        Doctor.Examine(new PluginCatalogue(projects.Select(BuiltPlugins.Folder)), CancellationToken.None);

    private static IReadOnlyList<Diagnosis> AreaOf(string name, IReadOnlyList<AreaExamination> areas) => areas.Single(area => area.Area == name).Diagnoses;
}
