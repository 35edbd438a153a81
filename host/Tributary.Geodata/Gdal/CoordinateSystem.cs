using System.Globalization;
using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A coordinate reference system. Coordinates are longitude or easting first, latitude or northing second, whatever its authority says.</summary>
public sealed class CoordinateSystem : IDisposable
{
    private static readonly Lazy<CoordinateSystem> World = new(Wgs84);

    private CoordinateSystem(nint reference)
    {
        Handle = new SpatialReferenceHandle(reference);
        OsrNative.OSRSetAxisMappingStrategy(Handle, OsrNative.TraditionalOrder);
    }

    /// <summary>Its name, as <c>WGS 84 / UTM zone 12N</c>.</summary>
    public string Name => Marshal.PtrToStringUTF8(OsrNative.OSRGetName(Handle)) ?? string.Empty;

    /// <summary>Whether its coordinates are longitude and latitude.</summary>
    public bool IsGeographic => OsrNative.OSRIsGeographic(Handle) != 0;

    /// <summary>Whether its place on the Earth is known: a local or engineering system has none.</summary>
    public bool IsOnEarth => IsGeographic || OsrNative.OSRIsProjected(Handle) != 0;

    /// <summary>Whether its coordinates are longitude and latitude on WGS 84 in degrees.</summary>
    public bool IsWgs84 => IsGeographic && OsrNative.OSRIsSameGeogCS(Handle, World.Value.Handle) != 0;

    /// <summary>Metres in one unit of its coordinates, where they are projected.</summary>
    public double MetresPerUnit => OsrNative.OSRGetLinearUnits(Handle, 0);

    /// <summary>Semi-major axis in m and inverse flattening of its ellipsoid (0 for a sphere).</summary>
    public (double SemiMajor, double InverseFlattening) Ellipsoid =>
        (OsrNative.OSRGetSemiMajor(Handle, out _), OsrNative.OSRGetInvFlattening(Handle, out _));

    /// <summary>Its definition as well-known text.</summary>
    public string WellKnownText
    {
        get
        {
            _ = OsrNative.OSRExportToWkt(Handle, out nint text);
            string wkt = Marshal.PtrToStringUTF8(text) ?? string.Empty;
            GdalNative.VSIFree(text);
            return wkt;
        }
    }

    internal SpatialReferenceHandle Handle { get; }

    /// <summary>Longitude and latitude on WGS 84 (EPSG:4326).</summary>
    public static CoordinateSystem Wgs84() => Parse("EPSG:4326", "EPSG:4326");

    /// <summary>Lambert's azimuthal equal-area projection on WGS 84, in m.</summary>
    /// <param name="latitude">Latitude of its centre in degrees north.</param>
    /// <param name="longitude">Longitude of its centre in degrees east.</param>
    public static CoordinateSystem EqualArea(double latitude, double longitude)
    {
        string definition = string.Create(CultureInfo.InvariantCulture, $"+proj=laea +lat_0={latitude:R} +lon_0={longitude:R} +datum=WGS84 +units=m +no_defs");
        return Parse(definition, definition);
    }

    /// <summary>Reads a definition: an authority's code as <c>EPSG:26912</c>, well-known text or a PROJ string.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="where">The file or key that it stands in, for the message.</param>
    /// <exception cref="InputException">It is unknown.</exception>
    public static CoordinateSystem Parse(string definition, string where)
    {
        GdalLibrary.Begin();
        var system = new CoordinateSystem(OsrNative.OSRNewSpatialReference(null));
        if (OsrNative.OSRSetFromUserInput(system.Handle, definition) != 0)
        {
            InputException wrong = GdalLibrary.Wrong(
                $"'{definition}' is no known coordinate system", where, "Give an authority's code as EPSG:4326, well-known text, or a PROJ string.");
            system.Dispose();
            throw wrong;
        }

        OsrNative.OSRSetAxisMappingStrategy(system.Handle, OsrNative.TraditionalOrder);
        return system;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>A copy of a system that a layer or raster owns; null where it has none.</summary>
    internal static CoordinateSystem? CopyOf(nint reference) => reference == 0 ? null : new CoordinateSystem(OsrNative.OSRClone(reference));
}
