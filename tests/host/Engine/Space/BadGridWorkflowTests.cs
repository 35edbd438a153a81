namespace Tributary.Tests.Engine;

/// <summary>What is wrong with gridded forcing is told at the workflow's own key, with file, variable and remedy.</summary>
public sealed class BadGridWorkflowTests
{
    private const string At = "workflow.yaml:16:13: forcing.variables.runoff: ";

    private static readonly double[] Noons = [.. Enumerable.Range(0, 10).Select(day => day + 0.5)];

    private static readonly Dictionary<string, (Action<SpatialTrial> Spoil, string Problem)> Cases = new()
    {
        ["a grid that misses the basin"] = (
            trial => trial.Units(west: 60),
            At + "grid.nc, rof: the grid misses the basin: none of 3 units lies in it. The grid spans 9.95 to 10.35 degrees east and 45.95 to 46.15 degrees north (centres of its cells); the units span 60 to 60.3 degrees east and 46 to 46.1 degrees north. Use forcing that covers the basin; if it does, correct the basin's coordinate system (domain.units.crs)."),
        ["a grid that misses a part"] = (
            trial => trial.Units(west: 10.25),
            At + "grid.nc, rof: 2 of 3 units lie outside the grid, wholly or in part: 2 (49.9 % inside), 3 (0 % inside). The grid spans * Use forcing that covers the basin, or let the part inside stand for the whole unit: 'forcing: { least_cover: 0.5 }'."),
        ["a gap in time"] = (
            trial => trial.Grid(new GridFile { Times = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10] }),
            At + "grid.nc, rof: the time axis has a gap: a step of 1 d is expected at 2000-01-04 00:00, the next one is at 2000-01-05 00:00. Give the missing file, or files whose steps are of equal length."),
        ["a gap between files"] = (
            trial => trial.Grid(new GridFile { Name = "grid2.nc", Times = [11, 12, 13] }),
            At + "grid2.nc, rof: the time axis has a gap: a step of 1 d is expected at 2000-01-11 00:00, the next one is at 2000-01-12 00:00. Give the missing file, or files whose steps are of equal length."),
        ["a step twice"] = (
            trial => trial.Grid(new GridFile { Times = [0, 1, 2, 2, 3, 4, 5, 6, 7, 8] }),
            At + "grid.nc, rof: the step at 2000-01-03 00:00 comes twice, or out of order. Each step must come once, in order."),
        ["a step in two files"] = (
            trial => trial.Grid(new GridFile { Name = "grid2.nc", Times = [9, 10, 11] }),
            At + "grid2.nc, rof: the step at 2000-01-10 00:00 is already in grid.nc. Each step must come once, in order."),
        ["files of two grids"] = (
            trial => trial.Grid(new GridFile { Name = "grid2.nc", Times = [10, 11], Latitudes = [45.9, 46.05, 46.15] }),
            At + "grid2.nc, rof: its grid is another one than that of grid.nc. Give files of one kind."),
        ["a file without the variable"] = (
            trial => trial.Grid(new GridFile { Name = "grid2.nc", Times = [10, 11], Variable = "snow" }),
            At + "grid2.nc: there is no variable 'rof'. It has time, lat, lon, snow."),
        ["a variable that is not there"] = (
            trial => trial.With("name: rof", "name: roff"),
            At + "grid.nc: there is no variable 'roff'; did you mean 'rof'?"),
        ["a variable that is not named"] = (
            trial => trial.With("  variables:\n    runoff: { name: rof }\n", string.Empty),
            "workflow.yaml:13:3: forcing: grid*.nc: the forcing has no runoff (water that leaves the unit towards the river, as another model computed it). Say under forcing.variables which of its variables it is: rof."),
        ["no file"] = (
            trial => trial.With("grid*.nc", "grids*.nc"),
            "workflow.yaml:14:10: forcing.files: grids*.nc: no file has such a name. Check the path; relative ones start at the workflow's folder."),
        ["no file of the variable's own"] = (
            trial => trial.With("name: rof", "name: rof, files: rof-*.nc"),
            "workflow.yaml:16:33: forcing.variables.runoff.files: rof-*.nc: no file has such a name. Check the path; relative ones start at the workflow's folder."),
        ["no unit"] = (
            trial => trial.Grid(new GridFile { Unit = null }),
            At + "grid.nc, rof: its unit is absent. Give it an attribute 'units', or declare its unit under forcing.variables: '{ name: rof, unit: UNIT }'."),
        ["an unknown unit"] = (
            trial => trial.Grid(new GridFile { Unit = "smoots" }),
            At + "grid.nc, rof: 'smoots' is no unit that UDUNITS-2 knows. Declare the right one under forcing.variables: 'runoff: { name: rof, unit: UNIT }', UNIT being for example mm."),
        ["a unit of something else"] = (
            trial => trial.Grid(new GridFile { Unit = "K" }),
            At + "grid.nc, rof: its unit 'K' cannot be converted to mm, the unit of runoff. Declare the right one under forcing.variables: 'runoff: { name: rof, unit: UNIT }', UNIT being for example mm."),
        ["units that differ between files"] = (
            trial => trial.Grid(new GridFile { Name = "grid2.nc", Times = [10, 11], Unit = "m" }),
            At + "grid2.nc, rof: its unit 'm' is not the 'mm' of grid.nc. Give files of one kind."),
        ["a period that ends later"] = (
            trial => trial.With("2000-01-10", "2000-01-20"),
            At + "grid.nc, rof: it covers 2000-01-01 to 2000-01-10, which is shorter than the simulated period 2000-01-01 to 2000-01-20. Shorten the period or give more data."),
        ["a period that starts earlier"] = (
            trial => trial.With("start: 2000-01-01", "start: 1999-12-31"),
            At + "grid.nc, rof: it covers 2000-01-01 to 2000-01-10, which is shorter than the simulated period 1999-12-31 to 2000-01-10. Shorten the period or give more data."),
        ["hours of days"] = (
            trial => trial.With("period: { ", "period: { step: 1h, "),
            At + "grid.nc, rof: its steps of 1 d do not make steps of 1 h. Choose a step (period.step) that is a multiple of the files' own."),
        ["days of 5 hours"] = (
            trial => trial.Grid(new GridFile { Times = [0, 5, 10, 15, 20], Since = "hours since 2000-01-01" }),
            At + "grid.nc, rof: its steps of 5 h do not make steps of 1 d. Choose a step (period.step) that is a multiple of the files' own."),
        ["days from noon to noon"] = (
            trial => trial.Grid(new GridFile { Times = Noons }).With("start: 2000-01-01, end: 2000-01-10", "start: 2000-01-03, end: 2000-01-08"),
            At + "grid.nc, rof: its steps start at 12:00, those of the workflow at 00:00. Where its stamps name the middle or the end of a step, say so under forcing.variables: 'runoff: { name: rof, stamp: middle }'; else set period.start to the data's own hour."),
        ["a gap in a cell"] = (
            trial => trial.Grid(new GridFile { Value = (step, longitude, _) => step == 3 && longitude < 10.1 ? double.NaN : step }),
            At + "unit 1: runoff is missing (NaN) on 2000-01-04 00:00. Complete the data, or let short gaps be filled with 'forcing: { gaps: { policy: fill, longest: 5 } }'."),
        ["half a file of HDF5"] = (
            trial => Cut(trial, "netCDF-4"),
            At + "grid.nc: cannot be opened as NetCDF (NetCDF: HDF error). It is damaged, incomplete or no NetCDF file: fetch or write it again."),
        ["half a classic file"] = (
            trial => Cut(trial, "classic"),
            At + "grid.nc: cannot be opened as NetCDF: it is truncated, its header promises * bytes more. Fetch or write the file again."),
        ["a corrupt file of HDF5"] = (
            trial => Corrupt(trial, "netCDF-4"),
            At + "grid.nc: cannot be opened as NetCDF (*). It is damaged, incomplete or no NetCDF file: fetch or write it again."),
        ["a corrupt classic file"] = (
            trial => Corrupt(trial, "classic"),
            At + "grid.nc: cannot be opened as NetCDF (*). It is damaged, incomplete or no NetCDF file: fetch or write it again."),
        ["a web page instead of a file"] = (
            trial => File.WriteAllText(trial.Folder.At("grid.nc"), "<html>404</html>"),
            At + "grid.nc: cannot be opened as NetCDF (NetCDF: Unknown file format). It is damaged, incomplete or no NetCDF file: fetch or write it again."),
        ["elevations that are not there"] = (
            trial => Snow(trial).With("file: z.nc", "file: height.nc"),
            "workflow.yaml:15:14: forcing.elevation: height.nc: there is no such file. Check the path; relative ones start at the workflow's folder."),
        ["elevations of another name"] = (
            trial => Snow(trial).With("variable: orog", "variable: orgo"),
            "workflow.yaml:15:14: forcing.elevation: z.nc: there is no variable 'orgo'; did you mean 'orog'?"),
        ["elevations without unit"] = (
            trial => Snow(trial).Grid(Heights with { Unit = null }),
            "workflow.yaml:15:14: forcing.elevation: z.nc, orog: its unit is absent. Give it an attribute 'units', or declare it as forcing.elevation.unit."),
        ["elevations that are none"] = (
            trial => Snow(trial).Grid(Heights with { Unit = "s" }),
            "workflow.yaml:15:14: forcing.elevation: z.nc, orog: its unit 's' is none of length. Declare the right one as forcing.elevation.unit."),
        ["a temperature from which evapotranspiration follows too"] = (
            trial => Snow(trial).With("unit: K", "unit: mm"),
            "workflow.yaml:18:22: forcing.variables.air_temperature: grid.nc, rof: its unit 'mm' cannot be converted to degC, the unit of air_temperature. Declare the right one under forcing.variables: 'air_temperature: { name: rof, unit: UNIT }', UNIT being for example degC."),
    };

    public static TheoryData<string> Named => [.. Cases.Keys];

    private static GridFile Heights => new() { Name = "z.nc", Variable = "orog", Unit = "m", Times = [0] };

    [Theory]
    [MemberData(nameof(Named))]
    public void A_bad_grid_is_told_at_its_key_with_file_variable_and_remedy(string name)
    {
        using var trial = new SpatialTrial();
        Cases[name].Spoil(trial);
        SpatialTrial.Matches(Cases[name].Problem, trial.Problem());
    }

    [Fact]
    public void What_many_units_lack_is_told_by_a_few_of_them()
    {
        using var trial = new SpatialTrial();
        trial.Folder.Write("units.geojson", Mosaic.GeoJson(Enumerable.Range(0, 12).Select(i => Mosaic.Unit(i + 1, 10 + (0.02 * i), 46, 0.02))));
        trial.With("units.shp", "units.geojson").With(SpatialTrial.Network, string.Empty).With("semi-distributed", "lumped").With("  gauges:\n    - { id: outlet, reach: 3 }\n", string.Empty);
        trial.Grid(new GridFile { Value = (step, _, _) => step == 3 ? double.NaN : step });
        string[] problems = trial.Problems();
        Assert.Equal(6, problems.Length);
        Assert.Contains(problems, problem => problem.EndsWith("and 7 more units like these", StringComparison.Ordinal));
    }

    /// <summary>A workflow with snow, whose temperature is moved from the forcing's elevation.</summary>
    private static SpatialTrial Snow(SpatialTrial trial) => trial
        .Grid(Heights).Grid(new GridFile { Value = (_, _, _) => 280 })
        .With("files: grid*.nc", "files: grid*.nc\n  elevation: { file: z.nc, variable: orog }")
        .With("runoff: { name: rof }", "precipitation: { name: rof }\n    air_temperature: { name: rof, unit: K }")
        .With("{ name: given, plugin: runoff }", "{ name: gr, plugin: gr, settings: { snow: cemaneige } }");

    private static GridFile Long(string kind) => new() { Kind = kind, Times = [.. Enumerable.Range(0, 2000).Select(day => (double)day)] };

    private static void Cut(SpatialTrial trial, string kind)
    {
        using FileStream file = File.OpenWrite(Long(kind).Write(trial.Folder));
        file.SetLength(file.Length / 2);
    }

    private static void Corrupt(SpatialTrial trial, string kind)
    {
        string path = Long(kind).Write(trial.Folder);
        byte[] bytes = File.ReadAllBytes(path);
        new Random(4).NextBytes(bytes.AsSpan(8, 4000));
        File.WriteAllBytes(path, bytes);
    }
}
