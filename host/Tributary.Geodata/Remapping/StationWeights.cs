using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.OverlayNG;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A station whose series stand for units around it.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Longitude">Longitude in degrees east.</param>
/// <param name="Latitude">Latitude in degrees north.</param>
public sealed record StationPoint(string Id, double Longitude, double Latitude);

/// <summary>Weights of stations onto catchment units. Where a station has a gap the others of the unit share its weight (see the rule of <see cref="UnitWeights"/>).</summary>
public static class StationWeights
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Inverse distance weighting to each unit's centroid: weights are proportional to distance to a negative power. Source: Shepard (1968).</summary>
    /// <param name="stations">The stations.</param>
    /// <param name="units">The units.</param>
    /// <param name="power">The power, above 0.</param>
    /// <param name="nearest">How many of the nearest stations take part, at least one.</param>
    /// <exception cref="InputException">There is no station, two have one place, or a coordinate is none.</exception>
    public static UnitWeights InverseDistance(IReadOnlyList<StationPoint> stations, IReadOnlyList<UnitOutline> units, double power = 2, int nearest = int.MaxValue)
    {
        Check(stations);
        var rows = new List<(int Station, double Weight)>[units.Count];
        double[] areas = new double[units.Count];
        for (int unit = 0; unit < units.Count; unit++)
        {
            List<Polygon> parts = AreaWeights.OnPlane(units[unit]);
            areas[unit] = parts.Sum(part => part.Area);
            Point centroid = units[unit].Outline.Centroid;
            (int Station, double Km)[] near = [.. stations
                .Select((station, i) => (Station: i, Km: DistanceKm(station.Longitude, station.Latitude, centroid.X, centroid.Y)))
                .OrderBy(pair => pair.Km).ThenBy(pair => pair.Station).Take(Math.Max(1, nearest))];

            // Relative to the nearest, so that no power overflows; a station at the centroid takes all.
            double least = near[0].Km;
            rows[unit] = least == 0
                ? [(near[0].Station, 1)]
                : [.. near.Select(pair => (pair.Station, Math.Pow(least / pair.Km, power))).OrderBy(pair => pair.Station)];
        }

        return Gather(stations, units, rows, areas);
    }

    /// <summary>
    /// Thiessen polygons: each station's weight is the share of the unit that lies nearer to it than to any other, measured on the Lambert azimuthal
    /// equal-area plane about the middle of the units, where areas are true and nearby distances nearly so. Source: Thiessen (1911).
    /// </summary>
    /// <param name="stations">The stations.</param>
    /// <param name="units">The units.</param>
    /// <exception cref="InputException">There is no station, two have one place, a coordinate is none, or an outline is no valid area.</exception>
    public static UnitWeights Thiessen(IReadOnlyList<StationPoint> stations, IReadOnlyList<UnitOutline> units)
    {
        Check(stations);
        double[] areas = [.. units.Select(unit => AreaWeights.OnPlane(unit).Sum(part => part.Area))];
        AzimuthalPlane plane = About(units);
        Coordinate[] places = [.. stations.Select(station => plane.Project(station.Longitude, station.Latitude))];
        Geometry[] outlines = [.. units.Select(unit => plane.Project(unit.Outline))];
        var reach = new Envelope();
        foreach (Geometry outline in outlines)
        {
            reach.ExpandToInclude(outline.EnvelopeInternal);
        }

        Polygon?[] polygons = [.. Enumerable.Range(0, stations.Count).Select(station => NearestTo(station, places, reach))];
        var rows = new List<(int, double)>[units.Count];
        for (int unit = 0; unit < units.Count; unit++)
        {
            rows[unit] = [];
            IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(outlines[unit]);
            for (int station = 0; station < polygons.Length; station++)
            {
                double shared = polygons[station] is { } polygon && prepared.Intersects(polygon)
                    ? OverlayNGRobust.Overlay(outlines[unit], polygon, NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection).Area
                    : 0;
                if (shared > 0)
                {
                    rows[unit].Add((station, shared));
                }
            }
        }

        return Gather(stations, units, rows, areas);
    }

    // A mean of directions, since longitudes jump at the date line.
    private static AzimuthalPlane About(IReadOnlyList<UnitOutline> units)
    {
        (double x, double y, double z) = (0, 0, 0);
        foreach (Coordinate point in units.Select(unit => unit.Outline.EnvelopeInternal is { Width: < 180 } extent ? extent.Centre : unit.Outline.Coordinate))
        {
            (double sin, double cos) = Math.SinCos(double.DegreesToRadians(point.Y));
            (double sinEast, double cosEast) = Math.SinCos(double.DegreesToRadians(point.X));
            (x, y, z) = (x + (cos * cosEast), y + (cos * sinEast), z + sin);
        }

        return new AzimuthalPlane(double.RadiansToDegrees(Math.Atan2(y, x)), double.RadiansToDegrees(Math.Atan2(z, Math.Sqrt((x * x) + (y * y)))));
    }

    // The box around all units, cut by the line half-way to every other station.
    private static Polygon? NearestTo(int station, Coordinate[] places, Envelope box)
    {
        Coordinate own = places[station];
        List<Coordinate> ring = [new(box.MinX, box.MinY), new(box.MaxX, box.MinY), new(box.MaxX, box.MaxY), new(box.MinX, box.MaxY)];
        for (int other = 0; other < places.Length && ring.Count > 0; other++)
        {
            if (other == station)
            {
                continue;
            }

            (double dx, double dy) = (places[other].X - own.X, places[other].Y - own.Y);
            double limit = ((dx * (places[other].X + own.X)) + (dy * (places[other].Y + own.Y))) / 2;
            var kept = new List<Coordinate>(ring.Count + 1);
            for (int i = 0; i < ring.Count; i++)
            {
                (Coordinate from, Coordinate to) = (ring[i], ring[(i + 1) % ring.Count]);
                (double before, double after) = (limit - (dx * from.X) - (dy * from.Y), limit - (dx * to.X) - (dy * to.Y));
                if (before >= 0)
                {
                    kept.Add(from);
                }

                if (before * after < 0)
                {
                    double share = before / (before - after);
                    kept.Add(new Coordinate(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))));
                }
            }

            ring = kept;
        }

        return ring.Count < 3 ? null : new Polygon(new LinearRing([.. ring, ring[0].Copy()]));
    }

    private static UnitWeights Gather(IReadOnlyList<StationPoint> stations, IReadOnlyList<UnitOutline> units, List<(int Station, double Weight)>[] rows, double[] areas)
    {
        int[] offsets = new int[units.Count + 1];
        var weights = new List<double>();
        for (int unit = 0; unit < units.Count; unit++)
        {
            offsets[unit + 1] = offsets[unit] + rows[unit].Count;
            double sum = rows[unit].Sum(pair => pair.Weight);
            weights.AddRange(rows[unit].Select(pair => pair.Weight / sum));
        }

        return new UnitWeights([.. units.Select(unit => unit.Id)], stations.Count, offsets, [.. rows.SelectMany(row => row.Select(pair => pair.Station))], [.. weights], areas);
    }

    private static void Check(IReadOnlyList<StationPoint> stations)
    {
        if (stations.Count == 0)
        {
            throw new InputException("there is no station");
        }

        var places = new Dictionary<(double, double), string>();
        foreach (StationPoint station in stations)
        {
            if (!(Math.Abs(station.Latitude) <= 90) || !(Math.Abs(station.Longitude) <= 360))
            {
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"its place, {station.Latitude:R} north and {station.Longitude:R} east, is none"), $"station {station.Id}");
            }

            if (!places.TryAdd((station.Latitude, ((station.Longitude % 360) + 360) % 360), station.Id))
            {
                string other = places[(station.Latitude, ((station.Longitude % 360) + 360) % 360)];
                throw new InputException($"it has the same place as station {other}", $"station {station.Id}", "Leave one of them out.");
            }
        }
    }

    private static double DistanceKm(double longitude, double latitude, double otherLongitude, double otherLatitude)
    {
        (double phi, double otherPhi) = (double.DegreesToRadians(latitude), double.DegreesToRadians(otherLatitude));
        double north = Math.Sin((otherPhi - phi) / 2);
        double east = Math.Sin(double.DegreesToRadians(otherLongitude - longitude) / 2);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt((north * north) + (Math.Cos(phi) * Math.Cos(otherPhi) * east * east))));
    }
}
