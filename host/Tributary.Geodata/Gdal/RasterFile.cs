using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A raster open for reading: GeoTIFF, ASCII grid or whatever else GDAL reads. One caller at a time.</summary>
public sealed class RasterFile : IDisposable
{
    private readonly DatasetHandle _handle;

    private RasterFile(string path, DatasetHandle handle)
    {
        Path = path;
        _handle = handle;
        Width = GdalNative.GDALGetRasterXSize(handle);
        Height = GdalNative.GDALGetRasterYSize(handle);
        BandCount = GdalNative.GDALGetRasterCount(handle);
        Transform = ReadTransform();
        CoordinateSystem = CoordinateSystem.CopyOf(GdalNative.GDALGetSpatialRef(handle));
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of bands.</summary>
    public int BandCount { get; }

    /// <summary>Where its cells lie.</summary>
    public GeoTransform Transform { get; }

    /// <summary>Its coordinate system, disposed with it; null where the file states none.</summary>
    public CoordinateSystem? CoordinateSystem { get; }

    /// <summary>Opens a raster.</summary>
    /// <exception cref="InputException">It is missing, no raster, or not north-up.</exception>
    public static RasterFile Open(string path)
    {
        GdalLibrary.Begin();
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new InputException("there is no such file", path, "Check the path; relative ones start at the workflow's folder.");
        }

        var handle = new DatasetHandle(GdalNative.GDALOpenEx(path, GdalNative.OpenRaster | GdalNative.OpenVerbose, 0, 0, 0));
        if (handle.IsInvalid)
        {
            throw GdalLibrary.Wrong("it cannot be opened as a raster", path, "Give a GeoTIFF or another raster that GDAL reads.");
        }

        try
        {
            return new RasterFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What the file says of a band.</summary>
    /// <param name="band">Its number, from 1.</param>
    /// <exception cref="InputException">There is no such band.</exception>
    public RasterBand Band(int band)
    {
        nint handle = Find(band);
        (double scale, _, _) = Packing(handle);
        string? unit = Marshal.PtrToStringUTF8(GdalNative.GDALGetRasterUnitType(handle));
        string description = Marshal.PtrToStringUTF8(GdalNative.GDALGetDescription(handle)) ?? string.Empty;
        return new RasterBand(description.Trim(), string.IsNullOrWhiteSpace(unit) ? null : unit.Trim(), scale, Metadata(handle));
    }

    /// <summary>What the file says of itself: the items of its metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return Metadata(_handle.DangerousGetHandle());
    }

    /// <summary>Reads a window as physical values; cells without data are NaN.</summary>
    /// <param name="band">Number of the band, from 1.</param>
    /// <param name="column">First column.</param>
    /// <param name="row">First row.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="values">Receives the values, <c>[y][x]</c>.</param>
    /// <exception cref="InputException">The window lies outside the raster, or it cannot be read.</exception>
    public unsafe void Read(int band, int column, int row, int width, int height, Span<double> values)
    {
        Span<double> window = values[..checked(width * height)];
        nint handle;
        fixed (double* buffer = window)
        {
            handle = ReadInto(band, column, row, width, height, buffer, GdalNative.TypeFloat64);
        }

        (double scale, double offset, double missing) = Packing(handle);
        foreach (ref double value in window)
        {
            value = value == missing ? double.NaN : (value * scale) + offset;
        }
    }

    /// <summary>Reads a window as physical values of single precision; cells without data are NaN.</summary>
    /// <inheritdoc cref="Read(int, int, int, int, int, Span{double})"/>
    public unsafe void Read(int band, int column, int row, int width, int height, Span<float> values)
    {
        Span<float> window = values[..checked(width * height)];
        nint handle;
        fixed (float* buffer = window)
        {
            handle = ReadInto(band, column, row, width, height, buffer, GdalNative.TypeFloat32);
        }

        (double scale, double offset, double missing) = Packing(handle);
        float missingSingle = (float)missing;
        foreach (ref float value in window)
        {
            value = value == missingSingle ? float.NaN : (float)((value * scale) + offset);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CoordinateSystem?.Dispose();
        _handle.Dispose();
    }

    private static (double Scale, double Offset, double Missing) Packing(nint band)
    {
        double scale = GdalNative.GDALGetRasterScale(band, out int hasScale);
        double offset = GdalNative.GDALGetRasterOffset(band, out int hasOffset);
        double missing = GdalNative.GDALGetRasterNoDataValue(band, out int hasMissing);
        return (hasScale != 0 ? scale : 1, hasOffset != 0 ? offset : 0, hasMissing != 0 ? missing : double.NaN);
    }

    private unsafe nint ReadInto(int band, int column, int row, int width, int height, void* buffer, int type)
    {
        nint handle = Find(band);
        if (column < 0 || row < 0 || column + width > Width || row + height > Height)
        {
            throw new InputException($"it has {Width} x {Height} cells; columns {column} to {column + width - 1} and rows {row} to {row + height - 1} are not all in it", Path);
        }

        return GdalNative.GDALRasterIO(handle, GdalNative.Read, column, row, width, height, buffer, width, height, type, 0, 0) == 0
            ? handle
            : throw GdalLibrary.Wrong($"rows {row} to {row + height - 1} of band {band} cannot be read", Path, "The file may be truncated; fetch it again.");
    }

    private nint Find(int band)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        GdalLibrary.Begin();
        return band >= 1 && band <= BandCount
            ? GdalNative.GDALGetRasterBand(_handle, band)
            : throw new InputException($"it has {BandCount} bands, not {band}", Path);
    }

    private static unsafe Dictionary<string, string> Metadata(nint item)
    {
        var items = new Dictionary<string, string>();
        nint* lines = (nint*)GdalNative.GDALGetMetadata(item, null);
        for (int i = 0; lines is not null && lines[i] != 0; i++)
        {
            string line = Marshal.PtrToStringUTF8(lines[i]) ?? string.Empty;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                items[line[..equals]] = line[(equals + 1)..];
            }
        }

        return items;
    }

    private GeoTransform ReadTransform()
    {
        Span<double> transform = stackalloc double[6];
        if (GdalNative.GDALGetGeoTransform(_handle, transform) != 0)
        {
            throw new InputException("it does not say where on the Earth its cells lie", Path, "Give a georeferenced raster.");
        }

        if (transform[2] != 0 || transform[4] != 0 || transform[1] <= 0 || transform[5] >= 0)
        {
            throw new InputException("its rows do not run west to east from north to south", Path, "Bring it north-up, as with gdalwarp.");
        }

        return new GeoTransform(transform[0], transform[3], transform[1], -transform[5]);
    }
}
