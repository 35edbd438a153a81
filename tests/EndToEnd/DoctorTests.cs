using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary><c>tributary doctor</c> as a user runs it: its lines, its JSON, its exit status.</summary>
public sealed class DoctorTests
{
    private const int ElfHeader = 64;

    [Fact]
    public void Warnings_and_what_is_missing_are_told_with_their_remedies_and_all_is_well()
    {
        string output = Cli.Run(Path.GetTempPath(), "doctor", "--folder", BuiltPlugins.Folder("Thermometer")).Done().Output;
        string[] lines = [.. output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("Thermometer", lines);
        Assert.Contains("ok water is liquid", lines);
        Assert.Equal("-> go up the mountain", lines[Array.IndexOf(lines, "warning snow melts") + 1]);
        Assert.Equal("-> apt-get install mercury", lines[Array.IndexOf(lines, "missing mercury is not here; it rises") + 1]);
        Assert.All((string[])["NetCDF", "UDUNITS", "GDAL", "PROJ", ".NET", "processor", "memory"], subject => Assert.Contains(lines, line => line.StartsWith($"ok {subject} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void JSON_holds_every_finding_with_what_was_measured()
    {
        JsonElement told = JsonElement.Parse(Cli.Run(Path.GetTempPath(), "doctor", "--json", "--folder", BuiltPlugins.Folder("Thermometer")).Done().Output);
        Assert.True(told.GetProperty("works").GetBoolean());
        JsonElement water = Finding(told, "water");
        Assert.Equal(("Thermometer", "ok", 4.5, "degC"), (Text(water, "area"), Text(water, "level"), water.GetProperty("value").GetDouble(), Text(water, "unit")));
        Assert.Equal(("missing", "apt-get install mercury"), (Text(Finding(told, "mercury"), "level"), Text(Finding(told, "mercury"), "remedy")));
        Assert.Equal(JsonValueKind.Null, Finding(told, "mercury").GetProperty("value").ValueKind);
    }

    [Fact]
    public void A_plugin_that_breaks_down_is_told_and_the_exit_status_is_1()
    {
        Outcome outcome = Cli.Run(
            Path.GetTempPath(), "doctor", "--json", "--folder", BuiltPlugins.Folder("ThrowsWhenExamined"), "--folder", BuiltPlugins.Folder("Thermometer"));
        outcome.Fails(1, "throws-when-examined");
        JsonElement told = JsonElement.Parse(outcome.Output);
        Assert.False(told.GetProperty("works").GetBoolean());
        Assert.Contains("it tickles", Text(Finding(told, "throws-when-examined"), "finding"), StringComparison.Ordinal);
        Assert.Equal("ok", Text(Finding(told, "water"), "level"));
    }

    [Fact]
    public void A_library_that_is_installed_but_spoilt_fails_with_the_package_to_install_again()
    {
        using var spoilt = new TemporaryFolder();
        foreach (string name in (string[])["libgdal.so.36", "libgdal.so.34", "libgdal.so.32", "libgdal.so"])
        {
            File.WriteAllText(spoilt.At(name), new string('x', 5000));
        }

        Outcome outcome = Cli.Run(Path.GetTempPath(), new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = spoilt.Path }, "doctor", "--json");
        outcome.Fails(1, "GDAL");
        JsonElement gdal = Finding(JsonElement.Parse(outcome.Output), "GDAL");
        Assert.Contains("invalid ELF header", Text(gdal, "finding"), StringComparison.Ordinal);
        Assert.Contains("libgdal-dev", Text(gdal, "remedy"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_none_is_named()
    {
        using var folder = new TemporaryFolder();
        CopyOfTorch(folder.At("bare"));
        File.WriteAllText(folder.At("bare", "libtributary_torch.so"), "mud");
        Outcome outcome = Cli.Run(folder.Path, "doctor", "--json", "--folder", folder.Path);
        outcome.Fails(1, "bare");
        Assert.Contains("libtributary_torch.so of plugin bare is no library of Linux", Text(FindingIn("plugins", outcome, "bare"), "finding"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_spoilt_learning_runtime_fails_in_the_loaders_words()
    {
        using var folder = new TemporaryFolder();
        CopyOfTorch(folder.At("bare"));
        string library = folder.At("bare", "libtributary_torch.so");
        File.WriteAllBytes(library, File.ReadAllBytes(library)[..ElfHeader]);
        Outcome outcome = Cli.Run(folder.Path, "doctor", "--json", "--folder", folder.Path);
        outcome.Fails(1, "libtorch");
        Assert.Contains("cannot read file data", Text(FindingIn("Bare", outcome, "libtorch"), "finding"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_slow_reference_BLAS_is_a_warning_with_what_to_do()
    {
        const string Reference = "/usr/lib/x86_64-linux-gnu/blas";
        Assert.SkipUnless(File.Exists(Path.Combine(Reference, "libblas.so.3")), "libblas3, the reference BLAS, is not installed");
        Assert.SkipUnless(File.Exists(Path.Combine(BuiltPlugins.Folder("Torch"), "libtributary_torch.so")), "Tributary was built without libtorch");
        Outcome outcome = Cli.Run(Path.GetTempPath(), new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Reference }, "doctor", "--json").Done();
        JsonElement blas = FindingIn("libtorch", outcome, "BLAS");
        Assert.Equal("warning", Text(blas, "level"));
        Assert.Contains("libopenblas0-pthread", Text(blas, "remedy"), StringComparison.Ordinal);
    }

    /// <summary>The built-in plugin under another name, to be spoilt.</summary>
    private static void CopyOfTorch(string folder)
    {
        string manifest = Path.Combine(BuiltPlugins.CopyOf("Torch", folder), "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"torch\"", "\"bare\"", StringComparison.Ordinal).Replace("\"libtorch\"", "\"Bare\"", StringComparison.Ordinal));
    }

    private static JsonElement FindingIn(string area, Outcome outcome, string subject) =>
        JsonElement.Parse(outcome.Output).GetProperty("findings").EnumerateArray().Single(finding => Text(finding, "area") == area && Text(finding, "subject") == subject);

    private static JsonElement Finding(JsonElement told, string subject) =>
        told.GetProperty("findings").EnumerateArray().Single(finding => Text(finding, "subject") == subject);

    private static string? Text(JsonElement finding, string key) => finding.GetProperty(key).GetString();
}
