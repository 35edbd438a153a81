using System.Globalization;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Looks at the system's libraries that the host uses: which versions they have, and whether they work.</summary>
public static class LibraryExamination
{
    /// <summary>Looks at NetCDF, UDUNITS, GDAL and PROJ.</summary>
    public static IReadOnlyList<Diagnosis> Examine() =>
    [
        Of("NetCDF", NativeLibraries.NetCdf, "reads forcing and writes results.nc", NetCdfVersion),
        Of("UDUNITS", NativeLibraries.UdUnits, "converts the units of forcing and results", UdUnitsVersion),
        Of("GDAL", NativeLibraries.Gdal, "reads outlines, rasters and elevation models; other workflows do without", () => GdalLibrary.Version),
        Of("PROJ", NativeLibraries.Gdal, "brings coordinates from one system to another; it comes with GDAL", ProjVersion),
    ];

    private static Diagnosis Of(string subject, string library, string purpose, Func<string> version)
    {
        string install = $"apt-get install {NativeLibraries.PackageOf(library)}";
        try
        {
            _ = NativeLibraries.Handle(library);
        }
        catch (InputException)
        {
            return NativeLibraries.Complaint(library) is { } complaint
                ? new Diagnosis(subject, $"is here but does not load ({complaint}); it {purpose}", DiagnosisLevel.Fails, $"{install} --reinstall")
                : new Diagnosis(subject, $"is not here; it {purpose}", DiagnosisLevel.Missing, install);
        }

        try
        {
            string found = version();
            string place = NativeLibraries.PathOf(library) is { } path && subject != "PROJ" ? $" ({path})" : string.Empty;
            return new Diagnosis(subject, $"{found}{place}");
        }
        catch (TributaryException error)
        {
            return new Diagnosis(subject, error.Problem, DiagnosisLevel.Fails, error.Remedy ?? $"{install} --reinstall");
        }
        catch (EntryPointNotFoundException error)
        {
            return new Diagnosis(subject, $"is too old ({error.Message})", DiagnosisLevel.Fails, install);
        }
    }

    /// <summary>The first word of <c>4.9.0 of Jan 1 2023 ...</c>.</summary>
    private static string NetCdfVersion() => NetCdfFiles.LibraryVersion.Trim().Split(' ')[0];

    /// <summary>UDUNITS does not tell its version; the package that brought it does.</summary>
    private static string UdUnitsVersion()
    {
        const double Inch = 25.4;
        double found = new UdUnits().Between("inch", "mm")?.Apply(1) ?? double.NaN;
        return Math.Abs(found - Inch) < 1e-9
            ? PackageVersion("libudunits2-0") ?? "2"
            : throw new WorkException($"1 inch became {found.ToString("G6", CultureInfo.InvariantCulture)} mm, not 25.4 mm", remedy: "apt-get install --reinstall libudunits2-data");
    }

    private static string? PackageVersion(string package)
    {
        const string Status = "/var/lib/dpkg/status";
        if (!File.Exists(Status))
        {
            return null;
        }

        const string Version = "Version: ";
        return File.ReadLines(Status).SkipWhile(line => line != $"Package: {package}").TakeWhile(line => line.Length > 0)
            .FirstOrDefault(line => line.StartsWith(Version, StringComparison.Ordinal))?[Version.Length..].Split('-')[0];
    }

    /// <summary>PROJ's version, once it found the North Pole of EPSG:3413, which lies at its origin.</summary>
    private static string ProjVersion()
    {
        using CoordinateSystem world = CoordinateSystem.Wgs84();
        using CoordinateSystem polar = CoordinateSystem.Parse("EPSG:3413", "EPSG:3413");
        using var transform = new CoordinateTransform(world, polar, "EPSG:3413");
        (double x, double y) = transform.Apply(0, 90);
        if (!(Math.Abs(x) < 0.01 && Math.Abs(y) < 0.01))
        {
            throw new WorkException("the North Pole is not at the origin of EPSG:3413", remedy: "apt-get install --reinstall proj-data");
        }

        OsrNative.OSRGetPROJVersion(out int major, out int minor, out int patch);
        return string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}");
    }
}
