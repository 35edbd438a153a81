namespace Tributary.Geodata;

/// <summary>Where the cells of a north-up raster lie.</summary>
/// <param name="Left">x of its left edge.</param>
/// <param name="Top">y of its top edge.</param>
/// <param name="CellWidth">Width of a cell, above 0.</param>
/// <param name="CellHeight">Height of a cell, above 0; rows run from north to south.</param>
public readonly record struct GeoTransform(double Left, double Top, double CellWidth, double CellHeight)
{
    /// <summary>x of the centre of a column.</summary>
    public double X(int column) => Left + ((column + 0.5) * CellWidth);

    /// <summary>y of the centre of a row.</summary>
    public double Y(int row) => Top - ((row + 0.5) * CellHeight);

    /// <summary>The column in which an x lies, also outside the raster.</summary>
    public int Column(double x) => (int)Math.Floor((x - Left) / CellWidth);

    /// <summary>The row in which a y lies, also outside the raster.</summary>
    public int Row(double y) => (int)Math.Floor((Top - y) / CellHeight);

    /// <summary>That of a window of the raster.</summary>
    public GeoTransform Window(int column, int row) => this with { Left = Left + (column * CellWidth), Top = Top - (row * CellHeight) };
}
