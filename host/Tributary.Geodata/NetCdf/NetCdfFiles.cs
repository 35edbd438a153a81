using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Opens NetCDF files (classic and netCDF-4) by libnetcdf.</summary>
public sealed class NetCdfFiles : IArrayFiles
{
    private static readonly Lock OneAtATime = new();

    /// <summary>To be held around every call: libnetcdf and the HDF5 below it are not safe for several threads.</summary>
    internal static Lock Gate
    {
        get
        {
            HdfErrors.Silence();
            return OneAtATime;
        }
    }

    /// <summary>libnetcdf's own version.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(NetCdfNative.nc_inq_libvers()) ?? string.Empty;

    /// <inheritdoc/>
    public IArrayFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException("there is no such file", path, "Check the path; relative ones start at the workflow's folder.");
        }

        return new NetCdfFile(path);
    }

    internal static string Explain(int status) => Marshal.PtrToStringUTF8(NetCdfNative.nc_strerror(status)) ?? $"error {status}";
}
