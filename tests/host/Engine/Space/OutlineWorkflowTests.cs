using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Tests.Geodata.Domains;

namespace Tributary.Tests.Engine;

/// <summary>What becomes of polygons, networks and gauges in each mode, and what the user is told of them.</summary>
public sealed class OutlineWorkflowTests : IDisposable
{
    // All three squares lie between the same parallels.
    private static readonly double Square = Mosaic.AreaKm2(10, 10.1, 46, 46.1);

    private readonly SpatialTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void Gauges_have_the_areas_above_their_reaches()
    {
        _trial.With("{ id: outlet, reach: 3 }", "{ id: outlet }\n    - { id: head, reach: 1 }\n    - { id: middle, reach: 2 }");
        BasinDomain domain = _trial.Inputs().Domain;
        Assert.Equal(SpatialModes.SemiDistributed, domain.Mode);
        Assert.Equal(["outlet", "head", "middle"], domain.Gauges.Select(gauge => gauge.Id));
        Close.All([3 * Square, Square, 2 * Square], [.. domain.Gauges.Select(gauge => gauge.AreaKm2)], 1e-6);
        Assert.Equal(["3", "1", "2"], domain.Gauges.Select(gauge => domain.Network!.Ids[gauge.Reach]));
        Assert.All(domain.Gauges, gauge => Assert.False(gauge.AtHead));
    }

    [Fact]
    public void Without_gauges_discharge_is_told_at_every_outlet_that_drains_something()
    {
        _trial.Folder.Write("rivers.csv", "id,next\n1,2\n2,0\n3,0\n4,0\n");
        _trial.With(SpatialTrial.Network, "  network: { file: rivers.csv, id: id, downstream: next }\n").With("  gauges:\n    - { id: outlet, reach: 3 }\n", string.Empty);
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Equal(["2", "3"], inputs.Domain.Gauges.Select(gauge => gauge.Id));
        Assert.Contains("3 outlets are where water leaves the network: 2, 3, 4", inputs.Notes);
        Assert.Contains("1 reach gets water from no unit of its own: 4", inputs.Notes);
    }

    [Fact]
    public void Lumped_basins_are_all_units_above_a_gauge_together()
    {
        _trial.Grid(new GridFile { Value = (step, longitude, _) => step + (100 * (longitude - 10.05)) });
        _trial.With("semi-distributed", "lumped").With("    id: id\n", "    id: id\n    elevation: height\n    attributes: [length]\n")
            .With("{ id: outlet, reach: 3 }", "{ id: middle, reach: 2 }\n    - { id: outlet, reach: 3 }");
        WorkflowInputs inputs = _trial.Inputs();
        BasinDomain domain = inputs.Domain;
        Assert.Null(domain.Network);
        Assert.Equal(SpatialModes.Lumped, domain.Mode);
        Assert.Equal(["middle", "outlet"], domain.Units.Ids);
        Assert.Equal(["middle", "outlet"], domain.Gauges.Select(gauge => gauge.Id));
        Close.All([2 * Square, 3 * Square], domain.Units.AreaKm2, 1e-6);
        Close.All([10.1, 10.15], domain.Units.Longitude, 1e-9);
        Close.All([150, 200], domain.Units.Elevation, 1e-9);
        Close.All([5500, 6000], domain.Units.Attributes["length"], 1e-9);
        for (int step = 0; step < 10; step++)
        {
            Assert.Equal(step + 5, inputs.Forcing.Series(Variables.Runoff, 0)[step], 1e-9);
            Assert.Equal(step + 10, inputs.Forcing.Series(Variables.Runoff, 1)[step], 1e-9);
        }

        Assert.All(inputs.Shapes!.Units, outline => Assert.Equal("Polygon", outline.GeometryType));
        Assert.Equal(0.3 * 0.1, inputs.Shapes.Units[1].Area, 1e-12);
    }

