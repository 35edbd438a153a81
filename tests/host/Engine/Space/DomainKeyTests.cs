namespace Tributary.Tests.Engine;

/// <summary>Keys of domain and forcing that do not go together.</summary>
public sealed class DomainKeyTests
{
    private const string Units = "  units:\n    file: units.shp\n    id: id\n";
    private const string Gauges = "  gauges:\n    - { id: outlet, reach: 3 }\n";

    private static readonly Dictionary<string, (Func<SpatialTrial, SpatialTrial> Change, string Problem)> Cases = new()
    {
        ["no basin"] = (
            trial => trial.With(Units, string.Empty).With(SpatialTrial.Network, string.Empty).With(Gauges, string.Empty),
            "workflow.yaml:4:1: domain: no basin is given; list 'basins', name a layer of polygons under 'units', or let one be drawn from a DEM by 'delineate'"),
        ["a table and outlines"] = (
            trial => trial.With(Units, Units + "  basins: [north]\n"),
            "workflow.yaml:4:1: domain: give one of 'basins', 'units' and 'delineate', not several"),
        ["nested outlines"] = (
            trial => trial.With(Units, Units + "  nested: true\n"),
            "workflow.yaml:9:3: domain.nested: only basins by table are nested; outlines are what they are"),
        ["a distributed table"] = (
            trial => Table(trial).With("semi-distributed", "distributed"),
            "workflow.yaml:5:9: domain.mode: a distributed domain needs the basin's outline; name a layer of polygons under 'units', or let one be drawn from a DEM by 'delineate'"),
        ["a table and a network"] = (
            trial => Table(trial).With("  basins: [north]\n", "  basins: [north]\n" + SpatialTrial.Network),
            "workflow.yaml:7:3: domain.network: it goes with 'units' or 'delineate', not with basins by table"),
        ["a table and gauges"] = (
            trial => Table(trial).With("  basins: [north]\n", "  basins: [north]\n" + Gauges),
            "workflow.yaml:7:3: domain.gauges: it goes with 'units' or 'delineate', not with basins by table"),
        ["a table and cells"] = (
            trial => Table(trial).With("  basins: [north]\n", "  basins: [north]\n  cells: { size: 0.1 }\n"),
            "workflow.yaml:7:3: domain.cells: it goes with 'units' or 'delineate', not with basins by table"),
        ["a table and grids"] = (
            trial => trial.With(Units, "  basins: [north]\n").With(SpatialTrial.Network, string.Empty).With(Gauges, string.Empty),
            "workflow.yaml:8:11: forcing.source: gridded forcing needs outlines to be averaged over; name a layer of polygons under 'domain.units'"),
        ["drawn without elevation model"] = (
            trial => trial.With(Units, "  delineate: { latitude: 46, longitude: 10 }\n").With(SpatialTrial.Network, string.Empty),
            "workflow.yaml:6:3: domain.delineate: name the digital elevation model to draw it from under 'domain.dem'"),
        ["drawn with a network"] = (
            trial => trial.With(Units, "  delineate: { latitude: 46, longitude: 10 }\n  dem: dem.tif\n"),
            "workflow.yaml:8:3: domain.network: the network is drawn by 'delineate' too"),
        ["semi-distributed without network"] = (
            trial => trial.With(SpatialTrial.Network, string.Empty),
            "workflow.yaml:5:9: domain.mode: a semi-distributed domain needs the river network: 'network: { preset: NAME }', or its fields by name"),
        ["a network without fields"] = (
            trial => trial.With("{ id: id, downstream: next, length: length, slope: slope }", "{ id: id }"),
            "workflow.yaml:9:3: domain.network: name a 'preset', or the fields 'id' and 'downstream'"),
        ["a subbasin without network"] = (
            trial => trial.With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With("    id: id\n", "    id: id\n    subbasin: next\n"),
            "workflow.yaml:9:5: domain.units.subbasin: it names a reach of the network, and none is given; name it under 'domain.network'"),
        ["cells of another mode"] = (
            trial => trial.With(Gauges, Gauges + "  cells: { size: 0.1 }\n"),
            "workflow.yaml:12:3: domain.cells: cells are for 'mode: distributed'"),
        ["cells of forcing without grid"] = (
            trial => Series(trial).With("semi-distributed", "distributed"),
            "workflow.yaml:5:9: domain.mode: the forcing has no grid of its own; give the size of the cells: 'cells: { size: 0.05 }' in degrees, or 'cells: { size: 5, unit: km }'"),
        ["bands without elevation model"] = (
            trial => trial.With(Gauges, Gauges + "  elevation_bands: { count: 3 }\n"),
            "workflow.yaml:12:3: domain.elevation_bands: elevation bands of outlines come from a digital elevation model; name it under 'domain.dem'"),
        ["grids without files"] = (
            trial => trial.With("  files: grid*.nc\n", string.Empty),
            "workflow.yaml:12:1: forcing: name the files of the grids under 'files'"),
        ["settings of grids"] = (
            trial => trial.With("  files: grid*.nc\n", "  files: grid*.nc\n  settings: { date: day }\n"),
            "workflow.yaml:15:3: forcing.settings: settings are those of a forcing plugin; 'gridded' has none"),
        ["stations of grids"] = (
            trial => trial.With("  files: grid*.nc\n", "  files: grid*.nc\n  stations: { method: thiessen }\n"),
            "workflow.yaml:15:3: forcing.stations: grids have no stations"),
        ["stations of a table"] = (
            trial => Table(trial).With("  source: showers\n", "  source: showers\n  stations: {}\n"),
            "workflow.yaml:9:3: forcing.stations: stations are spread over outlines; name a layer of polygons under 'domain.units'"),
        ["elevations of series"] = (
            trial => Series(trial).With("  source: showers\n", "  source: showers\n  elevation: { file: z.nc, variable: z }\n"),
            "workflow.yaml:14:3: forcing.elevation: it goes with 'source: gridded' alone"),
        ["cover of series"] = (
            trial => Series(trial).With("  source: showers\n", "  source: showers\n  least_cover: 0.5\n"),
            "workflow.yaml:14:3: forcing.least_cover: it goes with 'source: gridded' alone"),
        ["stamps of series"] = (
            trial => Series(trial).With("{ name: rof }", "{ name: rof, stamp: end }"),
            "workflow.yaml:15:26: forcing.variables.runoff.stamp: it goes with 'source: gridded' alone"),
        ["accumulated series"] = (
            trial => Series(trial).With("{ name: rof }", "{ name: rof, accumulated: 1d }"),
            "workflow.yaml:15:26: forcing.variables.runoff.accumulated: it goes with 'source: gridded' alone"),
        ["observations on grids"] = (
            trial => trial.With("models:", "observations: { source: gridded, files: q.nc }\nmodels:"),
            "workflow.yaml:17:25: observations.source: discharge is observed at gauges, not on grids"),
        ["observations on a network without gauges"] = (
            trial => trial.With(Gauges, string.Empty).With("models:", "observations: { source: csv, files: \"{basin}.csv\" }\nmodels:"),
            "workflow.yaml:15:1: observations: say where on the network discharge is observed: 'domain: { gauges: [{ id: ID, reach: REACH }] }'"),
    };

    public static TheoryData<string> Named => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public void Keys_that_do_not_go_together_are_told(string name)
    {
        using var trial = new SpatialTrial();
        (Func<SpatialTrial, SpatialTrial> change, string problem) = Cases[name];
        SpatialTrial.Matches(problem, change(trial).Problem());
    }

    private static SpatialTrial Table(SpatialTrial trial) => Series(trial).With(Units, "  basins: [north]\n").With(SpatialTrial.Network, string.Empty).With(Gauges, string.Empty);

    private static SpatialTrial Series(SpatialTrial trial) => trial.With("  source: gridded\n  files: grid*.nc\n", "  source: showers\n");
}
