using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>Domains of observed basins against what their own files and publishers say.</summary>
[Collection("NetCDF files")]
public sealed class ObservedDomainTests
{
    private readonly DomainReader _reader = new(new UdUnits());

    [Fact]
    public void The_units_of_the_Lievre_drain_to_one_outlet_and_have_the_areas_that_they_declare()
    {
        string path = RealData.At("lievre", "lievre_hrus_v21.shp");
        SpatialDomain domain = _reader.Read(new DomainSource(
            path, new UnitFields("HRU_ID", new("HRU_Area", "m2"), new("HRU_E_mean", "m")), Network: new NetworkSource(NetworkPresets.Find("basinmaker"))));
        Assert.Equal(1132, domain.Units.Count);
        Assert.Equal(681, domain.Network!.Count);
        Assert.Equal([new NetworkOutlet("3077541", "3077544")], domain.Findings.Outlets);
        Assert.Equal(365, domain.Findings.Lengthened.Count);
        Assert.Empty(domain.Findings.ReachesWithoutUnits);

        // BasinMaker computed DrainArea itself, from the same subbasins.
        double[] upstream = domain.UpstreamAreaKm2();
        ReadOnlySpan<double> drainArea = domain.Network.Attributes[ChannelGeometry.DrainageAreaAttribute];
        for (int reach = 0; reach < upstream.Length; reach++)
        {
            Assert.Equal(drainArea[reach], upstream[reach], 1e-6 * upstream[reach]);
        }

        // The land and the lake of a subbasin both have the outline of the whole subbasin: only the fields tell their areas apart.
        SpatialDomain computed = _reader.Read(new DomainSource(path, new UnitFields("HRU_ID")));
        double[] declared = new double[681];
        double[] outline = new double[681];
        for (int unit = 0; unit < 1132; unit++)
        {
            int reach = domain.Network.ReachOfUnit[unit];
            declared[reach] += domain.Units.AreaKm2[unit];
            outline[reach] = computed.Units.AreaKm2[unit];
        }

        Close.All(declared, outline, 0.005);
        int[] reachOfUnit = domain.Network.ReachOfUnit.ToArray();
        Assert.NotEmpty(domain.Findings.Areas);
        Assert.All(domain.Findings.Areas, area => Assert.Equal(2, reachOfUnit.Count(reach => reach == reachOfUnit[domain.Units.Ids.ToList().IndexOf(area.Unit)])));
        Assert.All(computed.Outlines, polygon => Assert.True(polygon.IsValid));
    }

    [Fact]
    public void The_older_units_of_the_Lievre_are_read_by_the_same_preset()
    {
        SpatialDomain domain = _reader.Read(new DomainSource(
            RealData.At("lievre", "hru51", "finalcat_hru_info.shp"), new UnitFields("HRU_ID"), Network: new NetworkSource(NetworkPresets.Find("basinmaker"))));
        Assert.Equal(51, domain.Units.Count);
        Assert.Single(domain.Findings.Outlets);
    }

    [Fact]
    public void The_Matapedia_has_the_area_that_HydroBASINS_states()
    {
        SpatialDomain domain = _reader.Read(new DomainSource(
            RealData.At("matapedia", "matapedia.geojson"), new UnitFields("HYBAS_ID", new("SUB_AREA", "km2")), Network: new NetworkSource(NetworkPresets.Find("hydrobasins"))));
        Assert.Equal([2750.5], domain.Units.AreaKm2.ToArray());
        Assert.Empty(domain.Findings.Areas);
        Assert.Equal([new NetworkOutlet("7120329820", "7120330430")], domain.Findings.Outlets);
    }

    [Fact]
    public void The_671_catchments_of_CAMELS_have_the_areas_of_their_attributes()
    {
        SpatialDomain domain = _reader.Read(new DomainSource(RealData.At("caravan", "shapefiles", "camels", "camels_basin_shapes.shp"), new UnitFields("gauge_id")));
        using var attributes = VectorFile.Open(RealData.At("caravan", "attributes", "camels", "attributes_other_camels.csv"));
        VectorLayer table = attributes.Layer();
        int checkedGauges = 0;
        foreach (VectorFeature row in table.Read())
        {
            int unit = domain.Units.Ids.ToList().IndexOf(row.IdAt(table.Demand("gauge_id"))!);
            double area = row.NumberAt(table.Demand("area"));
            Assert.Equal(area, domain.Units.AreaKm2[unit], 0.005 * area);
            checkedGauges++;
        }

        Assert.Equal((671, 8), (domain.Units.Count, checkedGauges));
    }

    [Fact]
    public void The_network_of_the_lower_Colorado_has_649_levels()
    {
        RiverNetwork network = _reader.ReadNetwork(new NetworkSource(NetworkPresets.Find("nwm"), RealData.At("nwm_lower_colorado", "RouteLink.nc")));
        Assert.Equal(11_248, network.Count);
        int[] level = new int[network.Count];
        foreach (int reach in NetworkOrder.FromSources(network.Downstream))
        {
            if (network.Downstream[reach] >= 0)
            {
                level[network.Downstream[reach]] = Math.Max(level[network.Downstream[reach]], level[reach] + 1);
            }
        }

        Assert.Equal(649, level.Max() + 1);
        Assert.True(network.Attributes.Contains("storage_time"));
    }
}
