using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Observed discharge of gauges: from a file of their own or by a forcing plugin.</summary>
public sealed class GaugeObservationTests : IDisposable
{
    private static readonly Dictionary<string, (Action<SpatialTrial> Change, string Problem)> Cases = new()
    {
        ["no file"] = (
            trial => Observed(trial, "Q").With("file: q.nc", "file: flow.nc"),
            "workflow.yaml:11:41: domain.gauges[0].observed: flow.nc: there is no such file. Check the path; relative ones start at the workflow's folder."),
        ["no variable"] = (
            trial => Observed(trial, "QQ"),
            "workflow.yaml:11:41: domain.gauges[0].observed: q.nc: there is no variable 'QQ'; did you mean 'Q'?"),
        ["several places"] = (
            trial => Observed(trial, "places"),
            "workflow.yaml:11:41: domain.gauges[0].observed: q.nc, places: it holds the series of 2 places. Name a file of this gauge alone, or read them by a forcing plugin under 'observations'."),
        ["no time"] = (
            trial => Observed(trial, "still"),
            "workflow.yaml:11:41: domain.gauges[0].observed: q.nc, still: it has no time coordinate. Give its time dimension a variable with units such as 'days since 1970-01-01'."),
        ["no unit"] = (
            trial => Observed(trial, "bare"),
            "workflow.yaml:11:41: domain.gauges[0].observed: q.nc, bare: its unit is absent. Declare it: 'observed: { file: FILE, variable: NAME, unit: m3 s-1 }'."),
        ["a unit of something else"] = (
            trial => Observed(trial, "bare, unit: K"),
            "workflow.yaml:11:41: domain.gauges[0].observed: gauge outlet (q.nc), bare: its unit 'K' cannot be converted to m3 s-1, the unit of discharge. Correct the unit under domain.gauges[0].observed."),
        ["discharge below zero"] = (
            trial => Observed(trial, "below"),
            "workflow.yaml:11:41: domain.gauges[0].observed: gauge outlet: discharge is -1 m3 s-1 on 2000-01-02 00:00, below the lowest possible, 0. Correct the data, or the unit that the workflow gives it."),
        ["a gauge that the source does not have"] = (
            trial => trial.With("models:", "observations: { source: csv, files: \"{basin}.csv\" }\nmodels:"),
            "workflow.yaml:11:13: domain.gauges[0].id: outlet.csv: there is no such file. Correct 'files'; {basin} in it stands for a basin's id."),
        ["observations without unit"] = (
            trial => Csv(trial, "date,discharge\n2000-01-01,1\n2000-01-02,1\n"),
            "workflow.yaml:17:15: observations: gauge outlet (outlet.csv), discharge: its unit is not known. Write 'discharge: { name: NAME, unit: UNIT }' under observations.variables; wanted is m3 s-1."),
    };

    private readonly SpatialTrial _trial = new();

    public static TheoryData<string> Named => [.. Cases.Keys];

    public void Dispose() => _trial.Dispose();

    [Theory]
    [MemberData(nameof(Named))]
    public void What_is_wrong_with_observations_is_told_at_the_gauge(string name)
    {
        Cases[name].Change(_trial);
        SpatialTrial.Matches(Cases[name].Problem, _trial.Problem());
    }

    [Fact]
    public void Discharge_of_a_file_of_its_own_comes_to_the_gauge_with_its_gaps()
    {
        Observed(_trial, "Q");
        WorkflowInputs inputs = _trial.Inputs();
        Close.All([0, 1, 2, double.NaN, 4, 5, 6, 7, 8, double.NaN], inputs.Observed[0], 1e-12);
        Assert.Contains("gauge outlet: 2 of 10 time steps have no observed discharge; they are left out of all scores", inputs.Notes);
        Assert.Contains(_trial.Folder.At("q.nc"), inputs.Files);
    }

    [Fact]
    public void A_depth_becomes_discharge_by_the_area_above_the_gauge()
    {
        Observed(_trial, "bare, unit: mm");
        WorkflowInputs inputs = _trial.Inputs();
        double area = 3 * Mosaic.AreaKm2(10, 10.1, 46, 46.1);
        Assert.Equal(4 * area * 1e6 / 1000 / 86400, inputs.Observed[0][4], 1e-4);
    }

    [Fact]
    public void A_plugin_s_observations_come_by_the_gauge_s_id()
    {
        Csv(_trial, "date,discharge [l s-1]\n2000-01-03,1000\n2000-01-04,2000\n");
        WorkflowInputs inputs = _trial.Inputs();
        Close.All([double.NaN, double.NaN, 1, 2, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN], inputs.Observed[0], 1e-12);
    }

    [Fact]
    public void Lumped_units_without_gauges_are_observed_by_their_own_ids()
    {
        _trial.With("semi-distributed", "lumped").With(SpatialTrial.Network, string.Empty).With("  gauges:\n    - { id: outlet, reach: 3 }\n", string.Empty);
        for (int id = 1; id <= 3; id++)
        {
            _trial.Folder.Write($"{id}.csv", $"date,discharge [m3 s-1]\n2000-01-01,{id}\n2000-01-02,{id}\n");
        }

        _trial.With("models:", "observations: { source: csv, files: \"{basin}.csv\" }\nmodels:");
        Assert.Equal([1, 2, 3], _trial.Inputs().Observed.Select(series => series[1]));
    }

    private static SpatialTrial Csv(SpatialTrial trial, string text)
    {
        trial.Folder.Write("outlet.csv", text);
        return trial.With("models:", "observations: { source: csv, files: \"{basin}.csv\" }\nmodels:");
    }

    private static SpatialTrial Observed(SpatialTrial trial, string variable)
    {
        Cdl.Generate(trial.Folder, "q.nc", """
            netcdf q {
            dimensions: time = 9 ; place = 2 ; one = 1 ;
            variables:
              double time(time) ; time:units = "days since 2000-01-01" ;
              double Q(one, time) ; Q:units = "m3 s-1" ; Q:_FillValue = -9. ;
              double below(time) ; below:units = "m3 s-1" ;
              double bare(time) ;
              double places(time, place) ; places:units = "m3 s-1" ;
              double still(place) ; still:units = "m3 s-1" ;
            data:
              time = 0, 1, 2, 3, 4, 5, 6, 7, 8 ;
              Q = 0, 1, 2, -9, 4, 5, 6, 7, 8 ;
              below = 0, -1, 2, 3, 4, 5, 6, 7, 8 ;
              bare = 0, 1, 2, 3, 4, 5, 6, 7, 8 ;
            }
            """);
        return trial.With("reach: 3 }", $"reach: 3, observed: {{ file: q.nc, variable: {variable} }} }}");
    }
}
