using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>One layer of a vector file.</summary>
public sealed class VectorLayer
{
    private readonly VectorFile _file;
    private readonly nint _layer;

    internal VectorLayer(VectorFile file, nint layer)
    {
        _file = file;
        _layer = layer;
        Name = Marshal.PtrToStringUTF8(OgrNative.OGR_L_GetName(layer)) ?? string.Empty;
        nint definition = OgrNative.OGR_L_GetLayerDefn(layer);
        var fields = new VectorField[OgrNative.OGR_FD_GetFieldCount(definition)];
        for (int i = 0; i < fields.Length; i++)
        {
            nint field = OgrNative.OGR_FD_GetFieldDefn(definition, i);
            fields[i] = new VectorField(Marshal.PtrToStringUTF8(OgrNative.OGR_Fld_GetNameRef(field)) ?? string.Empty, KindOf(OgrNative.OGR_Fld_GetType(field)));
        }

        Fields = fields;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its fields.</summary>
    public IReadOnlyList<VectorField> Fields { get; }

    /// <summary>Number of features.</summary>
    public long Count => OgrNative.OGR_L_GetFeatureCount(_layer, 1);

    /// <summary>The file that it is in.</summary>
    public string Path => _file.Path;

    /// <summary>A copy of its coordinate system, the caller's to dispose; null where the file states none.</summary>
    public CoordinateSystem? ReadCoordinateSystem()
    {
        _file.DemandOpen();
        return CoordinateSystem.CopyOf(OgrNative.OGR_L_GetSpatialRef(_layer));
    }

    /// <summary>Index of a field by its name, upper and lower case alike; -1 where it is absent.</summary>
    public int IndexOf(string field)
    {
        for (int i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Index of a field by its name, upper and lower case alike.</summary>
    /// <exception cref="InputException">It is absent.</exception>
    public int Demand(string field)
    {
        int index = IndexOf(field);
        return index >= 0
            ? index
            : throw new InputException($"there is no field '{field}'", Path, $"It has {string.Join(", ", Fields.Select(each => each.Name))}.");
    }

    /// <summary>Reads the features one after the other, from the first.</summary>
    /// <exception cref="InputException">A feature cannot be read.</exception>
    public IEnumerable<VectorFeature> Read()
    {
        _file.DemandOpen();
        OgrNative.OGR_L_ResetReading(_layer);
        var reader = new WKBReader();
        while (true)
        {
            _file.DemandOpen();
            GdalLibrary.Begin();
            using var feature = new FeatureHandle(OgrNative.OGR_L_GetNextFeature(_layer));
            if (feature.IsInvalid)
            {
                if (GdalLibrary.Failed())
                {
                    throw GdalLibrary.Wrong($"layer {Name} cannot be read to its end", Path);
                }

                yield break;
            }

            yield return Convert(feature, reader);
        }
    }

    private VectorFeature Convert(FeatureHandle feature, WKBReader reader)
    {
        object?[] values = new object?[Fields.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (OgrNative.OGR_F_IsFieldSetAndNotNull(feature, i) != 0)
            {
                values[i] = Fields[i].Kind switch
                {
                    FieldKind.Whole => OgrNative.OGR_F_GetFieldAsInteger64(feature, i),
                    FieldKind.Number => OgrNative.OGR_F_GetFieldAsDouble(feature, i),
                    _ => Marshal.PtrToStringUTF8(OgrNative.OGR_F_GetFieldAsString(feature, i)),
                };
            }
        }

        long number = OgrNative.OGR_F_GetFID(feature);
        return new VectorFeature(number, ReadGeometry(feature, number, reader), values);
    }

    private Geometry? ReadGeometry(FeatureHandle feature, long number, WKBReader reader)
    {
        nint geometry = OgrNative.OGR_F_GetGeometryRef(feature);
        if (geometry == 0)
        {
            return null;
        }

        OgrNative.OGR_G_FlattenTo2D(geometry);
        OgrNative.OGR_G_CloseRings(geometry);
        byte[] wkb = new byte[OgrNative.OGR_G_WkbSize(geometry)];
        if (OgrNative.OGR_G_ExportToIsoWkb(geometry, OgrNative.LittleEndian, wkb) != 0)
        {
            throw GdalLibrary.Wrong($"the geometry of feature {number} cannot be read", Path);
        }

        try
        {
            return reader.Read(wkb);
        }
        catch (Exception wrong) when (wrong is ParseException or ArgumentException)
        {
            throw new InputException($"the geometry of feature {number} cannot be read ({wrong.Message})", Path, cause: wrong);
        }
    }

    private static FieldKind KindOf(int type) => type switch
    {
        OgrNative.TypeInteger or OgrNative.TypeInteger64 => FieldKind.Whole,
        OgrNative.TypeReal => FieldKind.Number,
        _ => FieldKind.Text,
    };
}
