namespace Tributary.Tests.Engine;

/// <summary>A NetCDF file of one variable on a grid of degrees through time, written by ncgen.</summary>
internal sealed record GridFile
{
    public string Name { get; init; } = "grid.nc";

    public string Variable { get; init; } = "rof";

    public string? Unit { get; init; } = "mm";

    public string Since { get; init; } = "days since 2000-01-01";

    public IReadOnlyList<double> Times { get; init; } = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    public IReadOnlyList<double> Longitudes { get; init; } = [9.95, 10.05, 10.15, 10.25, 10.35];

    public IReadOnlyList<double> Latitudes { get; init; } = [45.95, 46.05, 46.15];

    /// <summary>The value of a step at a longitude and latitude.</summary>
    public Func<int, double, double, double> Value { get; init; } = (step, _, _) => step;

    /// <summary>Further declarations, and further values.</summary>
    public (string Declarations, string Values) More { get; init; }

    public string Kind { get; init; } = "netCDF-4";

    public string Write(TemporaryFolder folder)
    {
        IEnumerable<double> values = Times.SelectMany((_, step) => Latitudes.SelectMany(latitude => Longitudes.Select(longitude => Value(step, longitude, latitude))));
        return Cdl.Generate(folder, Name, $$"""
            netcdf grid {
            dimensions: time = {{Times.Count}} ; lat = {{Latitudes.Count}} ; lon = {{Longitudes.Count}} ; nv = 2 ;
            variables:
              double time(time) ; time:units = "{{Since}}" ;
              double lat(lat) ; lat:units = "degrees_north" ;
              double lon(lon) ; lon:units = "degrees_east" ;
              double {{Variable}}(time, lat, lon) ; {{(Unit is null ? string.Empty : $"{Variable}:units = \"{Unit}\" ;")}}
              {{More.Declarations}}
            data:
              time = {{Cdl.Numbers(Times)}} ;
              lat = {{Cdl.Numbers(Latitudes)}} ;
              lon = {{Cdl.Numbers(Longitudes)}} ;
              {{Variable}} = {{Cdl.Numbers(values)}} ;
              {{More.Values}}
            }
            """, Kind);
    }
}
