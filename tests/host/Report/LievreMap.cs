using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Report;

namespace Tributary.Tests.Report;

/// <summary>The units of the Lièvre with made-up results, as the engine would fill the map.</summary>
internal static class LievreMap
{
    public static SpatialDomain Domain() => new DomainReader(new UdUnits()).Read(new DomainSource(
        RealData.At("lievre", "lievre_hrus_v21.shp"), new UnitFields("HRU_ID", new("HRU_Area", "m2"), new("HRU_E_mean", "m")), Network: new NetworkSource(NetworkPresets.Find("basinmaker"))));

    public static ReportMap Of(SpatialDomain domain, ReportTime time)
    {
        CatchmentUnits units = domain.Units;
        RiverNetwork network = domain.Network!;
        double[] upstream = domain.UpstreamAreaKm2();
        var chosen = MapFrames.Choose(time, (2L * units.Count) + (2L * network.Count));
        int frames = chosen.Frames.Count;
        float[][] runoff = [new float[frames * units.Count], new float[frames * units.Count]];
        float[][] discharge = [new float[frames * network.Count], new float[frames * network.Count]];
        double[] wet = new double[time.Count];
        for (int member = 0; member < 2; member++)
        {
            for (int unit = 0; unit < units.Count; unit++)
            {
                Season(wet, time, (units.Latitude[unit] - 46) * 20, 1 + (0.2 * member) + (0.4 * Math.Sin(units.Longitude[unit] * 9)));
                chosen.Mean(wet, unit, units.Count, runoff[member]);
            }

            for (int reach = 0; reach < network.Count; reach++)
            {
                Season(wet, time, 4 * Math.Log(upstream[reach]), upstream[reach] / 86.4 * (1 + (0.2 * member)));
                chosen.Mean(wet, reach, network.Count, discharge[member]);
            }
        }

        return new ReportMap(
            [.. units.Ids.Select((id, unit) => new MapUnit(id, domain.Outlines[unit], units.AreaKm2[unit]))],
            [.. network.Ids.Select((id, reach) => new MapReach(id, domain.ReachLines[reach] ?? Straight(domain, reach), upstream[reach]))],
            chosen.Frames,
            [
                new MapLayer("runoff", "Runoff", "mm d-1", MapItems.Units, runoff[0]) { Member = "gr4j" },
                new MapLayer("runoff", "Runoff", "mm d-1", MapItems.Units, runoff[1]) { Member = "lstm" },
                new MapLayer("discharge", "Discharge", "m3 s-1", MapItems.Reaches, discharge[0]) { Member = "gr4j", Scale = MapScale.Logarithmic },
                new MapLayer("discharge", "Discharge", "m3 s-1", MapItems.Reaches, discharge[1]) { Member = "lstm", Scale = MapScale.Logarithmic },
                new MapLayer("elevation", "Mean elevation", "m", MapItems.Units, [.. units.Elevation.ToArray().Select(value => (float)value)]) { IsStatic = true },
                new MapLayer("difference", "Difference between the members", "%", MapItems.Units, [.. Enumerable.Range(0, units.Count).Select(unit => (float)(30 * Math.Sin(units.Longitude[unit] * 12) * Math.Cos(units.Latitude[unit] * 9)))]) { IsStatic = true, Scale = MapScale.Diverging },
            ])
        {
            UnitWord = "HRU",
            Gauges = [new MapGauge("02LE024", -75.4, 46.4, "02LE024")],
        };
    }

    /// <summary>From the middle of a reach's units to that of the next reach's.</summary>
    private static LineString Straight(SpatialDomain domain, int reach)
    {
        int next = domain.Network!.Downstream[reach];
        Coordinate from = Middle(domain, reach);
        return new LineString([from, next < 0 ? from : Middle(domain, next)]);
    }

    private static Coordinate Middle(SpatialDomain domain, int reach)
    {
        int unit = domain.Network!.ReachOfUnit.IndexOf(reach);
        return new Coordinate(domain.Units.Longitude[unit], domain.Units.Latitude[unit]);
    }

    private static void Season(double[] series, ReportTime time, double delay, double level)
    {
        for (int step = 0; step < series.Length; step++)
        {
            double day = (step * time.StepSeconds / 86400.0) - delay;
            series[step] = level * (0.35 + (2.4 * Math.Exp(9 * (Math.Cos(2 * Math.PI * (day - 210) / 365.25) - 1))) + (0.5 * Math.Exp(6 * (Math.Cos(2 * Math.PI * (day - 30) / 365.25) - 1))));
        }
    }
}
