using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of GDAL for data sets, rasters and errors that the host uses. Names and meanings are those of gdal.h and cpl_error.h.</summary>
internal static partial class GdalNative
{
    public const int OpenRaster = 0x02;
    public const int OpenVector = 0x04;
    public const int OpenMultiDimensional = 0x10;
    public const int OpenVerbose = 0x40;
    public const int Read = 0;
    public const int Write = 1;
    public const int ErrorFailure = 3;

    public const int TypeUnknown = 0;
    public const int TypeByte = 1;
    public const int TypeInt32 = 5;
    public const int TypeFloat32 = 6;
    public const int TypeFloat64 = 7;

    static GdalNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALAllRegister();

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALVersionInfo(string request);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint CPLSetErrorHandler(nint handler);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void CPLErrorReset();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int CPLGetLastErrorType();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint CPLGetLastErrorMsg();

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CPLSetConfigOption(string key, string? value);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial long GDALGetCacheMax64();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALSetCacheMax64(long bytes);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void VSIFree(nint memory);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALOpenEx(string path, uint flags, nint drivers, nint options, nint siblings);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALClose(nint dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALFlushCache(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetDriverByName(string name);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreate(nint driver, string path, int width, int height, int bands, int type, ReadOnlySpan<nint> options);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALGetRasterXSize(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALGetRasterYSize(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALGetRasterCount(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALGetGeoTransform(DatasetHandle dataset, Span<double> transform);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALSetGeoTransform(DatasetHandle dataset, ReadOnlySpan<double> transform);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALGetSpatialRef(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALSetSpatialRef(DatasetHandle dataset, SpatialReferenceHandle reference);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALGetRasterBand(DatasetHandle dataset, int band);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double GDALGetRasterNoDataValue(nint band, out int there);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double GDALGetRasterScale(nint band, out int there);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double GDALGetRasterOffset(nint band, out int there);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALGetRasterUnitType(nint band);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALGetDescription(nint item);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetMetadata(nint item, string? domain);

    [LibraryImport(NativeLibraries.Gdal)]
    public static unsafe partial int GDALRasterIO(
        nint band, int direction, int x, int y, int width, int height, void* buffer, int bufferWidth, int bufferHeight, int type, int pixelSpace, int lineSpace);
}
