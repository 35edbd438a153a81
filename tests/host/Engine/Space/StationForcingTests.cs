using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Series of stations arrive at units with weights that are known by hand, and what is wrong with stations is told.</summary>
public sealed class StationForcingTests : IDisposable
{
    private static readonly Dictionary<string, (Action<SpatialTrial> Spoil, string Problem)> Cases = new()
    {
        ["no places"] = (
            trial => new StationNetwork { Longitudes = null }.Write(trial),
            "workflow.yaml:15:13: forcing.stations: station A: its longitude and latitude are not known. The source must say where its stations stand."),
        ["two at one place"] = (
            trial => new StationNetwork { Longitudes = [10.05, 10.05] }.Write(trial),
            "workflow.yaml:15:13: forcing.stations: station B: it has the same place as station A. Leave one of them out."),
        ["an unknown station"] = (
            trial => new StationNetwork().Write(trial, "{ ids: [A, C] }"),
            "workflow.yaml:15:24: forcing.stations.ids[1]: the source has no station 'C'; did you mean 'A'?"),
        ["an unknown series"] = (
            trial =>
            {
                new StationNetwork().Write(trial);
                trial.With("name: rof", "name: roff");
            },
            "workflow.yaml:17:13: forcing.variables.runoff: station A (stations.nc): there is no series 'roff'; did you mean 'rof'?"),
        ["no series that fits"] = (
            trial =>
            {
                new StationNetwork().Write(trial);
                trial.With("  variables:\n    runoff: { name: rof }\n", string.Empty);
            },
            "workflow.yaml:13:3: forcing: stations.nc: the forcing has no runoff (water that leaves the unit towards the river, as another model computed it). Say under forcing.variables which of its series it is: rof."),
        ["no unit"] = (
            trial => new StationNetwork { Unit = string.Empty }.Write(trial),
            "workflow.yaml:17:13: forcing.variables.runoff: station A (stations.nc), rof: its unit is not known. Write 'runoff: { name: NAME, unit: UNIT }' under forcing.variables; wanted is mm."),
        ["a longer period"] = (
            trial =>
            {
                new StationNetwork().Write(trial);
                trial.With("2000-01-10", "2000-01-20");
            },
            "workflow.yaml:17:13: forcing.variables.runoff: stations.nc: the stations cover 2000-01-01 to 2000-01-10, which is shorter than the simulated period 2000-01-01 to 2000-01-20. Shorten the period or give more data."),
        ["a shorter step"] = (
            trial =>
            {
                new StationNetwork().Write(trial);
                trial.With("period: { ", "period: { step: 1h, ");
            },
            "workflow.yaml:17:13: forcing.variables.runoff: station A (stations.nc), rof: its time step is 1 d, that of the workflow 1 h. Set period.step to the data's own step."),
        ["a source that cannot list its stations"] = (
            trial =>
            {
                trial.Folder.Write("A.csv", "date,runoff [mm]\n2000-01-01,1\n2000-01-02,1\n");
                trial.With("source: gridded\n  files: grid*.nc", "source: csv\n  files: \"{basin}.csv\"\n  stations: {}");
            },
            "workflow.yaml:13:3: forcing: the source cannot tell which stations it has. List them under forcing.stations.ids."),
    };

    private readonly SpatialTrial _trial = new();

    public static TheoryData<string> Named => [.. Cases.Keys];

    public void Dispose() => _trial.Dispose();

    [Theory]
    [MemberData(nameof(Named))]
    public void What_is_wrong_with_stations_is_told_at_its_key(string name)
    {
        Cases[name].Spoil(_trial);
        SpatialTrial.Matches(Cases[name].Problem, _trial.Problem());
    }

    [Fact]
    public void Thiessen_polygons_part_a_unit_half_way_between_stations()
    {
        new StationNetwork().Write(_trial, "{ method: thiessen }");
        ForcingTable forcing = _trial.Inputs().Forcing;
        for (int step = 0; step < 10; step++)
        {
            Assert.Equal(step, forcing.Series(Variables.Runoff, 0)[step], 1e-9);
            Assert.Equal(step + 5, forcing.Series(Variables.Runoff, 1)[step], 1e-9);
            Assert.Equal(step + 10, forcing.Series(Variables.Runoff, 2)[step], 1e-9);
        }
    }

