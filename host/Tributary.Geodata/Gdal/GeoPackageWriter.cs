using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Writes a GeoPackage, one layer after the other. The same layers give the same bytes. One caller at a time.</summary>
public sealed class GeoPackageWriter : IDisposable
{
    private readonly string _path;
    private readonly DatasetHandle _handle;

    /// <summary>Creates the file, in place of an earlier one.</summary>
    /// <exception cref="WorkException">It cannot be created.</exception>
    public GeoPackageWriter(string path)
    {
        _path = path;
        GdalLibrary.Begin();
        try
        {
            File.Delete(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"the earlier file cannot be replaced ({wrong.Message})", path, cause: wrong);
        }

        _handle = new DatasetHandle(GdalNative.GDALCreate(GdalNative.GDALGetDriverByName("GPKG"), path, 0, 0, 0, GdalNative.TypeUnknown, default));
        if (_handle.IsInvalid)
        {
            throw GdalLibrary.Broken("it cannot be created as a GeoPackage", path);
        }
    }

    /// <summary>Writes a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="system">The coordinate system of its geometries.</param>
    /// <param name="kind">What its geometries are; single ones where multipart ones are wanted are wrapped.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="features">Its features: a geometry, and a value for each field (null where empty).</param>
    /// <exception cref="WorkException">It cannot be written.</exception>
    public void WriteLayer(
        string name, CoordinateSystem system, OgcGeometryType kind, IReadOnlyList<VectorField> fields, IEnumerable<(Geometry Geometry, object?[] Values)> features)
    {
        GdalLibrary.Begin();
        nint layer = OgrNative.GDALDatasetCreateLayer(_handle, name, system.Handle, (int)kind, 0);
        Check(layer != 0, $"layer {name} cannot be created");
        foreach (VectorField field in fields)
        {
            nint definition = OgrNative.OGR_Fld_Create(field.Name, TypeOf(field.Kind));
            int status = OgrNative.OGR_L_CreateField(layer, definition, 0);
            OgrNative.OGR_Fld_Destroy(definition);
            Check(status == 0, $"field {field.Name} of layer {name} cannot be created");
        }

        nint row = OgrNative.OGR_L_GetLayerDefn(layer);
        var writer = new WKBWriter();
        Check(OgrNative.GDALDatasetStartTransaction(_handle, 0) == 0, $"layer {name} cannot be written");
        foreach ((Geometry geometry, object?[] values) in features)
        {
            using var feature = new FeatureHandle(OgrNative.OGR_F_Create(row));
            SetValues(feature, fields, values);
            byte[] wkb = writer.Write(Wrap(geometry, kind));
            int status = OgrNative.OGR_G_CreateFromWkb(wkb, 0, out nint shape, wkb.Length);
            Check(status == 0 && OgrNative.OGR_F_SetGeometryDirectly(feature, shape) == 0, $"a geometry of layer {name} cannot be written");
            Check(OgrNative.OGR_L_CreateFeature(layer, feature) == 0, $"layer {name} cannot be written");
        }

        Check(OgrNative.GDALDatasetCommitTransaction(_handle) == 0, $"layer {name} cannot be written");
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void SetValues(FeatureHandle feature, IReadOnlyList<VectorField> fields, object?[] values)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            switch (values[i])
            {
                case null:
                    break;
                case int or long:
                    OgrNative.OGR_F_SetFieldInteger64(feature, i, Convert.ToInt64(values[i], CultureInfo.InvariantCulture));
                    break;
                case double number:
                    OgrNative.OGR_F_SetFieldDouble(feature, i, number);
                    break;
                case object text:
                    OgrNative.OGR_F_SetFieldString(feature, i, text.ToString() ?? string.Empty);
                    break;
            }
        }
    }

    private static Geometry Wrap(Geometry geometry, OgcGeometryType kind) => (kind, geometry) switch
    {
        (OgcGeometryType.MultiPolygon, Polygon polygon) => geometry.Factory.CreateMultiPolygon([polygon]),
        (OgcGeometryType.MultiLineString, LineString line) => geometry.Factory.CreateMultiLineString([line]),
        _ => geometry,
    };

    private static int TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Whole => OgrNative.TypeInteger64,
        FieldKind.Number => OgrNative.TypeReal,
        _ => OgrNative.TypeText,
    };

    private void Check(bool done, string problem)
    {
        if (!done)
        {
            throw GdalLibrary.Broken(problem, _path);
        }
    }
}
