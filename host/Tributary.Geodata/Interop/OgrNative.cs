using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of OGR for vector layers that the host uses. Names and meanings are those of ogr_api.h and gdal.h.</summary>
internal static partial class OgrNative
{
    public const int LittleEndian = 1;

    public const int TypeInteger = 0;
    public const int TypeReal = 2;
    public const int TypeText = 4;
    public const int TypeInteger64 = 12;

    static OgrNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALDatasetGetLayerCount(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint GDALDatasetGetLayer(DatasetHandle dataset, int layer);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALDatasetCreateLayer(DatasetHandle dataset, string name, SpatialReferenceHandle reference, int geometryType, nint options);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALDatasetStartTransaction(DatasetHandle dataset, int force);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int GDALDatasetCommitTransaction(DatasetHandle dataset);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_L_GetName(nint layer);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial long OGR_L_GetFeatureCount(nint layer, int force);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_L_GetSpatialRef(nint layer);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_L_GetLayerDefn(nint layer);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_L_ResetReading(nint layer);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_L_GetNextFeature(nint layer);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_L_CreateField(nint layer, nint field, int approximate);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_L_CreateFeature(nint layer, FeatureHandle feature);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_FD_GetFieldCount(nint definition);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_FD_GetFieldDefn(nint definition, int field);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OGR_Fld_Create(string name, int type);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_Fld_Destroy(nint field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_Fld_GetNameRef(nint field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_Fld_GetType(nint field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_F_Create(nint definition);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_F_Destroy(nint feature);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial long OGR_F_GetFID(FeatureHandle feature);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_F_IsFieldSetAndNotNull(FeatureHandle feature, int field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial long OGR_F_GetFieldAsInteger64(FeatureHandle feature, int field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial double OGR_F_GetFieldAsDouble(FeatureHandle feature, int field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_F_GetFieldAsString(FeatureHandle feature, int field);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_F_SetFieldInteger64(FeatureHandle feature, int field, long value);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_F_SetFieldDouble(FeatureHandle feature, int field, double value);

    [LibraryImport(NativeLibraries.Gdal, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void OGR_F_SetFieldString(FeatureHandle feature, int field, string value);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial nint OGR_F_GetGeometryRef(FeatureHandle feature);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_F_SetGeometryDirectly(FeatureHandle feature, nint geometry);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_G_FlattenTo2D(nint geometry);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial void OGR_G_CloseRings(nint geometry);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_G_WkbSize(nint geometry);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_G_ExportToIsoWkb(nint geometry, int byteOrder, Span<byte> wkb);

    [LibraryImport(NativeLibraries.Gdal)]
    public static partial int OGR_G_CreateFromWkb(ReadOnlySpan<byte> wkb, nint reference, out nint geometry, int length);
}
