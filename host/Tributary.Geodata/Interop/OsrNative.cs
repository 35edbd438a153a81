using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of OSR for coordinate systems that the host uses. Names and meanings are those of ogr_srs_api.h.</summary>
internal static partial class OsrNative
{
    /// <summary>Longitude or easting first, whatever the authority says.</summary>
    public const int TraditionalOrder = 0;

    static OsrNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OSRGetPROJVersion(out int major, out int minor, out int patch);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRNewSpatialReference(string? wkt);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OSRClone(nint reference);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OSRRelease(nint reference);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OSRSetFromUserInput(SpatialReferenceHandle reference, string definition);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OSRSetAxisMappingStrategy(SpatialReferenceHandle reference, int strategy);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OSRExportToWkt(SpatialReferenceHandle reference, out nint wkt);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OSRGetName(SpatialReferenceHandle reference);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OSRIsGeographic(SpatialReferenceHandle reference);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OSRIsProjected(SpatialReferenceHandle reference);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OSRIsSameGeogCS(SpatialReferenceHandle one, SpatialReferenceHandle other);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double OSRGetLinearUnits(SpatialReferenceHandle reference, nint name);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double OSRGetSemiMajor(SpatialReferenceHandle reference, out int error);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double OSRGetInvFlattening(SpatialReferenceHandle reference, out int error);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OCTNewCoordinateTransformation(SpatialReferenceHandle from, SpatialReferenceHandle to);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OCTTransform(TransformationHandle transformation, int count, Span<double> x, Span<double> y, nint z);
}
