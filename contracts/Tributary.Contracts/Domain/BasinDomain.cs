namespace Tributary.Contracts;

/// <summary>The part of the world that a workflow simulates.</summary>
/// <param name="Mode">How it is divided.</param>
/// <param name="Units">The units on which models run.</param>
/// <param name="Network">The river network below them; null where units drain straight to gauges.</param>
/// <param name="Gauges">Where discharge is wanted.</param>
public sealed record BasinDomain(SpatialModes Mode, CatchmentUnits Units, RiverNetwork? Network, IReadOnlyList<Gauge> Gauges);

/// <summary>A place where discharge is wanted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reach">Index of the reach at whose end it stands, or of the unit that it drains where there is no network.</param>
/// <param name="AreaKm2">Area above it in km2.</param>
/// <param name="AtHead">Whether it stands at the head of its reach, below what joins there, and not at its end.</param>
public sealed record Gauge(string Id, int Reach, double AreaKm2, bool AtHead = false);

/// <summary>A river network of reaches, each with at most one reach below it. Columns are parallel.</summary>
public sealed class RiverNetwork
{
    private readonly int[] _downstream;
    private readonly double[] _length;
    private readonly double[] _slope;
    private readonly int[] _reachOfUnit;

    /// <summary>Makes a network.</summary>
    /// <param name="ids">Unique ids, one a reach.</param>
    /// <param name="downstream">Index of the next reach downstream; -1 at an outlet.</param>
    /// <param name="lengthMetres">Lengths in m.</param>
    /// <param name="slope">Slopes in m per m.</param>
    /// <param name="reachOfUnit">For each catchment unit the reach that it drains to.</param>
    /// <param name="attributes">Further properties of the reaches, as width, roughness or lake area.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public RiverNetwork(
        IReadOnlyList<string> ids, int[] downstream, double[] lengthMetres, double[] slope, int[] reachOfUnit, AttributeTable? attributes = null)
    {
        if (downstream.Length != ids.Count || lengthMetres.Length != ids.Count || slope.Length != ids.Count)
        {
            throw new ArgumentException($"There are {ids.Count} reaches, {downstream.Length} next reaches, {lengthMetres.Length} lengths and {slope.Length} slopes.");
        }

        Ids = ids;
        _downstream = downstream;
        _length = lengthMetres;
        _slope = slope;
        _reachOfUnit = reachOfUnit;
        Attributes = attributes ?? new AttributeTable(ids.Count);
    }

    /// <summary>Number of reaches.</summary>
    public int Count => Ids.Count;

    /// <summary>Unique ids.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Index of the next reach downstream, <c>[reach]</c>; -1 at an outlet.</summary>
    public ReadOnlySpan<int> Downstream => _downstream;

    /// <summary>Lengths in m, <c>[reach]</c>.</summary>
    public ReadOnlySpan<double> LengthMetres => _length;

    /// <summary>Slopes in m per m, <c>[reach]</c>.</summary>
    public ReadOnlySpan<double> Slope => _slope;

    /// <summary>The reach that each catchment unit drains to, <c>[unit]</c>.</summary>
    public ReadOnlySpan<int> ReachOfUnit => _reachOfUnit;

    /// <summary>Further properties of the reaches, <c>[reach]</c>.</summary>
    public AttributeTable Attributes { get; }
}
