using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>Lines, lengths and slopes of stream links. A reach ends where the next begins; the last one at the edge of its last cell.</summary>
internal sealed class ReachDrawing
{
    private static readonly GeometryFactory Factory = new();

    private readonly ElevationGrid _grid;
    private readonly FlowDirections _directions;

    public ReachDrawing(ElevationGrid grid, FlowDirections directions, double[] filled, StreamLinks links, double smallestSlope)
    {
        (_grid, _directions) = (grid, directions);
        int count = links.Cells.Count;
        LengthMetres = new double[count];
        Slope = new double[count];
        Lines = new Geometry[count];
        for (int link = 0; link < count; link++)
        {
            List<int> cells = links.Cells[link];
            List<Coordinate> points = [.. cells.Select(Centre)];
            for (int i = 0; i + 1 < cells.Count; i++)
            {
                LengthMetres[link] += Distance(cells[i]);
            }

            int end = cells[^1];
            if (links.Downstream[link] >= 0)
            {
                LengthMetres[link] += Distance(end);
                end = links.Cells[links.Downstream[link]][0];
                points.Add(Centre(end));
            }
            else
            {
                LengthMetres[link] += Distance(end) / 2;
                points.Add(Way(end));
            }

            Slope[link] = (filled[cells[0]] - filled[end]) / LengthMetres[link];
            if (Slope[link] < smallestSlope)
            {
                Slope[link] = smallestSlope;
                Steepened.Add(link);
            }

            Lines[link] = Factory.CreateLineString([.. points]);
        }
    }

    public double[] LengthMetres { get; }

    public double[] Slope { get; }

    public Geometry[] Lines { get; }

    public List<int> Steepened { get; } = [];

    private Coordinate Centre(int cell) => new(_grid.Transform.X(cell % _grid.Width), _grid.Transform.Y(cell / _grid.Width));

    // The point where water leaves the cell at the outlet; southward where the cell is the lowest there is.
    private Coordinate Way(int cell)
    {
        (int column, int row) = Step(cell);
        Coordinate centre = Centre(cell);
        return new Coordinate(centre.X + (column * _grid.Transform.CellWidth / 2), centre.Y - (row * _grid.Transform.CellHeight / 2));
    }

    private double Distance(int cell)
    {
        (int column, int row) = Step(cell);
        (double east, double south) = _grid.CellSize(cell / _grid.Width);
        return double.Hypot(column * east, row * south);
    }

    private (int Column, int Row) Step(int cell) => _directions.Step(cell) is (0, 0) ? (0, 1) : _directions.Step(cell);
}
