using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Tests.Geodata.Remapping;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Cells over observed basins against the areas that their publishers state.</summary>
[Collection("NetCDF files")]
public sealed class ObservedCellDomainTests
{
    private const string Gauge = "3077541";

    private readonly Lazy<SpatialDomain> _lievre = new(() => new DomainReader(new UdUnits()).Read(new DomainSource(
        RealData.At("lievre", "lievre_hrus_v21.shp"), new UnitFields("HRU_ID", new("HRU_Area", "m2"), new("HRU_E_mean", "m"), Attributes: ["HRU_S_mean"]),
        Network: new NetworkSource(NetworkPresets.Find("basinmaker")))));

    [Fact]
    public void The_Lievre_drains_through_the_curvilinear_cells_of_its_forcing()
    {
        SpatialDomain basin = _lievre.Value;
        using IArrayFile file = new NetCdfFiles().Open(RealData.At("lievre", "VIC_streaminputs.nc"));
        CellGrid grid = GriddedVariable.Find(file, "Streaminputs").Grid;
        CellDomainResult result = Lievre(grid, 0.35);
        double[] inside = AreaWeights.Compute(grid, LievreUnits.Read(), "VIC_streaminputs.nc").AreaOfSourcesKm2();
        Assert.Equal(Enumerable.Range(0, grid.Count).Where(cell => inside[cell] > 0), result.CellOfUnit);
    }

    [Theory]
    [InlineData(0.05, 0.1)]
    [InlineData(0.02, 0.02)]
    public void The_Lievre_drains_through_regular_cells(double size, double error) => Lievre(RegularGrid.Covering(_lievre.Value.Outlines, size), error);

    [Fact]
    public void The_Lievre_drains_through_square_cells() => Lievre(RegularGrid.CoveringSquares(_lievre.Value.Outlines, 5), 0.1);

    [Theory]
    [InlineData(0.02, 0.01)]
    [InlineData(0.05, 0.05)]
    [InlineData(0.1, 0.15)]
    public void The_Bow_drains_through_regular_cells_as_its_DEM_tells(double size, double error)
    {
        string dem = RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif");
        DelineatedBasin basin = new BasinDelineation(new PourPoint(51.17, -115.57), 50).Draw(dem);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Domain.Outlines, size), basin.Domain, dem);
        CellsMatch.DemandSound(result, basin.Domain, basin.AreaKm2);
        Assert.Empty(result.Jumps);
        Assert.InRange(MedianErrorOfRivers(result), 0, error);

        // The cells' elevations and those of the subbasins are means of the very same pixels.
        Assert.Equal(MeanElevation(basin.Domain.Units), MeanElevation(result.Domain.Units), 1.0);

        // Where the river leaves the cells it carries what the fine pixels carry, and the gauge stands there.
        int outlet = CellsMatch.OnlyOutlet(result);
        Assert.Equal(basin.AreaKm2, result.FineAreaKm2[outlet], 1e-6 * basin.AreaKm2);
        Assert.Equal(outlet, result.AtPlace(basin.Outlet.X, basin.Outlet.Y, 2210).Reach);
        Assert.Equal(outlet, result.AtReach(basin.Domain.Network!.Count - 1).Reach);

        // Its subbasins alone, without the DEM, make up one basin too.
        CellsMatch.DemandSound(CellDomain.Make(RegularGrid.Covering(basin.Domain.Outlines, size), basin.Domain), basin.Domain, basin.AreaKm2);
    }

    private CellDomainResult Lievre(CellGrid grid, double error)
    {
        SpatialDomain basin = _lievre.Value;
        CellDomainResult result = CellDomain.Make(grid, basin);
        int gauged = basin.Network!.Ids.ToList().IndexOf(Gauge);
        double[] upstream = basin.UpstreamAreaKm2();
        CellsMatch.DemandSound(result, basin, upstream[gauged]);
        Assert.Empty(result.Jumps);
        Assert.InRange(MedianErrorOfRivers(result), 0, error);
        Assert.Equal(MeanElevation(basin.Units), MeanElevation(result.Domain.Units), 1e-9);

        // Water Survey of Canada states 4530 km2 for 02LE024.
        CellGauge gauge = result.AtReach(gauged, 4530);
        Assert.Equal(CellsMatch.OnlyOutlet(result), gauge.Reach);
        Assert.Equal(4537.166961 / 4530, 1 + gauge.Mismatch, 1e-9);

        // Inner gauges on the larger rivers find a cell with nearly their area.
        int[] rivers = [.. Enumerable.Range(0, upstream.Length).Where(reach => upstream[reach] > 0.2 * upstream[gauged])];
        double[] mismatch = [.. rivers.Select(reach => Math.Abs(result.AtReach(reach).Mismatch)).Order()];
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{rivers.Length} gauges, mismatch {mismatch[rivers.Length / 2]:0.###}, at most {mismatch[^1]:0.###}"));
        return result;
    }

    // Drainage area of cells against that of the pixels at their outlets, where more than a twentieth of the basin drains through either.
    private static double MedianErrorOfRivers(CellDomainResult result)
    {
        double[] cells = result.Domain.UpstreamAreaKm2();
        double[] pixels = [.. result.FineAreaKm2];
        double[] errors = [.. cells.Zip(pixels).Where(each => Math.Max(each.First, each.Second) > 0.05 * cells.Max()).Select(each => Math.Abs((each.First / each.Second) - 1)).Order()];
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{cells.Length} cells, {errors.Length} of them on rivers: error of drainage area {errors[errors.Length / 2]:0.####}, of nine in ten below {errors[errors.Length * 9 / 10]:0.###}; {result.Domain.Findings.Steepened.Count} given the smallest slope"));
        return errors[errors.Length / 2];
    }

    private static double MeanElevation(CatchmentUnits units)
    {
        (double sum, double area) = (0, 0);
        for (int unit = 0; unit < units.Count; unit++)
        {
            sum += units.AreaKm2[unit] * units.Elevation[unit];
            area += units.AreaKm2[unit];
        }

        return sum / area;
    }
}
