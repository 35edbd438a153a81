using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>Applying weights, gaps, and lapse rates.</summary>
[Collection("NetCDF files")]
public sealed class UnitWeightsTests
{
    [Fact]
    public void Values_are_those_of_the_plain_double_loop_with_gaps_by_the_rule()
    {
        Gen<(int, int, int, int)> cases =
            from sources in Gen.Choose(1, 40)
            from units in Gen.Choose(1, 30)
            from times in Gen.Choose(0, 90)
            from seed in Gen.Choose(0, 100000)
            select (sources, units, times, seed);
        Property.Holds(cases, drawn =>
        {
            (int sources, int units, int times, int seed) = drawn;
            var random = new Random(seed);
            double[,] matrix = new double[units, sources];
            for (int unit = 0; unit < units; unit++)
            {
                int[] chosen = [.. Enumerable.Range(0, sources).Where(_ => random.Next(4) == 0).DefaultIfEmpty(0)];
                double[] parts = [.. chosen.Select(_ => random.NextDouble() + 0.01)];
                for (int i = 0; i < chosen.Length; i++)
                {
                    matrix[unit, chosen[i]] = parts[i] / parts.Sum();
                }
            }

            double[] fields = [.. Enumerable.Range(0, times * sources).Select(_ => random.Next(10) == 0 ? double.NaN : random.NextDouble())];
            double[] expected = new double[units * times];
            for (int i = 0; i < expected.Length; i++)
            {
                (int unit, int time) = (i / times, i % times);
                (double sum, double share) = (0, 0);
                for (int source = 0; source < sources; source++)
                {
                    double value = fields[(time * sources) + source];
                    (sum, share) = double.IsNaN(value) ? (sum, share) : (sum + (matrix[unit, source] * value), share + matrix[unit, source]);
                }

                expected[i] = share >= 0.6 ? sum / share : double.NaN;
            }

            double[] actual = new double[expected.Length];
            Sparse(matrix).Apply(fields, times, actual, leastShare: 0.6, threads: (seed % 3) + 1);
            Close.All(expected, actual, 1e-13, 1e-3);
        });
    }

    [Fact]
    public void Part_of_longer_series_is_written_where_it_belongs()
    {
        double[] result = [9, 9, 9, 9, 9, 9, 9, 9];
        Sparse(new double[,] { { 1, 0 }, { 0.5, 0.5 } }).Apply([1, 3, 2, 4], 2, result, 4, 1);
        Assert.Equal([9, 1, 2, 9, 9, 2, 3, 9], result);
        Assert.Throws<ArgumentException>(() => Sparse(new double[,] { { 1 } }).Apply([1.0], 1, new double[2]));
        Assert.Throws<ArgumentException>(() => new UnitWeights(["a"], 1, [0, 1], [1], [1], [1]));
    }

    [Fact]
    public void Whole_cells_missing_for_ever_leave_their_share_to_the_others()
    {
        UnitWeights weights = Sparse(new double[,] { { 0.7, 0.3 } });
        double[] value = new double[1];
        weights.Apply([5, double.NaN], 1, value);
        Assert.Equal(5, value[0], 1e-15);
        weights.Apply([double.NaN, 5], 1, value);
        Assert.True(double.IsNaN(value[0]));
        weights.Apply([5, double.NaN], 1, value, leastShare: 1);
        Assert.True(double.IsNaN(value[0]));
    }

    [Fact]
    public void Temperature_falls_by_the_lapse_rate_with_height()
    {
        double[] temperature = [10, 12, 5, double.NaN, 1, 2];
        LapseRate.Standard.Apply(temperature, [1500, 200, double.NaN], [500, 400, 100]);
        Close.All([3.5, 5.5, 6.3, double.NaN, 1, 2], temperature, 1e-12);
    }

    [Fact]
    public void The_Lievre_temperature_is_remapped_in_blocks_as_at_once()
    {
        List<UnitOutline> units = LievreUnits.Read();
        using var series = GridSeries.Open(new NetCdfFiles(), [RealData.At("lievre", "VIC_temperatures.nc")], "Avg_temp", new GridSeriesSettings { Step = TimeSpan.FromDays(1) });
        UnitWeights weights = AreaWeights.Compute(series.Grid, units, "VIC_temperatures.nc");
        var remapped = new RemappedSeries(series, weights, leastShare: 0.01);
        const int Days = 366;
        double[] values = new double[units.Count * Days];
        remapped.Read(0, Days, values);
        double[] later = new double[units.Count * 20];
        remapped.Read(200, 20, later);
        for (int unit = 0; unit < units.Count; unit++)
        {
            Close.SameBits(values.AsSpan((unit * Days) + 200, 20), later.AsSpan(unit * 20, 20));
        }

        // The southern Laurentians in 2000: about 4 degrees in the mean, between the extremes that were measured in Quebec.
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        Assert.InRange(known.Average(), 1, 7);
        Assert.InRange(known.Min(), -45, -15);
        Assert.InRange(known.Max(), 15, 35);

        // The grid holds values inside the basin only.
        Assert.InRange((double)known.Length / values.Length, 0.95, 1);
    }

    [Fact]
    public void A_basin_in_the_ERA5_grid_of_the_Bow_has_values_between_those_of_its_cells()
    {
        string path = RealData.At("bow_at_banff", "forcing", "raw_data", "domain_Bow_at_Banff_ERA5_merged_200401.nc");
        using var series = GridSeries.Open(new NetCdfFiles(), [path], "airtemp", new GridSeriesSettings { Step = TimeSpan.FromDays(1) });
        Assert.Equal(new TimeAxis(new DateTime(2004, 1, 1), TimeSpan.FromDays(1), 31), series.Time);
        UnitOutline basin = new("bow", new NetTopologySuite.IO.WKTReader().Read("POLYGON ((-116.5 51.1, -115.6 50.9, -115.7 51.6, -116.4 51.7, -116.5 51.1))"));
        double[] values = new double[31];
        new RemappedSeries(series, AreaWeights.Compute(series.Grid, [basin], path)).Read(0, 31, values);
        double[] cells = new double[31 * 42];
        series.Read(0, 31, GridWindow.All(series.Grid), cells);
        for (int day = 0; day < 31; day++)
        {
            double[] field = cells[(day * 42)..((day + 1) * 42)];
            Assert.InRange(values[day], field.Min(), field.Max());
            Assert.InRange(values[day], 223, 283);
        }
    }

    private static UnitWeights Sparse(double[,] matrix)
    {
        (int units, int sources) = (matrix.GetLength(0), matrix.GetLength(1));
        List<int> columns = [];
        List<double> weights = [];
        int[] offsets = new int[units + 1];
        for (int unit = 0; unit < units; unit++)
        {
            for (int source = 0; source < sources; source++)
            {
                if (matrix[unit, source] > 0)
                {
                    columns.Add(source);
                    weights.Add(matrix[unit, source]);
                }
            }

            offsets[unit + 1] = columns.Count;
        }

        return new UnitWeights([.. Enumerable.Range(0, units).Select(unit => $"{unit}")], sources, offsets, [.. columns], [.. weights], new double[units]);
    }
}
