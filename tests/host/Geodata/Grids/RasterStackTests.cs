using System.Globalization;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Grids;

/// <summary>GeoTIFFs as a series against a NetCDF twin.</summary>
[Collection("NetCDF files")]
public sealed class RasterStackTests : IDisposable
{
    private static readonly GridSeriesSettings Millimetres = new() { Unit = "mm" };
    private static readonly DateTime First = new(2001, 1, 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tp_{yyyyMMdd}.tif", "tp_{0:yyyyMMdd}.tif", "tp_*.tif")]
    [InlineData("*.{yyyy-MM-dd}_v?.tif", "sum.{0:yyyy-MM-dd}_v2.tif", "*.tif")]
    [InlineData("{yyyy}/{MM}{dd}*.tif", "{0:yyyy/MMdd}_rain.tif", "2001/*.tif")]
    [InlineData("{yyyy_MM_ddTHH}.tif", "{0:yyyy_MM_dd'T'HH}.tif", "2001*.tif")]
    public void A_file_for_each_step_is_read_as_its_NetCDF_twin(string dates, string name, string pattern)
    {
        for (int step = 0; step < GriddedTwin.Steps; step++)
        {
            Single(string.Format(CultureInfo.InvariantCulture, name, First.AddDays(step)), step);
        }

        DemandTwin(pattern, new RasterStackSettings { DatePattern = dates, Variable = "tp" }, Millimetres);
    }

    [Theory]
    [InlineData("{0:yyyy-MM-dd}")]
    [InlineData("tp_{0:yyyyMMdd}")]
    [InlineData("{0:yyyy_MM_dd} tp")]
    [InlineData("tp {0:yyyy-MM-ddTHH:mm:ss}Z")]
    public void Bands_of_one_file_are_dated_by_their_descriptions(string description)
    {
        HandmadeGeoTiff.Write(_folder, "a.tif", HandmadeGeoTiff.Packed(), band => HandmadeGeoTiff.Packing(string.Format(CultureInfo.InvariantCulture, description, First.AddDays(band - 1))));
        DemandTwin("a.tif", new RasterStackSettings { Variable = "tp" });
    }

    [Fact]
    public void Bands_are_dated_by_their_metadata()
    {
        HandmadeGeoTiff.Write(_folder, "a.tif", HandmadeGeoTiff.Packed(), band => HandmadeGeoTiff.Packing("tp", items: $"<MDI key=\"date\">2001-01-0{band}</MDI>"));
        DemandTwin("a.tif", new RasterStackSettings());

        // As gdal_translate keeps them of a NetCDF file.
        HandmadeGeoTiff.Write(
            _folder, "b.tif", HandmadeGeoTiff.Packed(),
            band => HandmadeGeoTiff.Packing("", "", $"<MDI key=\"NETCDF_VARNAME\">tp</MDI><MDI key=\"units\">mm</MDI><MDI key=\"cell_methods\">time: sum</MDI><MDI key=\"NETCDF_DIM_time\">{24 * (band - 1)}</MDI>"),
            "<Metadata><MDI key=\"time#units\">hours since 2001-01-01</MDI></Metadata>");
        DemandTwin("b.tif", new RasterStackSettings());
    }

    [Fact]
    public void Bands_are_dated_by_start_and_step_or_by_the_files_name_and_the_step()
    {
        HandmadeGeoTiff.Write(_folder, "a.tif", HandmadeGeoTiff.Packed(), _ => HandmadeGeoTiff.Packing("Band 7"));
        DemandTwin("a.tif", new RasterStackSettings { Variable = "tp", Start = First, Step = TimeSpan.FromDays(1) });
        HandmadeGeoTiff.Write(_folder, "x2001001.tif", [.. HandmadeGeoTiff.Packed().Take(3)], _ => HandmadeGeoTiff.Packing("tp"));
        HandmadeGeoTiff.Write(_folder, "x2001004.tif", [.. HandmadeGeoTiff.Packed().Skip(3)], _ => HandmadeGeoTiff.Packing("tp"));
        DemandTwin("x*.tif", new RasterStackSettings { DatePattern = "x{yyyyDDD}.tif", Step = TimeSpan.FromDays(1) });
    }

    [Fact]
    public void Variables_in_one_file_are_told_apart_by_the_names_of_bands()
    {
        IReadOnlyList<int[]> steps = HandmadeGeoTiff.Packed();
        HandmadeGeoTiff.Write(
            _folder, "a.tif", [.. steps.SelectMany(step => new[] { new int[step.Length], step })],
            band => HandmadeGeoTiff.Packing($"{(band % 2 == 1 ? "t2m" : "tp")}_2001010{(band + 1) / 2}", band % 2 == 1 ? "K" : "mm"));
        DemandTwin("a.tif", new RasterStackSettings());
        using GridSeries other = GridSeries.Open(new GriddedFiles(), [_folder.At("a.tif")], "t2m");
        Assert.Equal(("K", CellMethod.Mean), (other.Unit, other.Method));
        Assert.Contains("a.tif: there is no variable 'snow'", Refused("a.tif", new RasterStackSettings { Variable = "snow" }, "snow"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_projected_stack_lies_where_its_CF_twin_lies()
    {
        using var system = CoordinateSystem.Parse("EPSG:32632", "test");
        for (int step = 0; step < GriddedTwin.Steps; step++)
        {
            GeoTiffWriter.Write(_folder.At($"u{step + 1}.tif"), GriddedTwin.Values.AsSpan(12 * step, 12), 4, new GeoTransform(400_000, 5_603_000, 1000, 1000), system);
        }

        string twin = Cdl.Generate(
            _folder, "utm.nc",
            $"netcdf utm {{ dimensions: time = 5 ; y = 3 ; x = 4 ; variables: double time(time) ; time:units = \"days since 2001-01-01\" ; double y(y) ; y:standard_name = \"projection_y_coordinate\" ; y:units = \"km\" ; double x(x) ; x:standard_name = \"projection_x_coordinate\" ; x:units = \"km\" ; int crs ; crs:grid_mapping_name = \"transverse_mercator\" ; crs:longitude_of_central_meridian = 9. ; crs:latitude_of_projection_origin = 0. ; crs:scale_factor_at_central_meridian = 0.9996 ; crs:false_easting = 500000. ; crs:false_northing = 0. ; crs:semi_major_axis = 6378137. ; crs:inverse_flattening = 298.257223563 ; float tp(time, y, x) ; tp:units = \"mm\" ; tp:grid_mapping = \"crs\" ; tp:_FillValue = -1.f ; data: time = 0, 1, 2, 3, 4 ; y = 5602.5, 5601.5, 5600.5 ; x = 400.5, 401.5, 402.5, 403.5 ; tp = {Cdl.Numbers(GriddedTwin.Values)} ; }}");
        var files = new GriddedFiles(new RasterStackSettings { DatePattern = "u{dd}.tif", Variable = "tp" });
        Assert.Contains("is no pattern of dates", GriddedTwin.Refused(() => GridSeries.Open(files, [_folder.At("u1.tif")], "tp")), StringComparison.Ordinal);
        string[] paths = [.. Enumerable.Range(1, 5).Select(step => _folder.At($"u2001-01-0{step}.tif"))];
        for (int step = 0; step < 5; step++)
        {
            File.Move(_folder.At($"u{step + 1}.tif"), paths[step]);
        }

        files = new GriddedFiles(new RasterStackSettings { DatePattern = "u{yyyy-MM-dd}.tif", Variable = "tp" });
        using GridSeries expected = GridSeries.Open(files, [twin], "tp");
        using GridSeries series = GridSeries.Open(files, paths, "tp", Millimetres);
        GriddedTwin.DemandSame(expected, series);
        Assert.Equal("projected", series.Grid.Kind);
    }

    [Fact]
    public void A_NetCDF_file_in_a_projection_without_CF_name_is_placed_by_its_well_known_text()
    {
        using var system = CoordinateSystem.Parse("+proj=moll +lon_0=0 +datum=WGS84 +units=m +no_defs", "test");
        string text = system.WellKnownText.Replace("\"", "\\\"", StringComparison.Ordinal);
        string path = Cdl.Generate(
            _folder, "moll.nc",
            $"netcdf moll {{ dimensions: time = 2 ; y = 2 ; x = 2 ; variables: double time(time) ; time:units = \"days since 2001-01-01\" ; double y(y) ; y:standard_name = \"projection_y_coordinate\" ; y:units = \"m\" ; double x(x) ; x:standard_name = \"projection_x_coordinate\" ; x:units = \"m\" ; int crs ; crs:crs_wkt = \"{text}\" ; float tp(time, y, x) ; tp:units = \"mm\" ; tp:grid_mapping = \"crs\" ; data: time = 0, 1 ; y = 9000000., 0. ; x = 0., 17000000. ; tp = 1, 2, 3, 4, 5, 6, 7, 8 ; }}");
        using GridSeries series = GridSeries.Open(new GriddedFiles(), [path], "tp");

        // Mollweide: sin(latitude) = (2 t + sin 2 t) / pi with sin t = y / (sqrt(2) R); the sphere's radius is the ellipsoid's semi-major axis.
        double t = Math.Asin(9_000_000 / (Math.Sqrt(2) * 6378137));
        Assert.Equal(double.RadiansToDegrees(Math.Asin(((2 * t) + Math.Sin(2 * t)) / Math.PI)), series.Grid.Centre(0).Latitude, 1e-6);
        Assert.Equal((0, 0), series.Grid.Centre(2));
        Assert.Null(series.Grid.Outline(1));
    }

    [Fact]
    public void What_is_absent_is_named()
    {
        Single("tp_20010101.tif", 0);
        var settings = new RasterStackSettings { DatePattern = "tp_{yyyyMMdd}.tif", Variable = "tp" };
        Assert.Contains("it has one step and no bounds of time", Refused("tp_*.tif", settings), StringComparison.Ordinal);
        Single("tp_20010102.tif", 1);
        Assert.Contains("tp_20010101.tif, tp: its unit is absent", Refused("tp_*.tif", settings), StringComparison.Ordinal);
        Assert.Contains("tp_20010101.tif: there is no variable 'snow'", Refused("tp_*.tif", settings, "snow"), StringComparison.Ordinal);
        Assert.Contains("tp_20010101.tif, tp: it has no time dimension with a time coordinate. Give a raster's dates", Refused("tp_*.tif", new RasterStackSettings { Variable = "tp" }), StringComparison.Ordinal);
        Assert.Contains("tp_20010101.tif: its name has no date by the pattern 'x{yyyyMMdd}.tif'", Refused("tp_*.tif", settings with { DatePattern = "x{yyyyMMdd}.tif" }), StringComparison.Ordinal);
        Assert.Contains("'tp_*.tif' is no pattern of dates", Refused("tp_*.tif", settings with { DatePattern = "tp_*.tif" }), StringComparison.Ordinal);
        HandmadeGeoTiff.Write(_folder, "b.tif", HandmadeGeoTiff.Packed(), _ => HandmadeGeoTiff.Packing("tp"));
        Assert.Contains("b.tif, tp: nothing says the date of its band 1", Refused("b.tif", new RasterStackSettings()), StringComparison.Ordinal);
        Assert.Contains("b.tif: it has several bands and no step from one to the next is stated", Refused("b.tif", new RasterStackSettings { Start = First }), StringComparison.Ordinal);
        HandmadeGeoTiff.Write(_folder, "c.tif", HandmadeGeoTiff.Packed(), band => HandmadeGeoTiff.Packing($"tp 2001-01-0{band}", band == 3 ? "m" : "mm"));
        Assert.Contains("c.tif, tp: its bands 1 and 3 have the units 'mm' and 'm'", Refused("c.tif", new RasterStackSettings()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_or_a_repeat_is_refused_and_its_file_named()
    {
        var settings = new RasterStackSettings { DatePattern = "*{yyyyMMdd}.tif", Variable = "tp" };
        foreach (int day in new[] { 1, 2, 4 })
        {
            Single($"a_2001010{day}.tif", day);
        }

        Assert.Contains("a_20010104.tif, tp: the time axis has a gap", Refused("a_*.tif", settings), StringComparison.Ordinal);
        Single("b_20010102.tif", 0);
        Assert.Contains("b_20010102.tif, tp: the step at 2001-01-02 00:00 is already in", Refused("?_200101*.tif", settings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_or_foreign_file_is_an_error_that_names_it()
    {
        using var system = CoordinateSystem.Wgs84();
        var random = new Random(1);
        foreach (string name in new[] { "t20010101.tif", "t20010102.tif" })
        {
            GeoTiffWriter.Write(_folder.At(name), [.. Enumerable.Range(0, 40_000).Select(_ => random.NextDouble())], 200, new GeoTransform(0, 50, 0.1, 0.1), system);
        }

        using (FileStream file = File.OpenWrite(_folder.At("t20010102.tif")))
        {
            file.SetLength(file.Length / 2);
        }

        var settings = new RasterStackSettings { DatePattern = "t{yyyyMMdd}.tif", Variable = "tp" };
        Assert.Contains("t20010102.tif", Refused("t*.tif", settings, settings: Millimetres), StringComparison.Ordinal);
        _folder.Write("t20010102.tif", "no raster at all");
        Assert.Contains("t20010102.tif: it cannot be opened as a raster", Refused("t*.tif", settings, settings: Millimetres), StringComparison.Ordinal);
    }

    [Fact]
    public void A_raster_without_date_is_a_field()
    {
        Single("z.tif", 0);
        GridField field = GridField.Read(new GriddedFiles(new RasterStackSettings { Variable = "elevation" }), _folder.At("z.tif"), "elevation", "m");
        Assert.Equal(GriddedTwin.Values[..12], field.Values);
        Assert.Equal((10, 52), field.Grid.Centre(0));
    }

    private void Single(string name, int step)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name))!);
        using var system = CoordinateSystem.Wgs84();
        GeoTiffWriter.Write(_folder.At(name), GriddedTwin.Values.AsSpan(12 * step, 12), GriddedTwin.Width, HandmadeGeoTiff.Place, system);
    }

    private void DemandTwin(string pattern, RasterStackSettings rasters, GridSeriesSettings? settings = null)
    {
        var files = new GriddedFiles(rasters);
        using GridSeries expected = GridSeries.Open(files, [GriddedTwin.NetCdf(_folder)], "tp");
        using GridSeries series = GridSeries.Open(files, FilePattern.Find(_folder.At(pattern)), "tp", settings);
        GriddedTwin.DemandSame(expected, series);
    }

    private string Refused(string pattern, RasterStackSettings rasters, string variable = "tp", GridSeriesSettings? settings = null) =>
        GriddedTwin.Refused(() => GridSeries.Open(new GriddedFiles(rasters), FilePattern.Find(_folder.At(pattern)), variable, settings));
}
