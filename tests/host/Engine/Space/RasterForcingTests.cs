using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Forcing in GeoTIFFs, one a day, and basins of grid cells, through workflow files.</summary>
public sealed class RasterForcingTests : IDisposable
{
    private readonly SpatialTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void A_stack_of_GeoTIFFs_by_date_is_forcing_as_a_NetCDF_file_is()
    {
        using var world = CoordinateSystem.Wgs84();
        var place = new GeoTransform(9.95, 46.15, 0.1, 0.1);
        for (int day = 1; day <= 10; day++)
        {
            double[] field = [.. Enumerable.Range(0, 5).Select(column => day + (10.0 * column)), .. Enumerable.Range(0, 5).Select(column => day + (10.0 * column))];
            GeoTiffWriter.Write(_trial.Folder.At(string.Create(CultureInfo.InvariantCulture, $"rof_200001{day:00}.tif")), field, 5, place, world);
        }

        _trial.With("files: grid*.nc", "files: rof_*.tif\n  rasters: { dates: \"rof_{yyyyMMdd}.tif\" }").With("name: rof", "name: rof, unit: mm");
        ForcingTable forcing = _trial.Inputs().Forcing;

        // Each square lies half in one column and half in the next.
        for (int unit = 0; unit < 3; unit++)
        {
            Close.All([.. Enumerable.Range(1, 10).Select(day => day + (10.0 * unit) + 5)], forcing.Series(Variables.Runoff, unit), 1e-9);
        }
    }

    [Fact]
    public void A_missing_day_of_a_stack_is_a_problem_at_the_files()
    {
        using var world = CoordinateSystem.Wgs84();
        foreach (int day in (int[])[1, 2, 4])
        {
            GeoTiffWriter.Write(_trial.Folder.At(string.Create(CultureInfo.InvariantCulture, $"rof_200001{day:00}.tif")), new double[10], 5, new GeoTransform(9.95, 46.15, 0.1, 0.1), world);
        }

        _trial.With("files: grid*.nc", "files: rof_*.tif\n  rasters: { dates: \"rof_{yyyyMMdd}.tif\" }").With("name: rof", "name: rof, unit: mm");
        Assert.Contains("2000-01-03", _trial.Problem(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("\n  cells: { size: 0.05 }", 12)]
    [InlineData("\n  cells: { size: 4, unit: km }", 10)]
    public void One_key_makes_cells_of_the_basin_that_drain_to_its_outlet(string cells, int fewest)
    {
        double whole = _trial.Inputs().Domain.Gauges[0].AreaKm2;
        _trial.With("mode: semi-distributed", $"mode: distributed{cells}");
        BasinDomain domain = _trial.Inputs().Domain;
        Assert.InRange(domain.Units.Count, fewest, 4 * fewest);
        Assert.Equal(whole, domain.Gauges[0].AreaKm2, 1e-6 * whole);
        Assert.Equal(1, domain.Network!.Downstream.ToArray().Count(next => next < 0));
        Assert.Equal(domain.Gauges[0].Reach, domain.Network.Downstream.IndexOf(-1));
    }
}
