using Tributary.Tests.Geodata.Domains;

namespace Tributary.Tests.Engine;

/// <summary>What is wrong with polygons, network or gauges is told at the workflow's own key, with file, item and remedy.</summary>
public sealed class BadDomainWorkflowTests
{
    private static readonly Dictionary<string, (Action<SpatialTrial> Spoil, string Problem)> Cases = new()
    {
        ["a shapefile without index"] = (
            trial => File.Delete(trial.Folder.At("units.shx")),
            "workflow.yaml:7:11: domain.units.file: units.shp: the shapefile lacks units.shx (the index of its shapes). Copy all parts of the shapefile (.shp, .shx, .dbf, .prj) together."),
        ["a shapefile without projection"] = (
            trial => File.Delete(trial.Folder.At("units.prj")),
            "workflow.yaml:7:11: domain.units.file: units.shp: it has no coordinate system: the shapefile lacks units.prj. Copy the .prj file along, or name the system under domain.units.crs, as EPSG:4326."),
        ["a file that is not there"] = (
            trial => trial.With("units.shp", "unit.shp"),
            "workflow.yaml:7:11: domain.units.file: unit.shp: there is no such file. Check the path; relative ones start at the workflow's folder."),
        ["a layer that is not there"] = (
            trial => trial.With("    id: id\n", "    id: id\n    layer: lakes\n"),
            "workflow.yaml:9:12: domain.units.layer: units.shp: there is no layer 'lakes'. It has units."),
        ["an unknown projection"] = (
            trial => File.WriteAllText(trial.Folder.At("units.prj"), "nonsense"),
            "workflow.yaml:7:11: domain.units.file: units.shp: its coordinate system is unknown: units.prj names none that GDAL knows. Name it under domain.units.crs, as EPSG:4326."),
        ["an unknown system under crs"] = (
            trial => trial.With("    id: id\n", "    id: id\n    crs: EPSG:99999\n"),
            "workflow.yaml:9:10: domain.units.crs: units.shp: 'EPSG:99999' is no known coordinate system (*). Give an authority's code as EPSG:4326, well-known text, or a PROJ string."),
        ["metres that are said to be degrees"] = (
            trial => HandmadeShapefile.Write(trial.Folder.At("units.shp"), HandmadeShapefile.Wgs84, [("id", [7])], HandmadeShapefile.Square(500_000, 4_000_000, 1000)),
            "workflow.yaml:7:11: domain.units.file: units.shp: unit 7 would lie at longitude 500000, latitude 4000000 in 'WGS 84'. Its coordinates are in another system: name that under domain.units.crs."),
        ["an id twice"] = (
            trial => trial.Units(ids: [1, 2, 2]),
            "workflow.yaml:8:9: domain.units.id: units.shp: the id 2 in field 'id' stands in rows 2 and 3. Ids of units must be unique."),
        ["an unknown field of ids"] = (
            trial => trial.With("    id: id\n", "    id: HRU_ID\n"),
            "workflow.yaml:8:9: domain.units.id: units.shp: there is no field 'HRU_ID'. It has id, next, length, slope, height."),
        ["an unknown field of areas"] = (
            trial => trial.With("    id: id\n", "    id: id\n    area: Area\n"),
            "workflow.yaml:9:11: domain.units.area: units.shp: there is no field 'Area'. It has id, next, length, slope, height."),
        ["areas in a unit of length"] = (
            trial => trial.With("    id: id\n", "    id: id\n    area: { field: length, unit: m }\n"),
            "workflow.yaml:9:11: domain.units.area: units.shp: field 'length' is said to be in 'm', which does not convert to km2. Give its unit: '{ field: length, unit: km2 }'."),
        ["areas in a wrong unit"] = (
            trial => trial.With("    id: id\n", "    id: id\n    area: { field: length, unit: m2 }\n"),
            "workflow.yaml:9:11: domain.units.area: units.shp: the areas in field 'length' (m2) are typically 0.0001 times those of the outlines. The field is probably not in m2: state its unit, or leave it out to have areas computed."),
        ["an unknown field of elevations"] = (
            trial => trial.With("    id: id\n", "    id: id\n    elevation: hight\n"),
            "workflow.yaml:9:16: domain.units.elevation: units.shp: there is no field 'hight'. It has id, next, length, slope, height."),
        ["an unknown attribute"] = (
            trial => trial.With("    id: id\n", "    id: id\n    attributes: [height, forest]\n"),
            "workflow.yaml:9:26: domain.units.attributes[1]: units.shp: there is no field 'forest'. It has id, next, length, slope, height."),
        ["an unknown preset"] = (
            trial => trial.With("{ id: id, downstream: next, length: length, slope: slope }", "{ preset: hydrobasin }"),
            "workflow.yaml:9:22: domain.network.preset: expected one of merit-basins, hydrobasins, nhdplus, tdx-hydro, mizuroute, nwm, basinmaker, delineated, found 'hydrobasin'; did you mean 'hydrobasins'?"),
        ["a preset of another data set"] = (
            trial => trial.With("{ id: id, downstream: next, length: length, slope: slope }", "{ preset: tdx-hydro }"),
            "workflow.yaml:9:22: domain.network.preset: units.shp: there is no field 'LINKNO'. It has id, next, length, slope, height."),
        ["an unknown field of the network"] = (
            trial => trial.With("downstream: next", "downstream: nextdown"),
            "workflow.yaml:9:34: domain.network.downstream: units.shp: there is no field 'nextdown'. It has id, next, length, slope, height."),
        ["an unknown field of the routing"] = (
            trial => trial.With("slope: slope }", "slope: slope, attributes: { width: BkfWidth } }"),
            "workflow.yaml:9:91: domain.network.attributes.width: units.shp: there is no field 'BkfWidth'. It has id, next, length, slope, height."),
        ["a network's file that is not there"] = (
            trial => trial.With("{ id: id,", "{ file: rivers.csv, id: id,"),
            "workflow.yaml:9:20: domain.network.file: rivers.csv: there is no such file. Check the path; relative ones start at the workflow's folder."),
        ["a circle"] = (
            trial => trial.Units(next: [2, 3, 1]),
            "workflow.yaml:9:34: domain.network.downstream: units.shp: water flows in a circle: 1 -> 2 -> 3 -> 1. Mend 'next' of one of them."),
        ["a reach of no length"] = (
            trial => trial.Units(length: [5, 0, 5]),
            "workflow.yaml:9:48: domain.network.length: units.shp: field 'length' holds no length for reach 2. Give them their length, or say how long reaches without channel count: 'network: { shortest_length: 1 }', in m."),
        ["a slope below zero"] = (
            trial => trial.Units(slope: [-0.1, 0.1, -1]),
            "workflow.yaml:9:63: domain.network.slope: units.shp: field 'slope' holds slopes below zero for reaches 1, 3. Water flows downhill: give them a slope of zero or above."),
        ["units without reach"] = (
            trial =>
            {
                trial.Folder.Write("rivers.csv", "id,next,length,slope\n1,0,10,0.1\n");
                trial.With("{ id: id,", "{ file: rivers.csv, id: id,").With("reach: 3", "reach: 1").With("    id: id\n", "    id: id\n    subbasin: next\n");
            },
            "workflow.yaml:9:15: domain.units.subbasin: units.shp: units 1, 2, 3: field 'next' names no reach of rivers.csv. Every unit must drain to a reach; the field that names it is domain.units.subbasin."),
        ["a gauge on an unknown reach"] = (
            trial => trial.With("reach: 3", "reach: 33"),
            "workflow.yaml:11:28: domain.gauges[0].reach: there is no reach '33'; did you mean '3'?"),
        ["a gauge above all units"] = (
            trial =>
            {
                trial.Folder.Write("rivers.csv", "id,next,length,slope\n1,2,10,0.1\n2,3,10,0.1\n3,0,10,0.1\n4,1,10,0.1\n");
                trial.With("{ id: id,", "{ file: rivers.csv, id: id,").With("reach: 3", "reach: 4").With("mode: semi-distributed", "mode: lumped");
            },
            "workflow.yaml:11:28: domain.gauges[0].reach: no unit drains to reach 4 of gauge outlet, nor to any above it; name a reach further down"),
        ["two outlets and no reach named"] = (
            trial => trial.Units(next: [2, 0, 0]).With("{ id: outlet, reach: 3 }", "{ id: outlet }"),
            "workflow.yaml:11:7: domain.gauges[0]: name the reach of gauge outlet under 'reach'; there are 2 outlets, the largest first: 2, 3"),
        ["several units and none named"] = (
            trial => trial.With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With("{ id: outlet, reach: 3 }", "{ id: outlet }"),
            "workflow.yaml:10:7: domain.gauges[0]: name the unit of gauge outlet under 'reach'; there are 3 units: *"),
        ["two gauges of one unit"] = (
            trial => trial.With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With("{ id: outlet, reach: 3 }", "{ id: a, reach: 3 }\n    - { id: b, reach: 3 }"),
            "workflow.yaml:11:7: domain.gauges[1]: gauge a stands at unit 3 already"),
        ["a gauge twice"] = (
            trial => trial.With("{ id: outlet, reach: 3 }", "{ id: outlet, reach: 3 }\n    - { id: outlet, reach: 1 }"),
            "workflow.yaml:12:13: domain.gauges[1].id: the gauge 'outlet' is there twice"),
        ["an elevation model that is not there"] = (
            trial => trial.With("  gauges:", "  dem: dem.tif\n  gauges:"),
            "workflow.yaml:10:8: domain.dem: dem.tif: there is no such file. Check the path; relative ones start at the workflow's folder."),
        ["an elevation model to draw from that is not there"] = (
            trial => trial.With("  units:\n    file: units.shp\n    id: id\n", "  delineate: { latitude: 46, longitude: 10 }\n  dem: dem.tif\n").With(SpatialTrial.Network, string.Empty),
            "workflow.yaml:7:8: domain.dem: dem.tif: there is no such file. Check the path; relative ones start at the workflow's folder."),
    };

    public static TheoryData<string> Named => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public void A_bad_domain_is_told_at_its_key_with_file_item_and_remedy(string name)
    {
        using var trial = new SpatialTrial();
        Cases[name].Spoil(trial);
        SpatialTrial.Matches(Cases[name].Problem, trial.Problem());
    }

    [Fact]
    public void Many_reaches_are_not_all_listed_to_who_misspells_one()
    {
        using var trial = new SpatialTrial();
        trial.Folder.Write("rivers.csv", "id,next\n" + string.Concat(Enumerable.Range(1, 400).Select(id => $"{id},{(id < 400 ? id + 1 : 0)}\n")));
        trial.With(SpatialTrial.Network, "  network: { file: rivers.csv, id: id, downstream: next }\n").With("reach: 3", "reach: Rhine");
        Assert.Equal("workflow.yaml:11:28: domain.gauges[0].reach: there is no reach 'Rhine'; it has 400 others, such as 1, 2, 3, 4, 5", trial.Problem());
    }
}
