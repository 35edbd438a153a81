using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What a workflow reads of its source arrives in the models' units, and what is wrong with the data is told.</summary>
public sealed class InputReaderTests : IDisposable
{
    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Forcing_and_observations_arrive_in_the_units_of_the_models()
    {
        WorkflowInputs inputs = _file.Inputs(WorkflowFile.Sound);
        Assert.Equal([10, 0, 0, 0, 0, 10], inputs.Forcing.Series(Variables.Precipitation, 0)[..6].ToArray());

        // The first day's 10 mm leave by a twentieth, 0.5 mm over 100 km2 in a day.
        Assert.Equal(0.5 * 100e3 / 86400, inputs.Observed[0][0], 1e-12);
        Assert.Equal(100, inputs.Domain.Units.AreaKm2[0]);
        Assert.Equal([Path.Combine(_file.Folder, "showers.txt")], inputs.Files);
    }

    [Fact]
    public void Evapotranspiration_that_the_source_lacks_is_computed_from_temperature_and_noted()
    {
        WorkflowInputs inputs = _file.Inputs(Gr4j);
        ReadOnlySpan<double> potential = inputs.Forcing.Series(Variables.PotentialEvapotranspiration, 0);
        double radiation = PotentialEvapotranspiration.ExtraterrestrialRadiation(47, 183);
        Assert.Equal(PotentialEvapotranspiration.Oudin(8 - (10 * Math.Cos(2 * Math.PI * 182 / 365.25)), radiation), potential[182], 1e-9);
        Assert.Contains("potential_evapotranspiration is computed by Oudin et al. (2005)", inputs.Notes);
    }

    [Fact]
    public void The_workflow_goes_before_the_source_in_what_a_basin_is()
    {
        string yaml = WorkflowFile.Sound.Replace("[north]", "[{ id: north, area: { value: 50, unit: mile2 }, latitude: 12, attributes: { forest: 0.4 } }]", StringComparison.Ordinal);
        CatchmentUnits units = _file.Inputs(yaml).Domain.Units;
        Assert.Equal(50 * 2.589988110336, units.AreaKm2[0], 1e-6);
        Assert.Equal(12, units.Latitude[0]);
        Assert.Equal(0.4, units.Attributes["forest"][0]);
    }

    [Fact]
    public void Basins_may_stand_in_a_file_of_their_own()
    {
        _file.Write("# the basins\nnorth\n\n", "basins.txt");
        Assert.Equal(["north"], _file.Inputs(WorkflowFile.Sound.Replace("[north]", "{ file: basins.txt }", StringComparison.Ordinal)).Domain.Units.Ids);
    }

    [Fact]
    public void Hypsometry_and_bands_come_from_the_workflow()
    {
        string yaml = WorkflowFile.Sound.Replace(
            "[north]", "[{ id: north, elevation: 150, hypsometry: [0, 100, 200, 300, 400] }]\n  elevation_bands: { count: 4, temperature_lapse_rate: 0.6 }", StringComparison.Ordinal);
        ElevationBands bands = _file.Inputs(yaml).Domain.Units.Bands;
        Close.All([-100, 0, 100, 200], bands.HeightAboveForcing, 1e-12);
        double[] rate = new double[1];
        bands.LapseRates(new TimeAxis(new DateTime(2001, 5, 1), TimeSpan.FromDays(1), 1), 0, rate);
        Assert.Equal(0.006, rate[0], 1e-15);
    }

    [Fact]
    public void A_gap_is_told_with_its_date_and_can_be_filled()
    {
        string gappy = WorkflowFile.Sound.Replace("source: showers", "source: showers\n  settings: { gap: 31 }", StringComparison.Ordinal);
        Assert.Contains("basin north: precipitation is missing (NaN) on 2000-02-01", Assert.Single(_file.ProblemsOf(gappy)), StringComparison.Ordinal);

        string filled = gappy.Replace("settings: { gap: 31 }", "settings: { gap: 31 }\n  gaps: { policy: fill }", StringComparison.Ordinal);
        WorkflowInputs inputs = _file.Inputs(filled);
        Assert.Equal(0, inputs.Forcing.Series(Variables.Precipitation, 0)[31]);
        Assert.Contains("basin north: 1 gaps of precipitation were filled", inputs.Notes);
    }

    [Fact]
    public void Impossible_precipitation_is_told_with_its_value_and_date()
    {
        string problem = Assert.Single(_file.ProblemsOf(WorkflowFile.Sound.Replace("source: showers", "source: showers\n  settings: { amount: 500 }", StringComparison.Ordinal)));
        Assert.Contains("precipitation is 5000 mm on 2000-01-01 00:00, above the highest plausible, 2000 (and on 292 other time steps)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_is_too_short_is_told_with_both_periods()
    {
        string problem = Assert.Single(_file.ProblemsOf(WorkflowFile.Sound.Replace("source: showers", "source: showers\n  settings: { days: 366 }", StringComparison.Ordinal)));
        Assert.Contains("it covers 2000-01-01 to 2000-12-31, which is shorter than the simulated period 2000-01-01 to 2003-12-31", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("precipitation: prcpp", "there is no series 'prcpp'; did you mean 'prcp'?")]
    [InlineData("precipitation: mystery", "its unit is not known")]
    [InlineData("precipitation: { name: mystery, unit: degC }", "its unit 'degC' cannot be converted to mm, the unit of precipitation")]
    [InlineData("precipitation: { name: mystery, unit: smoots }", "'smoots' is no unit that UDUNITS-2 knows")]
    public void A_series_that_does_not_fit_is_a_problem_at_its_key(string variables, string part)
    {
        string problem = Assert.Single(_file.ProblemsOf(WorkflowFile.Sound.Replace("source: showers", $"source: showers\n  variables: {{ {variables} }}", StringComparison.Ordinal)));
        Assert.StartsWith("workflow.yaml:12:31: forcing.variables.precipitation: ", problem, StringComparison.Ordinal);
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name: mystery, unit: mm d-1 }", 10)]
    [InlineData("{ name: mystery, unit: inch d-1 }", 254)]
    [InlineData("{ name: mystery, unit: kg m-2 }", 10)]
    [InlineData("{ sum: [prcp, prcp, prcp] }", 30)]
    [InlineData("{ mean: [prcp, prcp] }", 10)]
    public void A_series_may_be_named_with_its_unit_or_made_of_several(string series, double first) => Assert.Equal(
        first,
        _file.Inputs(WorkflowFile.Sound.Replace("source: showers", $"source: showers\n  variables: {{ precipitation: {series} }}", StringComparison.Ordinal)).Forcing.Series(Variables.Precipitation, 0)[0],
        1e-9);

    private static string Gr4j => WorkflowFile.Sound[..WorkflowFile.Sound.IndexOf("models:", StringComparison.Ordinal)] + "models: [ { name: gr4j, plugin: gr } ]\n";
}
