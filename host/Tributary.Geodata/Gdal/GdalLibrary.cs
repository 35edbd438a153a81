using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>GDAL itself: made ready once, quiet on the terminal, its errors kept for the exceptions that name the file.</summary>
public static class GdalLibrary
{
    private static readonly Lazy<string> Ready = new(Start);

    /// <summary>GDAL's own version, as <c>3.6.2</c>.</summary>
    /// <exception cref="InputException">It is not installed.</exception>
    public static string Version => Ready.Value;

    /// <summary>Makes GDAL ready and forgets this thread's last error.</summary>
    internal static void Begin()
    {
        _ = Ready.Value;
        GdalNative.CPLErrorReset();
    }

    /// <summary>What GDAL says about this thread's last error; null where it says nothing.</summary>
    internal static string? LastMessage() =>
        Marshal.PtrToStringUTF8(GdalNative.CPLGetLastErrorMsg()) is { Length: > 0 } message ? message.Trim().TrimEnd('.') : null;

    /// <summary>Whether something failed in this thread since <see cref="Begin"/>.</summary>
    internal static bool Failed() => GdalNative.CPLGetLastErrorType() >= GdalNative.ErrorFailure;

    /// <summary>Lets GDAL remember no more than this of the rasters that it reads and writes, until the result is disposed.</summary>
    internal static IDisposable LimitCache(long bytes)
    {
        Begin();
        long before = GdalNative.GDALGetCacheMax64();
        GdalNative.GDALSetCacheMax64(Math.Min(before, bytes));
        return new Restored(before);
    }

    internal static InputException Wrong(string problem, string where, string? remedy = null) => new(WithMessage(problem), where, remedy);

    internal static WorkException Broken(string problem, string where, string? remedy = null) => new(WithMessage(problem), where, remedy);

    private static string WithMessage(string problem) => LastMessage() is { } message ? $"{problem} (GDAL: {message})" : problem;

    private static string Start()
    {
        nint quiet = NativeLibrary.GetExport(NativeLibraries.Handle(NativeLibraries.Gdal), "CPLQuietErrorHandler");
        _ = GdalNative.CPLSetErrorHandler(quiet);
        GdalNative.GDALAllRegister();

        // A stack of rasters may fill a folder, which GDAL would else list for every file that it opens.
        GdalNative.CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "TRUE");

        // A GeoPackage states when it was last changed; the same layers are to give the same bytes.
        GdalNative.CPLSetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
        return Marshal.PtrToStringUTF8(GdalNative.GDALVersionInfo("RELEASE_NAME")) ?? string.Empty;
    }

    private sealed class Restored(long bytes) : IDisposable
    {
        public void Dispose() => GdalNative.GDALSetCacheMax64(bytes);
    }
}
