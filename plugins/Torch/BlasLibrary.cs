namespace Tributary.Plugins.Torch;

/// <summary>The families of BLAS.</summary>
internal enum BlasKind
{
    /// <summary>One that is not known here.</summary>
    Unknown,

    /// <summary>Netlib's reference in plain Fortran, untuned.</summary>
    Reference,

    /// <summary>OpenBLAS.</summary>
    OpenBlas,

    /// <summary>Intel's MKL.</summary>
    Mkl,

    /// <summary>BLIS, AMD's too.</summary>
    Blis,

    /// <summary>ATLAS.</summary>
    Atlas,
}

/// <summary>A BLAS: the library that matrix products come from.</summary>
/// <param name="Kind">Its family.</param>
/// <param name="Description">Its name, build and file, for people.</param>
/// <param name="IsSerial">Whether it is built for one thread.</param>
/// <param name="Faster">What to do to get a faster one; null where this one is fast.</param>
internal sealed record BlasLibrary(BlasKind Kind, string Description, bool IsSerial, string? Faster)
{
    private const string Install = "apt-get install libopenblas0-pthread";

    /// <summary>Tells a BLAS from the file that it lies in; links are followed, as Debian's alternatives are links.</summary>
    /// <param name="path">The file that its functions come from; null where that cannot be told.</param>
    /// <param name="config">What an OpenBLAS says of itself; null of another one.</param>
    /// <param name="build">What libtorch says of its own build.</param>
    /// <returns>Null where nothing tells.</returns>
    public static BlasLibrary? Of(string? path, string? config, string build)
    {
        string? file = path is null ? null : FollowLinks(path);
        string name = file is null ? string.Empty : Path.GetFileName(file);
        string folder = file is null ? string.Empty : Path.GetFileName(Path.GetDirectoryName(file)) ?? string.Empty;
        BlasKind kind = KindOf(name, folder, config, build);
        if (kind == BlasKind.Unknown && file is null)
        {
            return null;
        }

        bool serial = kind == BlasKind.OpenBlas && (folder.Contains("serial", StringComparison.Ordinal) || config?.Contains("SINGLE_THREADED", StringComparison.Ordinal) == true);
        string place = file is null ? string.Empty : $" ({file})";
        return new BlasLibrary(kind, $"{NameOf(kind, folder, config, serial)}{place}", serial, kind == BlasKind.Reference || serial ? FasterThan(file) : null);
    }

    private static BlasKind KindOf(string name, string folder, string? config, string build)
    {
        bool Says(string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase) || folder.Contains(word, StringComparison.OrdinalIgnoreCase);
        bool isWithin = name.Length == 0 || name.StartsWith("libtorch", StringComparison.Ordinal);

        // An OpenBLAS that LAPACK brought along answers too where another library multiplies: the file decides where it is known.
        return Says("openblas") || (isWithin && config is not null) ? BlasKind.OpenBlas
            : Says("mkl") || (isWithin && build.Contains("Math Kernel Library", StringComparison.Ordinal)) ? BlasKind.Mkl
            : Says("blis") ? BlasKind.Blis
            : Says("atlas") ? BlasKind.Atlas
            : folder == "blas" || name.StartsWith("libblas.so", StringComparison.Ordinal) ? BlasKind.Reference
            : BlasKind.Unknown;
    }

    private static string NameOf(BlasKind kind, string folder, string? config, bool serial) => kind switch
    {
        BlasKind.OpenBlas => $"{BuildOf(config)}, {(serial ? "for one thread" : folder.Contains("openmp", StringComparison.Ordinal) ? "threads by OpenMP" : folder.Contains("pthread", StringComparison.Ordinal) ? "threads of its own" : "with threads")}",
        BlasKind.Mkl => "Intel MKL",
        BlasKind.Blis => "BLIS",
        BlasKind.Atlas => "ATLAS",
        BlasKind.Reference => "the reference BLAS",
        _ => "unknown",
    };

    /// <summary>Name, version and kernel of <c>OpenBLAS 0.3.21 NO_LAPACK DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64</c>.</summary>
    private static string BuildOf(string? config)
    {
        string[] words = config?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words is not [string name, string version, .. string[] rest])
        {
            return "OpenBLAS";
        }

        // Options are in capitals and underscores; the processor's core name is not.
        string? core = rest.LastOrDefault(word => !word.Contains('=', StringComparison.Ordinal) && word.Any(char.IsAsciiLetterLower)) ?? rest.LastOrDefault(word => !word.Contains('_', StringComparison.Ordinal) && !word.Contains('=', StringComparison.Ordinal));
        return core is null ? $"{name} {version}" : $"{name} {version} for {core}";
    }

    /// <summary>The command that brings OpenBLAS with threads; that which chooses it, where it lies beside this one already.</summary>
    private static string FasterThan(string? file)
    {
        string? system = Path.GetDirectoryName(Path.GetDirectoryName(file));
        if (system is null || !File.Exists(Path.Combine(system, "openblas-pthread", "libblas.so.3")))
        {
            return Install;
        }

        string triplet = Path.GetFileName(system);
        return $"update-alternatives --set libblas.so.3-{triplet} {Path.Combine(system, "openblas-pthread", "libblas.so.3")} (libopenblas0-pthread is installed; let no LD_LIBRARY_PATH name another BLAS)";
    }

    private static string FollowLinks(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
