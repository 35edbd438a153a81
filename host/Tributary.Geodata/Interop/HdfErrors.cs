using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>
/// HDF5 prints its stack of errors, also for questions whose answer is a plain no, from every thread that has not told it otherwise; libnetcdf tells it only
/// for the first one. What went wrong comes as a status anyway.
/// </summary>
internal static unsafe class HdfErrors
{
    private const long DefaultStack = 0;

    private static readonly delegate* unmanaged<long, nint, nint, int> SetAutomaticPrint = Find();

    [ThreadStatic]
    private static bool _silent;

    /// <summary>Keeps HDF5 quiet in this thread.</summary>
    public static void Silence()
    {
        if (!_silent && SetAutomaticPrint is not null)
        {
            _ = SetAutomaticPrint(DefaultStack, 0, 0);
        }

        _silent = true;
    }

    // A symbol of HDF5 is found through libnetcdf, which depends on it; a libnetcdf without HDF5 has nothing to silence.
    private static delegate* unmanaged<long, nint, nint, int> Find() =>
        NativeLibrary.TryGetExport(NativeLibraries.Handle(NativeLibraries.NetCdf), "H5Eset_auto2", out nint address)
            ? (delegate* unmanaged<long, nint, nint, int>)address
            : null;
}