    [Theory]
    [InlineData("{}", 2, 3)]
    [InlineData("{ method: inverse-distance, power: 1 }", 1, 3)]
    [InlineData("{ power: 3.5, nearest: 2 }", 3.5, 2)]
    [InlineData("{ nearest: 1 }", 2, 1)]
    [InlineData("{ ids: [A, C] }", 2, 2)]
    public void Inverse_distances_weigh_the_nearest_stations(string spread, double power, int count)
    {
        var network = new StationNetwork { Ids = ["A", "C", "B"], Longitudes = [10.02, 10.15, 10.38], Latitudes = [46.02, 46.25, 45.9], Value = (step, station) => step + (100 * station) };
        network.Write(_trial, spread);
        ForcingTable forcing = _trial.Inputs().Forcing;
        for (int unit = 0; unit < 3; unit++)
        {
            double longitude = 10.05 + (0.1 * unit);
            (double Distance, int Station)[] near = [.. Enumerable.Range(0, spread.Contains("ids", StringComparison.Ordinal) ? 2 : 3)
                .Select(station => (Angle(longitude, 46.05, network.Longitudes[station], network.Latitudes[station]), station)).OrderBy(pair => pair.Item1).Take(count)];
            double sum = near.Sum(pair => Math.Pow(pair.Distance, -power));
            double expected = near.Sum(pair => Math.Pow(pair.Distance, -power) * 100 * pair.Station) / sum;
            Assert.Equal(expected + 6, forcing.Series(Variables.Runoff, unit)[6], 1e-6);
        }
    }

    [Fact]
    public void Where_a_station_has_a_gap_the_others_stand_for_it()
    {
        new StationNetwork { Value = (step, station) => step == 4 && station == 0 ? double.NaN : step + (10 * station) }.Write(_trial, "{ method: thiessen }");
        _trial.With("stations: {", "least_share: 0.4\n  stations: {").With("source: stations", "source: stations\n  gaps: { policy: fill, longest: 1 }");
        WorkflowInputs inputs = _trial.Inputs();
        Assert.Equal(14, inputs.Forcing.Series(Variables.Runoff, 1)[4], 1e-9);

        // The first unit hangs on the first station alone: a gap, filled from day to day.
        Assert.Equal(4, inputs.Forcing.Series(Variables.Runoff, 0)[4], 1e-9);
        Assert.Contains("unit 1: 1 gaps of runoff were filled", inputs.Notes);
    }

    [Fact]
    public void Temperature_moves_from_the_elevation_of_the_stations_that_have_a_value()
    {
        var network = new StationNetwork { Variable = "tas", Unit = "degC", Elevations = [500, 1500], Value = (step, station) => station == 1 && step == 3 ? double.NaN : 12 - (10 * station) };
        network.Write(_trial, "{ method: thiessen }\n  gaps: { policy: fill }");
        _trial.With("runoff: { name: rof }", "air_temperature: { name: tas }\n    precipitation: { name: tas, unit: mm }")
            .With("{ name: given, plugin: runoff }", "{ name: gr, plugin: gr, settings: { snow: cemaneige } }").With("    id: id\n", "    id: id\n    elevation: height\n");
        ReadOnlySpan<double> middle = _trial.Inputs().Forcing.Series(Variables.AirTemperature, 1);

        // The mean of 12 and 2 degrees at a mean of 1000 m, moved down to the unit's 200 m; without the upper station, 12 degrees at 500 m.
        Assert.Equal(7 + (0.0065 * 800), middle[2], 1e-9);
        Assert.Equal(12 + (0.0065 * 300), middle[3], 1e-9);
    }

    private static double Angle(double east, double north, double otherEast, double otherNorth)
    {
        (double X, double Y, double Z) Point(double longitude, double latitude)
        {
            (double sin, double cos) = Math.SinCos(double.DegreesToRadians(latitude));
            (double sinEast, double cosEast) = Math.SinCos(double.DegreesToRadians(longitude));
            return (cos * cosEast, cos * sinEast, sin);
        }

        ((double X, double Y, double Z) a, (double X, double Y, double Z) b) = (Point(east, north), Point(otherEast, otherNorth));
        double chord = Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)) + ((a.Z - b.Z) * (a.Z - b.Z)));
        return 2 * Math.Asin(chord / 2);
    }
}
