using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Grids;

/// <summary>Finding the horizontal coordinates of a variable. Expected places on projections are those of PROJ (gdaltransform).</summary>
[Collection("NetCDF files")]
public sealed class GridKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_of_a_regular_grid_reach_half_way_to_their_neighbours()
    {
        CellGrid grid = Grid("dimensions: lat = 3 ; lon = 2 ; variables: double lat(lat) ; lat:units = \"degrees_north\" ; double lon(lon) ; lon:units = \"degrees_east\" ; float rain(lat, lon) ; data: lat = 50, 51, 53 ; lon = 359, 361 ;");
        Assert.Equal(("regular", 3, 2), (grid.Kind, grid.Height, grid.Width));
        Assert.Equal((-1, 51), grid.Centre(2));
        Assert.Equal((1, 51), grid.Centre(3));
        AssertCell(grid, 2, [(-2, 50.5), (0, 50.5), (0, 52), (-2, 52)]);
        AssertCell(grid, 4, [(-2, 52), (0, 52), (0, 54), (-2, 54)]);
    }

    [Fact]
    public void Descending_latitudes_and_columns_that_run_north_are_kept_as_they_are_stored()
    {
        CellGrid grid = Grid("dimensions: x = 2 ; y = 2 ; variables: double y(y) ; y:standard_name = \"latitude\" ; double x(x) ; x:standard_name = \"longitude\" ; float rain(x, y) ; data: y = 51, 50 ; x = -10, -9 ;");
        Assert.Equal((-10, 50), grid.Centre(1));
        AssertCell(grid, 1, [(-10.5, 50.5), (-10.5, 49.5), (-9.5, 49.5), (-9.5, 50.5)]);
    }

    [Fact]
    public void Bounds_go_before_what_centres_suggest()
    {
        CellGrid grid = Grid("dimensions: lat = 2 ; lon = 1 ; nv = 2 ; variables: double lat(lat) ; lat:units = \"degrees_north\" ; lat:bounds = \"lat_bnds\" ; double lat_bnds(lat, nv) ; double lon(lon) ; lon:units = \"degrees_east\" ; lon:bounds = \"lon_bnds\" ; double lon_bnds(lon, nv) ; float rain(lat, lon) ; data: lat = 89.5, 89 ; lat_bnds = 90, 89.25, 89.25, 88 ; lon = 0 ; lon_bnds = 355, 5 ;");
        AssertCell(grid, 1, [(-5, 89.25), (5, 89.25), (5, 88), (-5, 88)]);
    }

    [Fact]
    public void Cells_on_the_date_line_stay_whole()
    {
        CellGrid grid = Grid("dimensions: lat = 2 ; lon = 3 ; variables: double lat(lat) ; lat:units = \"degrees_north\" ; double lon(lon) ; lon:units = \"degrees_east\" ; float rain(lat, lon) ; data: lat = 0, 1 ; lon = 179, -180, -179 ;");
        AssertCell(grid, 1, [(-180.5, -0.5), (-179.5, -0.5), (-179.5, 0.5), (-180.5, 0.5)]);
        AssertCell(grid, 0, [(178.5, -0.5), (179.5, -0.5), (179.5, 0.5), (178.5, 0.5)]);
    }

    [Fact]
    public void Corners_of_a_curvilinear_grid_are_inferred_as_those_of_the_same_regular_grid()
    {
        double[] lat = [45, 45.5, 46];
        double[] lon = [179.5, -180, -179.5, -179];
        CellGrid regular = Grid($"dimensions: lat = 3 ; lon = 4 ; variables: double lat(lat) ; lat:units = \"degrees_north\" ; double lon(lon) ; lon:units = \"degrees_east\" ; float rain(lat, lon) ; data: lat = {Cdl.Numbers(lat)} ; lon = {Cdl.Numbers(lon)} ;");
        CellGrid curvilinear = Grid($"dimensions: j = 3 ; i = 4 ; variables: double nav_lat(j, i) ; double nav_lon(j, i) ; float rain(j, i) ; rain:coordinates = \"nav_lon nav_lat\" ; data: nav_lat = {Cdl.Numbers(lat.SelectMany(y => lon.Select(_ => y)))} ; nav_lon = {Cdl.Numbers(lat.SelectMany(_ => lon))} ;");
        Assert.Equal("curvilinear", curvilinear.Kind);
        for (int cell = 0; cell < 12; cell++)
        {
            AssertCell(curvilinear, cell, Corners(regular, cell));
        }
    }

    [Fact]
    public void Corners_of_a_curvilinear_grid_are_read_where_given()
    {
        CellGrid grid = Grid("dimensions: y = 1 ; x = 1 ; nv = 4 ; variables: double lat(y, x) ; lat:units = \"degrees_north\" ; lat:bounds = \"vlat\" ; double lon(y, x) ; lon:units = \"degrees_east\" ; lon:bounds = \"vlon\" ; double vlat(y, x, nv) ; double vlon(y, x, nv) ; float rain(y, x) ; rain:coordinates = \"lat lon\" ; data: lat = 10 ; lon = 359.9 ; vlat = 9, 9.5, 11, 10.5 ; vlon = 359, 0.5, 1, 359.5 ;");
        AssertCell(grid, 0, [(-1, 9), (0.5, 9.5), (1, 11), (-0.5, 10.5)]);
    }

    [Fact]
    public void A_rotated_grid_lies_where_its_pole_says()
    {
        // EURO-CORDEX, EUR-11: the centre of rotation is 50.75 N, 18 E; the place of its south-western corner is PROJ's (ob_tran).
        const string Eur11 = "dimensions: rlat = 2 ; rlon = 2 ; variables: char rotated_pole ; rotated_pole:grid_mapping_name = \"rotated_latitude_longitude\" ; rotated_pole:grid_north_pole_latitude = 39.25 ; rotated_pole:grid_north_pole_longitude = -162. ; double rlat(rlat) ; rlat:units = \"degrees\" ; rlat:standard_name = \"grid_latitude\" ; double rlon(rlon) ; rlon:units = \"degrees\" ; rlon:standard_name = \"grid_longitude\" ; float rain(rlat, rlon) ; rain:grid_mapping = \"rotated_pole\" ; data: ";
        CellGrid grid = Grid($"{Eur11} rlat = 0, 0.11 ; rlon = 0, 0.11 ;");
        Assert.Equal("rotated pole", grid.Kind);
        (double longitude, double latitude) = grid.Centre(0);
        Close.All([18, 50.75], [longitude, latitude], 1e-12);
        (longitude, latitude) = Grid($"{Eur11} rlat = -23.375, -23.265 ; rlon = -28.375, -28.265 ;").Centre(0);
        Close.All([-10.063879662216, 21.9878287568383], [longitude, latitude], 1e-12);
    }

    [Theory]
    [InlineData("lambert_conformal_conic", "m:standard_parallel = 25., 60. ; m:longitude_of_central_meridian = -100. ; m:latitude_of_projection_origin = 42.5 ; m:semi_major_axis = 6378137. ; m:inverse_flattening = 298.257223563 ;", 300000, -200000, -96.2886278252624, 40.5493817205423)]
    [InlineData("lambert_conformal_conic", "m:standard_parallel = 40. ; m:longitude_of_central_meridian = -97. ; m:latitude_of_projection_origin = 40. ; m:earth_radius = 6370000. ;", 300000, -200000, -93.5696179941585, 38.1494644447123)]
    [InlineData("polar_stereographic", "m:standard_parallel = 60. ; m:straight_vertical_longitude_from_pole = -45. ; m:latitude_of_projection_origin = 90. ;", 300000, -2000000, -36.4692343900519, 70.7700744708378)]
    [InlineData("polar_stereographic", "m:scale_factor_at_projection_origin = 0.933012701892 ; m:straight_vertical_longitude_from_pole = -45. ; m:latitude_of_projection_origin = 90. ;", 300000, -2000000, -36.4692343900519, 70.768933513903)]
    [InlineData("polar_stereographic", "m:standard_parallel = -71. ; m:straight_vertical_longitude_from_pole = 0. ; m:latitude_of_projection_origin = -90. ;", 300000, 2000000, 8.53076560994813, -71.5416187061462)]
    [InlineData("polar_stereographic", "m:standard_parallel = 60. ; m:straight_vertical_longitude_from_pole = -45. ; m:latitude_of_projection_origin = 90. ; m:earth_radius = 6370000. ;", 300000, -2000000, -36.4692343900519, 70.6883942549455)]
    [InlineData("transverse_mercator", "m:scale_factor_at_central_meridian = 0.9996 ; m:longitude_of_central_meridian = -75. ; m:latitude_of_projection_origin = 0. ; m:false_easting = 500000. ;", 600000, 5000000, -73.7279670396898, 45.1463928761717)]
    [InlineData("lambert_azimuthal_equal_area", "m:longitude_of_projection_origin = 10. ; m:latitude_of_projection_origin = 52. ; m:false_easting = 4321000. ; m:false_northing = 3210000. ;", 4000000, 2800000, 5.67856118312635, 48.2289625866211)]
    [InlineData("lambert_azimuthal_equal_area", "m:longitude_of_projection_origin = 10. ; m:latitude_of_projection_origin = 52. ; m:earth_radius = 6371000. ;", 400000, -280000, 15.5261523601942, 49.3460916412794)]
    [InlineData("albers_conical_equal_area", "m:standard_parallel = 29.5, 45.5 ; m:longitude_of_central_meridian = -96. ; m:latitude_of_projection_origin = 23. ;", 300000, 2000000, -92.4060293289187, 40.9583453540056)]
    [InlineData("mercator", "m:standard_parallel = 20. ; m:longitude_of_projection_origin = -60. ;", 300000, 2000000, -57.1332216636047, 18.8845212431639)]
    public void A_projected_grid_lies_where_PROJ_puts_it(string mapping, string attributes, double x, double y, double longitude, double latitude)
    {
        CellGrid grid = Grid($"dimensions: y = 2 ; x = 2 ; variables: int m ; m:grid_mapping_name = \"{mapping}\" ; {attributes} double y(y) ; y:units = \"km\" ; y:standard_name = \"projection_y_coordinate\" ; double x(x) ; x:units = \"km\" ; x:standard_name = \"projection_x_coordinate\" ; float rain(y, x) ; rain:grid_mapping = \"m\" ; data: y = {Cdl.Numbers([(y / 1000) - 1, y / 1000])} ; x = {Cdl.Numbers([x / 1000, (x / 1000) + 1])} ;");
        Assert.Equal(mapping, grid.Kind);
        (double east, double north) = grid.Centre(2);
        Close.All([longitude, latitude], [east, north], 2e-8);
    }

    [Theory]
    [InlineData("float rain(cell) ;", "it has no rows and columns: its dimensions are (cell)")]
    [InlineData("float rain(y, x) ;", "no latitudes and longitudes lie along (y, x)")]
    [InlineData("int m ; m:grid_mapping_name = \"geostationary\" ; float rain(y, x) ; rain:grid_mapping = \"m\" ;", "its grid mapping 'geostationary' is none that is read")]
    [InlineData("float rain(y, x) ; rain:grid_mapping = \"crs\" ;", "its grid mapping variable 'crs' is not in the file")]
    [InlineData("float rain(level, y, x) ; float lat(y, x) ; float lon(y, x) ;", "it has a further dimension 'level' of length 2")]
    [InlineData("double lat(y) ; double lon(x) ; float rain(y, x) ; data: lat = 1, 1 ; lon = 1, 2 ;", "neither rise nor fall all along: 1 is followed by 1")]
    [InlineData("double lat(y) ; double lon(x) ; float rain(y, x) ; data: lat = 1, _ ; lon = 1, 2 ;", "a coordinate is missing")]
    [InlineData("double lat(y) ; double lon(x) ; float rain(y, x) ; data: lat = 1, 2 ; lon = 0, 360 ;", "neither rise nor fall all along")]
    [InlineData("char rain(y, x) ;", "it holds text")]
    [InlineData("float snow(y, x) ;", "there is no variable 'rain'. It has snow")]
    public void What_cannot_be_read_is_named(string variables, string problem)
    {
        string message = Assert.Throws<InputException>(() => Grid($"dimensions: y = 2 ; x = 2 ; level = 2 ; cell = 3 ; variables: {variables}")).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains(".nc", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Lievre_grid_is_curvilinear_with_cells_of_an_eighth_of_a_degree()
    {
        using IArrayFile file = new NetCdfFiles().Open(RealData.At("lievre", "VIC_temperatures.nc"));
        GriddedVariable found = GriddedVariable.Find(file, "Avg_temp");
        Assert.Equal(("curvilinear", 10, 10, "C", "time"), (found.Grid.Kind, found.Grid.Height, found.Grid.Width, found.Unit, found.TimeCoordinate));
        AssertCell(found.Grid, 0, [(-75.5, 46.625), (-75.375, 46.625), (-75.375, 46.75), (-75.5, 46.75)]);
        AssertCell(found.Grid, 99, [(-74.375, 47.75), (-74.25, 47.75), (-74.25, 47.875), (-74.375, 47.875)]);
    }

    [Fact]
    public void The_ERA5_grid_of_the_Bow_is_regular()
    {
        using IArrayFile file = new NetCdfFiles().Open(RealData.At("bow_at_banff", "forcing", "raw_data", "domain_Bow_at_Banff_ERA5_merged_200401.nc"));
        GriddedVariable found = GriddedVariable.Find(file, "airtemp");
        Assert.Equal(("regular", 6, 7), (found.Grid.Kind, found.Grid.Height, found.Grid.Width));
    }

    private static (double, double)[] Corners(CellGrid grid, int cell)
    {
        double[] longitude = new double[4];
        double[] latitude = new double[4];
        grid.Corners(cell, longitude, latitude);
        return [.. longitude.Zip(latitude)];
    }

    private static void AssertCell(CellGrid grid, int cell, (double Longitude, double Latitude)[] expected)
    {
        (double Longitude, double Latitude)[] actual = Corners(grid, cell);
        Close.All([.. expected.SelectMany(corner => new[] { corner.Longitude, corner.Latitude })], [.. actual.SelectMany(corner => new[] { corner.Longitude, corner.Latitude })], 1e-12, 1, $"cell {cell}, coordinate");
        Assert.Equal(5, grid.Outline(cell)!.NumPoints);
    }

    private CellGrid Grid(string text)
    {
        using IArrayFile file = new NetCdfFiles().Open(Cdl.Generate(_folder, $"{Guid.NewGuid():N}.nc", $"netcdf g {{ {text} }}"));
        return GriddedVariable.Find(file, "rain").Grid;
    }
}
