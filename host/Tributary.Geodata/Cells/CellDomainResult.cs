using System.Globalization;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A basin as cells of a grid, each with a reach to the next.</summary>
public sealed class CellDomainResult
{
    private const double NearEnough = 0.05;

    private readonly BasinCells _cells;
    private readonly int[] _cellOfReach;
    private readonly double[] _areaOfReach;

    internal CellDomainResult(SpatialDomain domain, BasinCells cells, double[] fineAreaKm2, IReadOnlyList<CellJump> jumps, int[] cellOfReach, double[] areaOfReach)
    {
        (Domain, _cells, FineAreaKm2, Jumps, _cellOfReach, _areaOfReach) = (domain, cells, fineAreaKm2, jumps, cellOfReach, areaOfReach);
        CellOfUnit = cells.Cells;
    }

    /// <summary>
    /// The cells as units and their network: the reach at an index belongs to the unit at that index and has its id, as <c>r3c7</c> for row 3 and
    /// column 7 of the grid, counted from 0. A reach has the attribute <see cref="ChannelGeometry.DrainageAreaAttribute"/> in km2.
    /// </summary>
    public SpatialDomain Domain { get; }

    /// <summary>Index in the grid of each unit.</summary>
    public IReadOnlyList<int> CellOfUnit { get; }

    /// <summary>Area in km2 that the fine flow brings to the pixel through which most water leaves each cell, <c>[unit]</c>, to compare with the cells' drainage area.</summary>
    public IReadOnlyList<double> FineAreaKm2 { get; }

    /// <summary>Reaches to a cell that is no neighbour in the grid, as where parts of the basin lie apart.</summary>
    public IReadOnlyList<CellJump> Jumps { get; }

    /// <summary>Finds the reach for a gauge at the end of a reach of the basin's own network.</summary>
    /// <param name="reach">Index of the reach in the basin's network.</param>
    /// <param name="areaKm2">Area above the gauge in km2; null for that of the reach.</param>
    /// <exception cref="InvalidOperationException">The basin has no network.</exception>
    public CellGauge AtReach(int reach, double? areaKm2 = null) => _cellOfReach.Length > 0
        ? Choose(_cellOfReach[reach], areaKm2 ?? _areaOfReach[reach])
        : throw new InvalidOperationException("The basin has no network: find its gauges by longitude and latitude.");

    /// <summary>Finds the reach for a gauge by its place.</summary>
    /// <param name="longitude">Longitude in degrees east.</param>
    /// <param name="latitude">Latitude in degrees north.</param>
    /// <param name="areaKm2">Area above the gauge in km2.</param>
    /// <exception cref="InputException">The place lies farther from the basin than the cell there is wide.</exception>
    public CellGauge AtPlace(double longitude, double latitude, double areaKm2)
    {
        var place = new Point(_cells.Near.Apply(longitude), latitude);
        int nearest = Enumerable.Range(0, _cells.Count).MinBy(cell => (_cells.Outline(cell).Distance(place), Domain.Outlines[cell].Distance(place)));
        Polygon outline = _cells.Outline(nearest);
        return outline.Distance(place) <= outline.EnvelopeInternal.Diameter
            ? Choose(nearest, areaKm2)
            : throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"the gauge at latitude {latitude:0.####}, longitude {longitude:0.####} lies outside the basin"),
                remedy: "Check its coordinates: degrees north and degrees east.");
    }

    // The river may be drawn through the next cell: where the area above this one is not that of the gauge, a neighbour's may be.
    private CellGauge Choose(int cell, double areaKm2)
    {
        double[] upstream = Domain.Network!.Attributes[ChannelGeometry.DrainageAreaAttribute].ToArray();
        int best = Misfit(cell) <= NearEnough ? cell : _cells.Around(cell).Prepend(cell).MinBy(Misfit);
        return new CellGauge(best, upstream[best], areaKm2);

        double Misfit(int candidate) => Math.Abs(Math.Log(upstream[candidate] / areaKm2));
    }
}

/// <summary>The reach that stands for a gauge's.</summary>
/// <param name="Reach">Index of the reach, and of its cell among the units.</param>
/// <param name="AreaKm2">Area above the end of that reach in km2.</param>
/// <param name="WantedKm2">Area above the gauge in km2.</param>
public sealed record CellGauge(int Reach, double AreaKm2, double WantedKm2)
{
    /// <summary>How much larger the area above the reach is than that above the gauge, as a share of the latter: 0.02 is 2 % too much.</summary>
    public double Mismatch => (AreaKm2 / WantedKm2) - 1;
}

/// <summary>A reach to a cell that is no neighbour.</summary>
/// <param name="From">Id of the cell.</param>
/// <param name="To">Id of the next.</param>
public sealed record CellJump(string From, string To);
