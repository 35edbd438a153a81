using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of GDAL for arrays of several dimensions that the host uses. Names and meanings are those of gdal.h.</summary>
internal static unsafe partial class MultiDimNative
{
    static MultiDimNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALDatasetGetRootGroup(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALGroupRelease(nint group);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGroupOpenMDArray(GroupHandle group, string name, nint options);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALMDArrayRelease(nint array);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALExtendedDataTypeCreate(int type);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void GDALExtendedDataTypeRelease(nint type);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALMDArrayRead(
        ArrayHandle array, ReadOnlySpan<ulong> start, ReadOnlySpan<nuint> count, nint step, nint stride, nint type, double* buffer, nint bufferStart, nuint bufferSize);
}
