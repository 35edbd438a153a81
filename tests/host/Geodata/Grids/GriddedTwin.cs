using System.Globalization;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Grids;

/// <summary>A small series on a grid of 3 rows and 4 columns, and what every way of storing it must give.</summary>
internal static class GriddedTwin
{
    public const int Steps = 5;
    public const int Height = 3;
    public const int Width = 4;

    /// <summary>The values in mm, <c>[time, y, x]</c>, multiples of 0.25, one of them missing and one 0.</summary>
    public static double[] Values { get; } = [.. Enumerable.Range(0, Steps * Height * Width).Select(i => i == 17 ? double.NaN : i == 30 ? 0 : (i * 37 % 101) * 0.25)];

    /// <summary>Writes it as NetCDF, from 2001-01-01 by days.</summary>
    public static string NetCdf(TemporaryFolder folder) => Cdl.Generate(
        folder, "twin.nc",
        $"netcdf twin {{ dimensions: time = {Steps} ; lat = {Height} ; lon = {Width} ; variables: double time(time) ; time:units = \"days since 2001-01-01\" ; double lat(lat) ; lat:units = \"degrees_north\" ; double lon(lon) ; lon:units = \"degrees_east\" ; float tp(time, lat, lon) ; tp:units = \"mm\" ; tp:cell_methods = \"time: sum\" ; tp:_FillValue = -1.f ; data: time = 0, 1, 2, 3, 4 ; lat = 52, 51, 50 ; lon = 10, 11, 12, 13 ; tp = {Cdl.Numbers(Values)} ; }}");

    /// <summary>Demands the same axis, unit, grid and values of two series, in blocks and in windows too.</summary>
    public static void DemandSame(GridSeries expected, GridSeries series)
    {
        Assert.Equal(expected.Time, series.Time);
        Assert.Equal((expected.Unit, expected.Method), (series.Unit, series.Method));
        Assert.Equal((expected.Grid.Height, expected.Grid.Width), (series.Grid.Height, series.Grid.Width));
        for (int cell = 0; cell < expected.Grid.Count; cell++)
        {
            Assert.True(expected.Grid.Outline(cell)!.EqualsExact(series.Grid.Outline(cell), 1e-9), string.Create(CultureInfo.InvariantCulture, $"cell {cell}"));
        }

        foreach ((int first, int count, GridWindow window) in new[] { (0, Steps, GridWindow.All(series.Grid)), (2, 2, new GridWindow(1, 1, 2, 3)), (4, 1, new GridWindow(0, 3, 1, 1)) })
        {
            double[] one = new double[count * window.Count];
            double[] other = new double[count * window.Count];
            expected.Read(first, count, window, one);
            series.Read(first, count, window, other);
            Assert.Equal(one, other);
        }
    }

    /// <summary>The message of the refusal that opening and reading a series ends in.</summary>
    public static string Refused(Func<GridSeries> open) => Assert.Throws<InputException>(() =>
    {
        using GridSeries series = open();
        series.Read(0, series.Time.Count, GridWindow.All(series.Grid), new double[series.Time.Count * series.Grid.Count]);
    }).Message;
}
