using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A GeoTIFF of one band that is written and read by windows while something is computed, and gone afterwards.</summary>
internal sealed class ScratchRaster<T> : IDisposable
    where T : unmanaged
{
    private static readonly string[] Options = ["TILED=YES", "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER"];
    private static readonly int Type = typeof(T) == typeof(double) ? GdalNative.TypeFloat64 : GdalNative.TypeByte;

    private readonly string _path;
    private readonly DatasetHandle _handle;
    private readonly nint _band;

    /// <exception cref="WorkException">It cannot be created.</exception>
    public ScratchRaster(string path, int width, int height)
    {
        GdalLibrary.Begin();
        _path = path;
        nint[] options = [.. Options.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _handle = new DatasetHandle(GdalNative.GDALCreate(GdalNative.GDALGetDriverByName("GTiff"), path, width, height, 1, Type, options));
        Array.ForEach(options, Marshal.FreeCoTaskMem);
        if (_handle.IsInvalid)
        {
            throw GdalLibrary.Broken("it cannot be created as a GeoTIFF", path);
        }

        _band = GdalNative.GDALGetRasterBand(_handle, 1);
    }

    public void Read(Tile window, Span<T> values) => Move(GdalNative.Read, window, values, "read");

    /// <exception cref="WorkException">There is no room.</exception>
    public void Write(Tile window, Span<T> values) => Move(GdalNative.Write, window, values, "written");

    public void Dispose()
    {
        _handle.Dispose();
        File.Delete(_path);
    }

    private unsafe void Move(int direction, Tile window, Span<T> values, string what)
    {
        GdalLibrary.Begin();
        fixed (T* buffer = values[..window.Count])
        {
            if (GdalNative.GDALRasterIO(_band, direction, window.Column, window.Row, window.Width, window.Height, buffer, window.Width, window.Height, Type, 0, 0) != 0 || GdalLibrary.Failed())
            {
                throw GdalLibrary.Broken($"it cannot be {what}", _path, "Free room on the disk, or name another folder for what is written on the way.");
            }
        }
    }
}
