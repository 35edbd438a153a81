using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Geodata.Interop;

namespace Tributary.Tests.Geodata;

/// <summary>Versions of the system's libraries, against the programs that come with them; and what the loader says of those that are absent or spoilt.</summary>
public sealed class LibraryExaminationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_versions_are_those_that_the_libraries_own_programs_state()
    {
        IReadOnlyList<Diagnosis> found = LibraryExamination.Examine();
        Assert.Equal(["NetCDF", "UDUNITS", "GDAL", "PROJ"], found.Select(diagnosis => diagnosis.Subject));
        Assert.All(found, diagnosis => Assert.Equal((DiagnosisLevel.Works, null), (diagnosis.Level, diagnosis.Remedy)));
        Assert.All(found, diagnosis => Assert.Matches(@"^\d+(\.\d+)*", diagnosis.Finding));
        string gdal = CommandOutput("gdal_translate", "--version");
        Assert.StartsWith($"GDAL {found[2].Finding.Split(' ')[0]},", gdal, StringComparison.Ordinal);
        string netcdf = CommandOutput("ncdump");
        Assert.Contains($"library version {found[0].Finding.Split(' ')[0]} of", netcdf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_nowhere_is_no_complaint() =>
        Assert.Null(NativeLibraries.LoaderComplaint(["libdry-river.so.7", _temporary.At("libdry-river.so")]));

    [Fact]
    public void A_library_that_is_here_but_spoilt_is_told_in_the_loaders_words()
    {
        string file = _temporary.At("libmud.so.1");
        File.WriteAllText(file, "mud");
        string? complaint = NativeLibraries.LoaderComplaint(["libdry-river.so.7", file]);
        Assert.StartsWith(file, complaint, StringComparison.Ordinal);
        Assert.Contains("file too short", complaint, StringComparison.Ordinal);
    }

    private static string CommandOutput(string program, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }
}
