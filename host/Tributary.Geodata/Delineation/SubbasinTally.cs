using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>Adds up the cells of a catchment by the link that they drain to, and collects the edges of their outlines.</summary>
internal sealed class SubbasinTally
{
    private readonly GeoTransform _transform;
    private readonly OutlineTracing _whole;
    private readonly OutlineTracing[] _parts;

    /// <param name="links">Number of links.</param>
    /// <param name="transform">Where the grid's cells lie.</param>
    /// <param name="width">Number of its columns.</param>
    public SubbasinTally(int links, GeoTransform transform, int width)
    {
        _transform = transform;
        _whole = new OutlineTracing(transform, width);
        _parts = [.. Enumerable.Range(0, links).Select(_ => new OutlineTracing(transform, width))];
        AreaKm2 = new double[links];
        Elevation = new double[links];
        X = new double[links];
        Y = new double[links];
    }

    /// <summary>Number of cells.</summary>
    public long Cells { get; private set; }

    /// <summary>Whether a cell other than the outlet lies at the edge of the grid or of its known cells.</summary>
    public bool ReachesEdge { get; set; }

    /// <summary>First and last column and row of the catchment.</summary>
    public (int West, int North, int East, int South) Extent { get; private set; } = (int.MaxValue, int.MaxValue, -1, -1);

    public double[] AreaKm2 { get; }

    /// <summary>Mean elevations in m, once <see cref="Close"/> was called.</summary>
    public double[] Elevation { get; }

    /// <summary>x of the centroids, once <see cref="Close"/> was called.</summary>
    public double[] X { get; }

    /// <summary>y of the centroids, once <see cref="Close"/> was called.</summary>
    public double[] Y { get; }

    /// <summary>Adds a cell.</summary>
    /// <param name="link">Its link.</param>
    /// <param name="column">Its column.</param>
    /// <param name="row">Its row.</param>
    /// <param name="areaKm2">Its area.</param>
    /// <param name="elevation">Its elevation in m.</param>
    /// <param name="around">The links of its neighbours to the south, east, north and west; -1 outside the catchment.</param>
    public void Add(int link, int column, int row, double areaKm2, double elevation, (int South, int East, int North, int West) around)
    {
        Cells++;
        AreaKm2[link] += areaKm2;
        Elevation[link] += areaKm2 * elevation;
        X[link] += areaKm2 * _transform.X(column);
        Y[link] += areaKm2 * _transform.Y(row);
        Extent = (Math.Min(Extent.West, column), Math.Min(Extent.North, row), Math.Max(Extent.East, column), Math.Max(Extent.South, row));
        _whole.Add(column, row, around.South < 0, around.East < 0, around.North < 0, around.West < 0);
        _parts[link].Add(column, row, around.South != link, around.East != link, around.North != link, around.West != link);
    }

    /// <summary>Turns sums into means and draws the outlines.</summary>
    public (Geometry Whole, Geometry[] Parts) Close()
    {
        for (int link = 0; link < AreaKm2.Length; link++)
        {
            Elevation[link] /= AreaKm2[link];
            X[link] /= AreaKm2[link];
            Y[link] /= AreaKm2[link];
        }

        return (_whole.Assemble(), [.. _parts.Select(part => part.Assemble())]);
    }
}
