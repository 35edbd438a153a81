using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>Collects the cells of one unit from a DEM, by windows of whole rows of the unit.</summary>
/// <param name="raster">The DEM.</param>
/// <param name="measures">Sizes of its cells.</param>
/// <param name="blockCells">Most cells of a window.</param>
internal sealed class UnitGround(RasterFile raster, CellMeasures measures, int blockCells)
{
    private readonly List<double> _elevations = [];
    private double _area;
    private double _elevation;
    private double _slopeArea;
    private double _slope;
    private long _inside;

    /// <summary>Number of cells whose elevation is known.</summary>
    public int Count => _elevations.Count;

    /// <summary>Adds the cells of an outline in the DEM's coordinates.</summary>
    public void Add(Geometry outline)
    {
        GeoTransform place = raster.Transform;
        var whole = new Envelope(place.Left, place.Left + (raster.Width * place.CellWidth), place.Top - (raster.Height * place.CellHeight), place.Top);
        if (!whole.Intersects(outline.EnvelopeInternal))
        {
            return;
        }

        AddRows(new OutlineRows(outline, place), outline.EnvelopeInternal);
        if (_inside == 0)
        {
            Point middle = outline.InteriorPoint;
            (int column, int row) = (place.Column(middle.X), place.Row(middle.Y));
            _inside = 1;
            if (column >= 0 && column < raster.Width && row >= 0 && row < raster.Height)
            {
                var window = new Window(raster, column, row, column, row);
                AddRun(window, row, column, column);
            }
        }
    }

    /// <summary>What was collected.</summary>
    public UnitTerrain Close(int count)
    {
        _elevations.Sort();
        double[] quantiles = [.. Enumerable.Range(0, count).Select(i => Quantile((double)i / (count - 1)))];
        return new UnitTerrain(quantiles, _elevation / _area, _slope / _slopeArea, (double)_elevations.Count / _inside);
    }

    private void AddRows(OutlineRows rows, Envelope extent)
    {
        int left = Math.Max(0, raster.Transform.Column(extent.MinX));
        int right = Math.Min(raster.Width - 1, raster.Transform.Column(extent.MaxX));
        int step = Math.Max(1, (blockCells / Math.Max(1, right - left + 3)) - 2);
        int end = rows.First + rows.Count;
        for (int first = rows.First; first < end; first += step)
        {
            int last = Math.Min(first + step, end) - 1;
            (int top, int bottom) = (Math.Max(0, first), Math.Min(raster.Height - 1, last));
            Window? window = left <= right && top <= bottom ? new Window(raster, left, top, right, bottom) : null;
            for (int row = first; row <= last; row++)
            {
                foreach ((int from, int to) in rows.Runs(row))
                {
                    _inside += to - from + 1;
                    if (window is not null && row >= top && row <= bottom)
                    {
                        AddRun(window, row, Math.Max(from, left), Math.Min(to, right));
                    }
                }
            }
        }
    }

    private void AddRun(Window window, int row, int from, int to)
    {
        double area = measures.AreaKm2(row);
        for (int column = from; column <= to; column++)
        {
            double elevation = window.At(column, row);
            if (double.IsNaN(elevation))
            {
                continue;
            }

            _elevations.Add(elevation);
            _area += area;
            _elevation += area * elevation;
            double slope = window.Slope(column, row, measures.Size(row));
            if (!double.IsNaN(slope))
            {
                _slopeArea += area;
                _slope += area * slope;
            }
        }
    }

    private double Quantile(double share)
    {
        double place = share * (_elevations.Count - 1);
        int below = (int)place;
        return below + 1 < _elevations.Count ? _elevations[below] + ((place - below) * (_elevations[below + 1] - _elevations[below])) : _elevations[below];
    }

    /// <summary>Elevations of columns and rows and of those around them.</summary>
    private sealed class Window
    {
        private readonly int _left;
        private readonly int _top;
        private readonly int _width;
        private readonly int _height;
        private readonly double[] _values;

        public Window(RasterFile raster, int left, int top, int right, int bottom)
        {
            (_left, _top) = (Math.Max(0, left - 1), Math.Max(0, top - 1));
            _width = Math.Min(raster.Width, right + 2) - _left;
            _height = Math.Min(raster.Height, bottom + 2) - _top;
            _values = new double[_width * _height];
            raster.Read(1, _left, _top, _width, _height, _values);
        }

        public double At(int column, int row)
        {
            (int x, int y) = (column - _left, row - _top);
            return x >= 0 && x < _width && y >= 0 && y < _height ? _values[(y * _width) + x] : double.NaN;
        }

        // Horn (1981), Hill shading and the reflectance map, Proceedings of the IEEE 69.
        public double Slope(int column, int row, (double East, double South) size)
        {
            double eastward = Side(1, -1, 1, 0, 1, 1) - Side(-1, -1, -1, 0, -1, 1);
            double southward = Side(-1, 1, 0, 1, 1, 1) - Side(-1, -1, 0, -1, 1, -1);
            return double.Hypot(eastward / (8 * size.East), southward / (8 * size.South));

            double Side(int x0, int y0, int x1, int y1, int x2, int y2) => At(column + x0, row + y0) + (2 * At(column + x1, row + y1)) + At(column + x2, row + y2);
        }
    }
}
