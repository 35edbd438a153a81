using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>Lines, lengths and slopes of stream links. A reach ends where the next begins; the last one at the edge of its last cell.</summary>
internal sealed class ReachDrawing
{
    private static readonly GeometryFactory Factory = new();

    private readonly StreamCells _streams;
    private readonly CellMeasures _measures;
    private readonly GeoTransform _transform;

    public ReachDrawing(StreamCells streams, StreamLinks links, CellMeasures measures, GeoTransform transform, double smallestSlope)
    {
        (_streams, _measures, _transform) = (streams, measures, transform);
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

            Slope[link] = (streams.Filled[cells[0]] - streams.Filled[end]) / LengthMetres[link];
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

    private Coordinate Centre(int stream) => new(_transform.X(_streams.Column(stream)), _transform.Y(_streams.Row(stream)));

    // The point where water leaves the cell at the outlet; southward where the cell is the lowest there is.
    private Coordinate Way(int stream)
    {
        (int column, int row) = Step(stream);
        Coordinate centre = Centre(stream);
        return new Coordinate(centre.X + (column * _transform.CellWidth / 2), centre.Y - (row * _transform.CellHeight / 2));
    }

    private double Distance(int stream)
    {
        (int column, int row) = Step(stream);
        (double east, double south) = _measures.Size(_streams.Row(stream));
        return double.Hypot(column * east, row * south);
    }

    private (int Column, int Row) Step(int stream) => FlowDirections.StepOf(_streams.Directions[stream]) is (0, 0) ? (0, 1) : FlowDirections.StepOf(_streams.Directions[stream]);
}
