using System.Security.Cryptography;
using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>
/// The horizontal grid of a variable: quadrangular cells in rows and columns as the file stores them, each known by its index
/// <c>row * Width + column</c>. Latitudes and longitudes are geodetic, in degrees; a datum other than WGS 84 is taken as it is.
/// </summary>
public abstract class CellGrid
{
    private string? _key;

    private protected CellGrid(string kind, int height, int width)
    {
        Kind = kind;
        Height = height;
        Width = width;
    }

    /// <summary>What kind of grid it is, for messages: <c>regular</c>, <c>rotated pole</c>, <c>curvilinear</c>, or the projection's CF name.</summary>
    public string Kind { get; }

    /// <summary>Number of rows, along the variable's slower horizontal dimension.</summary>
    public int Height { get; }

    /// <summary>Number of columns, along the variable's faster horizontal dimension.</summary>
    public int Width { get; }

    /// <summary>Number of cells.</summary>
    public int Count => Height * Width;

    /// <summary>SHA-256 of all that says where the cells lie, in hexadecimal; equal for equal grids described in the same way.</summary>
    public string Key
    {
        get
        {
            if (_key is null)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{Kind} {Height} {Width}"));
                AppendTo(hash);
                _key = Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            return _key;
        }
    }

    /// <summary>The centre of a cell, its longitude from -180 (inclusive) to 180 degrees (exclusive); NaN where the file does not give it.</summary>
    public abstract (double Longitude, double Latitude) Centre(int cell);

    /// <summary>
    /// The four corners of a cell in turn. Longitudes lie within 180 degrees of the centre's, so that a cell on the date line reaches beyond 180.
    /// </summary>
    /// <param name="cell">Index of the cell.</param>
    /// <param name="longitude">Receives four longitudes in degrees east; NaN where the cell has no known place.</param>
    /// <param name="latitude">Receives four latitudes in degrees north.</param>
    public abstract void Corners(int cell, Span<double> longitude, Span<double> latitude);

    /// <summary>A cell as a polygon in degrees east and north (EPSG:4326); null where the cell has no known place.</summary>
    public Polygon? Outline(int cell)
    {
        Span<double> longitude = stackalloc double[4];
        Span<double> latitude = stackalloc double[4];
        Corners(cell, longitude, latitude);
        var ring = new Coordinate[5];
        for (int i = 0; i < 4; i++)
        {
            if (double.IsNaN(longitude[i]) || double.IsNaN(latitude[i]))
            {
                return null;
            }

            ring[i] = new Coordinate(longitude[i], latitude[i]);
        }

        ring[4] = ring[0].Copy();
        return new Polygon(new LinearRing(ring));
    }

    private protected abstract void AppendTo(IncrementalHash hash);

    /// <summary>A longitude from -180 (inclusive) to 180 (exclusive).</summary>
    private protected static double Wrap(double longitude) => longitude is >= -180 and < 180 ? longitude : longitude - (360 * Math.Floor((longitude + 180) / 360));

    /// <summary>The same longitude within 180 degrees of another one.</summary>
    private protected static double Near(double longitude, double reference)
    {
        double turns = Math.Round((reference - longitude) / 360);
        return turns == 0 ? longitude : longitude + (360 * turns);
    }
}

/// <summary>A block of neighbouring rows and columns of a grid.</summary>
/// <param name="Row">First row.</param>
/// <param name="Column">First column.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
public readonly record struct GridWindow(int Row, int Column, int Height, int Width)
{
    /// <summary>Number of cells.</summary>
    public int Count => Height * Width;

    /// <summary>All of a grid.</summary>
    public static GridWindow All(CellGrid grid) => new(0, 0, grid.Height, grid.Width);
}
