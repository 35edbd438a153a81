using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Writes rasters of one band as GeoTIFF, compressed without loss.</summary>
public static class GeoTiffWriter
{
    private static readonly string[] Options = ["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"];

    /// <summary>Writes numbers; NaN is the value of cells without data.</summary>
    /// <param name="path">The file, in place of an earlier one.</param>
    /// <param name="values">The values, <c>[y][x]</c>.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="transform">Where the cells lie.</param>
    /// <param name="system">Their coordinate system.</param>
    /// <exception cref="WorkException">It cannot be written.</exception>
    public static unsafe void Write(string path, ReadOnlySpan<double> values, int width, GeoTransform transform, CoordinateSystem system)
    {
        fixed (double* buffer = values)
        {
            Write(path, buffer, width, values.Length / width, GdalNative.TypeFloat64, double.NaN, transform, system);
        }
    }

    /// <summary>Writes whole numbers, as flow directions or ids of subbasins.</summary>
    /// <param name="path">The file, in place of an earlier one.</param>
    /// <param name="values">The values, <c>[y][x]</c>.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="missing">The value of cells without data.</param>
    /// <param name="transform">Where the cells lie.</param>
    /// <param name="system">Their coordinate system.</param>
    /// <exception cref="WorkException">It cannot be written.</exception>
    public static unsafe void Write(string path, ReadOnlySpan<int> values, int width, int missing, GeoTransform transform, CoordinateSystem system)
    {
        fixed (int* buffer = values)
        {
            Write(path, buffer, width, values.Length / width, GdalNative.TypeInt32, missing, transform, system);
        }
    }

    private static unsafe void Write(
        string path, void* buffer, int width, int height, int type, double missing, GeoTransform transform, CoordinateSystem system)
    {
        GdalLibrary.Begin();
        nint[] options = [.. Options.Select(Marshal.StringToCoTaskMemUTF8), 0];
        try
        {
            nint driver = GdalNative.GDALGetDriverByName("GTiff");
            using var dataset = new DatasetHandle(GdalNative.GDALCreate(driver, path, width, height, 1, type, options));
            if (dataset.IsInvalid)
            {
                throw GdalLibrary.Broken("it cannot be created as a GeoTIFF", path);
            }

            _ = GdalNative.GDALSetGeoTransform(dataset, [transform.Left, transform.CellWidth, 0, transform.Top, 0, -transform.CellHeight]);
            _ = GdalNative.GDALSetSpatialRef(dataset, system.Handle);
            nint band = GdalNative.GDALGetRasterBand(dataset, 1);
            _ = GdalNative.GDALSetRasterNoDataValue(band, missing);
            int status = GdalNative.GDALRasterIO(band, GdalNative.Write, 0, 0, width, height, buffer, width, height, type, 0, 0);
            GdalNative.GDALFlushCache(dataset);
            if (status != 0 || GdalLibrary.Failed())
            {
                throw GdalLibrary.Broken("it cannot be written", path);
            }
        }
        finally
        {
            Array.ForEach(options, Marshal.FreeCoTaskMem);
        }
    }
}
