using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>The map of a run: where its units and rivers lie, and what was read and simulated there.</summary>
internal static class RunMap
{
    // One member's share of what a report may weigh; further members add theirs.
    private const long BudgetBytes = 3_000_000;

    private static readonly GeometryFactory Shapes = new();

    /// <summary>The frames of a run's map; null for basins by table, of which no place is known. They do not depend on the members, so that a further one changes no earlier result.</summary>
    public static MapFrames? FramesOf(WorkflowInputs inputs) => inputs.Shapes is null
        ? null
        : MapFrames.Choose(TimeOf(inputs.Forcing.Time), (2L * inputs.Domain.Units.Count) + (inputs.Domain.Network?.Count ?? 0), BudgetBytes);

    /// <summary>The map; null for basins by table.</summary>
    public static ReportMap? Of(RunSummary run, InfluenceReport influence)
    {
        if (run.Inputs.Shapes is not { } shapes || FramesOf(run.Inputs) is not { } frames)
        {
            return null;
        }

        BasinDomain domain = run.Inputs.Domain;
        var layers = new List<MapLayer>();
        foreach (MemberResult member in run.Members)
        {
            AddSimulated(layers, member, domain.Network is not null);
        }

        foreach (Variable variable in run.Inputs.Forcing.Variables.Where(variable => !layers.Exists(layer => layer.Name == variable.Name)))
        {
            layers.Add(new MapLayer(variable.Name, NameOf(variable), UnitOf(variable), MapItems.Units, MeansOf(run.Inputs.Forcing, variable, frames)));
        }

        layers.AddRange(influence.Layers(run.Members.Select(member => member.Member.Name)));
        if (domain.Units.Elevation.ToArray().Any(double.IsFinite))
        {
            layers.Add(new MapLayer("elevation", "Elevation", "m", MapItems.Units, [.. domain.Units.Elevation.ToArray().Select(value => (float)value)]) { IsStatic = true });
        }

        layers.Add(new MapLayer("area", "Area", "km2", MapItems.Units, [.. domain.Units.AreaKm2.ToArray().Select(value => (float)value)]) { IsStatic = true });
        Coordinate[] places = domain.Network is { } network ? PlacesOf(network, domain.Units) : [];
        return new ReportMap(
            [.. shapes.Units.Select((outline, unit) => new MapUnit(domain.Units.Ids[unit], outline, domain.Units.AreaKm2[unit]))],
            domain.Network is null ? [] : ReachesOf(domain, shapes, places),
            frames.Frames,
            layers)
        {
            Gauges = [.. domain.Gauges.Select(gauge => GaugeOf(gauge, domain, shapes, places))],
            UnitWord = domain.Mode == SpatialModes.Distributed ? "cell" : "unit",
        };
    }

    private static ReportTime TimeOf(TimeAxis time) => new(time.Start, (long)time.Step.TotalSeconds, time.Count);

    private static void AddSimulated(List<MapLayer> layers, MemberResult member, bool hasReaches)
    {
        if (member.Simulation.Frames is not { } means)
        {
            return;
        }

        Variable given = member.Member.Descriptor.Outputs[0].Variable;
        if (hasReaches)
        {
            layers.Add(new MapLayer(Variables.Discharge.Name, "Discharge", Variables.Discharge.Unit, MapItems.Reaches, means.Reaches) { Member = member.Member.Name, Scale = MapScale.Logarithmic });
        }

        layers.Add(new MapLayer($"simulated_{given.Name}", NameOf(given), UnitOf(given), MapItems.Units, means.Units) { Member = member.Member.Name });
    }

    private static float[] MeansOf(ForcingTable forcing, Variable variable, MapFrames frames)
    {
        float[] means = new float[frames.Frames.Count * forcing.UnitCount];
        for (int unit = 0; unit < forcing.UnitCount; unit++)
        {
            frames.Mean(forcing.Series(variable, unit), unit, forcing.UnitCount, means);
        }

        return means;
    }

    private static MapReach[] ReachesOf(BasinDomain domain, DomainShapes shapes, Coordinate[] places)
    {
        RiverNetwork network = domain.Network!;
        double[] own = new double[network.Count];
        for (int unit = 0; unit < domain.Units.Count; unit++)
        {
            own[network.ReachOfUnit[unit]] += domain.Units.AreaKm2[unit];
        }

        double[] above = NetworkOrder.Of(network).SumUpstream(own);
        return [.. network.Ids.Select((id, reach) => new MapReach(id, LineOf(network, shapes, places, reach), above[reach]))];
    }

    /// <summary>A reach's line; where none is known, a straight one to the next reach downstream.</summary>
    private static Geometry LineOf(RiverNetwork network, DomainShapes shapes, Coordinate[] places, int reach) =>
        reach < shapes.Reaches.Count && shapes.Reaches[reach] is { } line
            ? line
            : Shapes.CreateLineString([places[reach], places[network.Downstream[reach] < 0 ? reach : network.Downstream[reach]].Copy()]);

    /// <summary>A place for each reach: the area-weighted middle of its units, or of the first reach downstream that has some.</summary>
    private static Coordinate[] PlacesOf(RiverNetwork network, CatchmentUnits units)
    {
        double[] x = new double[network.Count];
        double[] y = new double[network.Count];
        double[] area = new double[network.Count];
        for (int unit = 0; unit < units.Count; unit++)
        {
            int reach = network.ReachOfUnit[unit];
            x[reach] += units.AreaKm2[unit] * units.Longitude[unit];
            y[reach] += units.AreaKm2[unit] * units.Latitude[unit];
            area[reach] += units.AreaKm2[unit];
        }

        var places = new Coordinate[network.Count];
        ReadOnlySpan<int> order = NetworkOrder.Of(network).Order;
        for (int k = order.Length - 1; k >= 0; k--)
        {
            int reach = order[k];
            int below = network.Downstream[reach];
            places[reach] = area[reach] > 0 || below < 0 ? new Coordinate(x[reach] / area[reach], y[reach] / area[reach]) : places[below].Copy();
        }

        return places;
    }

    private static MapGauge GaugeOf(Gauge gauge, BasinDomain domain, DomainShapes shapes, Coordinate[] places)
    {
        Coordinate place = domain.Network is null
            ? new Coordinate(domain.Units.Longitude[gauge.Reach], domain.Units.Latitude[gauge.Reach])
            : gauge.Reach < shapes.Reaches.Count && shapes.Reaches[gauge.Reach] is { } line ? line.Coordinates[^1] : places[gauge.Reach];
        return new MapGauge(gauge.Id, place.X, place.Y, gauge.Id);
    }

    private static string NameOf(Variable variable)
    {
        string name = variable.Name.Replace('_', ' ');
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static string UnitOf(Variable variable) => variable.CellMethod == CellMethod.Sum ? $"{variable.Unit} per step" : variable.Unit;
}