    [Fact]
    public void Lumped_means_weigh_units_by_their_declared_areas()
    {
        // Areas as declared are 1, 1 and 2 times some area, and go before those of the outlines.
        double[] areas = [80, 80, 160];
        HandmadeShapefile.Write(
            _trial.Folder.At("units.shp"), HandmadeShapefile.Wgs84,
            [("id", [1, 2, 3]), ("next", [2, 3, 0]), ("length", [1, 1, 1]), ("slope", [1, 1, 1]), ("area", areas), ("height", [100, 200, 400])],
            HandmadeShapefile.Square(10, 46), HandmadeShapefile.Square(10.1, 46), HandmadeShapefile.Square(10.2, 46));
        _trial.With("semi-distributed", "lumped").With("    id: id\n", "    id: id\n    area: area\n    elevation: height\n");
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Equal(320, inputs.Domain.Units.AreaKm2[0], 1e-9);
        Assert.Equal((100 + 200 + (2 * 400)) / 4.0, inputs.Domain.Units.Elevation[0], 1e-9);
        Assert.Contains("3 units have declared areas that differ from their outlines' by more than 5 %: 1 (80 against 86.02 km2), 2 (80 against 86.02 km2), 3 (160 against 86.02 km2)", inputs.Notes);
    }

    [Fact]
    public void Lumped_units_without_network_stand_alone_and_take_the_names_of_their_gauges()
    {
        _trial.With("semi-distributed", "lumped").With(SpatialTrial.Network, string.Empty).With("reach: 3", "reach: 2");
        BasinDomain domain = _trial.Inputs().Domain;
        Assert.Equal(["1", "2", "3"], domain.Units.Ids);
        Assert.Equal(["1", "outlet", "3"], domain.Gauges.Select(gauge => gauge.Id));
        Close.All([Square, Square, Square], [.. domain.Gauges.Select(gauge => gauge.AreaKm2)], 1e-6);
    }

    [Fact]
    public void A_polygon_that_crosses_itself_is_repaired_and_told()
    {
        string bow = Mosaic.Feature(7, [(10, 46), (10.1, 46.1), (10.1, 46), (10, 46.1)]);
        _trial.Folder.Write("units.geojson", Mosaic.GeoJson([bow]));
        _trial.With("units.shp", "units.geojson").With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With(", reach: 3", string.Empty);
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Contains(inputs.Notes, note => note.StartsWith("1 outline was invalid and has been repaired: 7 (Self-intersection at 10.05, 46.05)", StringComparison.Ordinal));
        Assert.Equal(Square / 2, inputs.Domain.Units.AreaKm2[0], Square * 1e-3);
        Assert.Equal("outlet", Assert.Single(inputs.Domain.Gauges).Id);
    }

    [Fact]
    public void What_was_mended_in_a_network_is_told()
    {
        _trial.Units(next: [2, 99, 0], length: [0, 6000, 0], slope: [0, 0.1, 0.1]);
        _trial.With("length: length,", "length: length, shortest_length: 50, smallest_slope: 0.002,");
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Contains("2 outlets are where water leaves the network: 2 (towards 99, which is not there), 3", inputs.Notes);
        Assert.Contains("2 reaches have no length of their own and were given the shortest one: 1, 3", inputs.Notes);
        Assert.Contains("1 reach has no slope and was given the smallest one: 1", inputs.Notes);
        Assert.Equal([50, 6000, 50], inputs.Domain.Network!.LengthMetres.ToArray());
        Close.All([0.002, 0.1, 0.1], inputs.Domain.Network.Slope, 1e-12);
    }

    [Fact]
    public void Properties_of_reaches_come_in_the_routing_s_units()
    {
        _trial.With("slope: slope }", "slope: slope, attributes: { muskingum_k: { field: length, unit: h } } }").With("models:", "routing: { plugin: muskingum }\nmodels:");
        AttributeTable attributes = _trial.Inputs().Domain.Network!.Attributes;
        string wanted = _trial.Plan().Routing!.Descriptor.ReachAttributes.Single(attribute => attribute.Name == "muskingum_k").Unit;
        double seconds = wanted == "s" ? 3600 : wanted == "h" ? 1 : throw new InvalidOperationException(wanted);
        Close.All([5000 * seconds, 6000 * seconds, 7000 * seconds], attributes["muskingum_k"], 1e-12);
    }

    [Fact]
    public void The_same_units_run_in_both_modes_by_one_key()
    {
        WorkflowInputs semiDistributed = _trial.Inputs();
        _trial.With("semi-distributed", "lumped");
        WorkflowInputs lumped = _trial.Inputs();
        Assert.Equal((3, 1), (semiDistributed.Domain.Units.Count, lumped.Domain.Units.Count));
        Assert.Equal(semiDistributed.Domain.Gauges[0].AreaKm2, lumped.Domain.Gauges[0].AreaKm2, 1e-9);
        Close.All(semiDistributed.Forcing.Series(Variables.Runoff, 0), lumped.Forcing.Series(Variables.Runoff, 0), 1e-12);
    }
}
