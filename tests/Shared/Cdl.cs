using System.Diagnostics;

namespace Tributary.Tests;

/// <summary>Makes NetCDF files from text by the NetCDF library's own ncgen.</summary>
internal static class Cdl
{
    /// <summary>Writes a file; skips the test where there is no ncgen.</summary>
    public static string Generate(TemporaryFolder folder, string name, string text, string kind = "netCDF-4")
    {
        string source = folder.Write($"{name}.cdl", text);
        string path = folder.At(name);
        try
        {
            using Process ncgen = Process.Start(new ProcessStartInfo("ncgen", ["-k", kind, "-o", path, source]) { RedirectStandardError = true })!;
            string errors = ncgen.StandardError.ReadToEnd();
            ncgen.WaitForExit();
            Assert.True(ncgen.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no ncgen on this machine; 'apt install netcdf-bin' brings it.");
        }

        return path;
    }

    /// <summary>Numbers as CDL writes them.</summary>
    public static string Numbers(IEnumerable<double> values) =>
        string.Join(", ", values.Select(value => double.IsNaN(value) ? "_" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + (value == Math.Floor(value) && Math.Abs(value) < 1e15 ? "." : "")));
}
