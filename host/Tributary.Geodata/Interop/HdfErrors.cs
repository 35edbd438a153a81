using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>Keeps HDF5, which libnetcdf stands on, from printing its error stack: libnetcdf tells what failed, and asks for things that may be absent.</summary>
internal static unsafe class HdfErrors
{
    private const long DefaultStack = 0;

    // HDF5 keeps this setting for each thread, and libnetcdf makes it for the first one only.
    [ThreadStatic]
    private static bool _silent;

    public static void Silence()
    {
        if (_silent)
        {
            return;
        }

        _silent = true;
        if (NativeLibrary.TryGetExport(NativeLibraries.Handle(NativeLibraries.NetCdf), "H5Eset_auto2", out nint address))
        {
            ((delegate* unmanaged<long, nint, nint, int>)address)(DefaultStack, 0, 0);
        }
    }
}
