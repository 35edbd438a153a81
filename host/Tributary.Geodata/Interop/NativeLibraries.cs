using System.Reflection;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Geodata.Interop;

/// <summary>Finds the system's geodata libraries under the sonames that Debian and Ubuntu give them.</summary>
internal static class NativeLibraries
{
    public const string Gdal = "gdal";
    public const string NetCdf = "netcdf";
    public const string UdUnits = "udunits2";

    private static readonly Dictionary<string, Candidate> Candidates = new()
    {
        [Gdal] = new("TRIBUTARY_GDAL", "libgdal-dev", ["libgdal.so.36", "libgdal.so.34", "libgdal.so.32", "libgdal.so"]),
        [NetCdf] = new("TRIBUTARY_NETCDF", "libnetcdf-dev", ["libnetcdf.so.22", "libnetcdf.so.19", "libnetcdf.so.18", "libnetcdf.so"]),
        [UdUnits] = new("TRIBUTARY_UDUNITS", "libudunits2-dev", ["libudunits2.so.0", "libudunits2.so"]),
    };

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Loaded = [];
    private static bool _registered;

    /// <summary>Registers the resolver, once.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (!_registered)
            {
                NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
                _registered = true;
            }
        }
    }

    /// <summary>The handle of a library.</summary>
    /// <exception cref="InputException">It is not installed.</exception>
    public static nint Handle(string name)
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(name, out nint handle))
            {
                handle = Loaded[name] = Load(name, Candidates[name]);
            }

            return handle;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        Candidates.ContainsKey(name) ? Handle(name) : 0;

    /// <summary>What the loader says of a library that is here but does not load; null where it is not here at all.</summary>
    public static string? Complaint(string name) => LoaderComplaint(FilesOf(Candidates[name]));

    /// <summary>What the loader says of the first of these files that is here but does not load; null where none is here.</summary>
    public static string? LoaderComplaint(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                NativeLibrary.Free(NativeLibrary.Load(file));
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                // The first line is .NET's own; then the loader's, one for each place that was looked at.
                string absent = $"{Path.GetFileName(file)}: cannot open shared object file: No such file or directory";
                string? said = error.Message.Split('\n').Skip(1).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.EndsWith(absent, StringComparison.Ordinal));
                if (said is not null)
                {
                    return said;
                }
            }
        }

        return null;
    }

    /// <summary>The file that a loaded library came from, links followed; null where that cannot be told.</summary>
    public static string? PathOf(string name)
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps))
        {
            return null;
        }

        string start = $"/lib{name}.so";
        return File.ReadLines(Maps).Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and int at ? line[at..] : string.Empty)
            .FirstOrDefault(path => path.Contains(start, StringComparison.Ordinal));
    }

    /// <summary>The package of Debian and Ubuntu that brings a library.</summary>
    public static string PackageOf(string name) => Candidates[name].Package;

    private static nint Load(string name, Candidate candidate)
    {
        List<string> tried = FilesOf(candidate);
        foreach (string soname in tried)
        {
            if (NativeLibrary.TryLoad(soname, out nint handle))
            {
                return handle;
            }
        }

        throw new InputException(
            $"the library {name} is not on this machine (tried {string.Join(", ", tried)})",
            remedy: $"Install it with 'apt install {candidate.Package}', or name its file in {candidate.Override}.");
    }

    private static List<string> FilesOf(Candidate candidate)
    {
        var tried = new List<string>();
        if (Environment.GetEnvironmentVariable(candidate.Override) is { Length: > 0 } given)
        {
            tried.Add(given);
        }

        // Where the runtime of a NuGet package would put its own.
        string bundled = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        tried.AddRange(candidate.Sonames.Select(soname => Path.Combine(bundled, soname)).Where(File.Exists));
        tried.AddRange(candidate.Sonames);
        return tried;
    }

    private sealed record Candidate(string Override, string Package, string[] Sonames);
}
