using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Geodata;

/// <summary>A curvilinear grid: latitude and longitude of every cell, with its corners as given or as inferred.</summary>
internal sealed class CornerGrid : CellGrid
{
    private readonly double[] _longitude;
    private readonly double[] _latitude;
    private readonly double[] _cornerLongitude;
    private readonly double[] _cornerLatitude;
    private readonly bool _shared;

    /// <param name="height">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="longitude">Longitudes of the centres, <c>[y][x]</c>.</param>
    /// <param name="latitude">Latitudes of the centres, <c>[y][x]</c>.</param>
    /// <param name="corners">Longitudes and latitudes of the corners, <c>[y][x][4]</c>; null to infer them from the centres.</param>
    public CornerGrid(int height, int width, double[] longitude, double[] latitude, (double[] Longitude, double[] Latitude)? corners)
        : base("curvilinear", height, width)
    {
        (_longitude, _latitude) = (longitude, latitude);
        _shared = corners is null;
        if (corners is { } given)
        {
            (_cornerLongitude, _cornerLatitude) = given;
        }
        else
        {
            _cornerLongitude = Between(longitude, height, width, circular: true);
            _cornerLatitude = Between(latitude, height, width, circular: false);
        }
    }

    public override (double Longitude, double Latitude) Centre(int cell) => (Wrap(_longitude[cell]), _latitude[cell]);

    public override void Corners(int cell, Span<double> longitude, Span<double> latitude)
    {
        (double middle, _) = Centre(cell);
        int first = ((cell / Width) * (Width + 1)) + (cell % Width);
        ReadOnlySpan<int> around = _shared ? [first, first + 1, first + Width + 2, first + Width + 1] : [4 * cell, (4 * cell) + 1, (4 * cell) + 2, (4 * cell) + 3];
        for (int i = 0; i < 4; i++)
        {
            longitude[i] = Near(_cornerLongitude[around[i]], middle);
            latitude[i] = Math.Clamp(_cornerLatitude[around[i]], -90, 90);
        }
    }

    private protected override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes<double>(_cornerLongitude));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_cornerLatitude));
    }

    /// <summary>The mean of the four centres around each corner; a ring of centres beyond the rim is extrapolated linearly.</summary>
    private static double[] Between(double[] centres, int height, int width, bool circular)
    {
        double[] corners = new double[(height + 1) * (width + 1)];
        for (int row = 0; row <= height; row++)
        {
            for (int column = 0; column <= width; column++)
            {
                double reference = Beyond(row, column);
                double sum = 0;
                for (int i = 0; i < 4; i++)
                {
                    double centre = Beyond(row - (i / 2), column - (i % 2));
                    sum += circular ? Near(centre, reference) : centre;
                }

                corners[(row * (width + 1)) + column] = sum / 4;
            }
        }

        return corners;

        double Beyond(int row, int column)
        {
            if (row < 0 || row >= height)
            {
                (int rim, int inner) = row < 0 ? (0, 1) : (height - 1, height - 2);
                return Extrapolate(Beyond(rim, column), Beyond(inner, column));
            }

            if (column < 0 || column >= width)
            {
                (int rim, int inner) = column < 0 ? (0, 1) : (width - 1, width - 2);
                return Extrapolate(centres[(row * width) + rim], centres[(row * width) + inner]);
            }

            return centres[(row * width) + column];
        }

        double Extrapolate(double rim, double inner) => (2 * rim) - (circular ? Near(inner, rim) : inner);
    }
}
