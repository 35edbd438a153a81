namespace Tributary.Tests.Engine;

/// <summary>A NetCDF file of stations with places and elevations, and the lines of a workflow that spread them.</summary>
internal sealed record StationNetwork
{
    public string[] Ids { get; init; } = ["A", "B"];

    public double[]? Longitudes { get; init; } = [10.05, 10.25];

    public double[] Latitudes { get; init; } = [46.05, 46.05];

    public double[]? Elevations { get; init; }

    public string Variable { get; init; } = "rof";

    public string Unit { get; init; } = "mm";

    /// <summary>The value of a step at a station.</summary>
    public Func<int, int, double> Value { get; init; } = (step, station) => step + (10 * station);

    /// <summary>Writes the file and lets the workflow read it.</summary>
    public void Write(SpatialTrial trial, string spread = "{}")
    {
        string places = Longitudes is null ? string.Empty : "double lat(s) ; lat:units = \"degrees_north\" ; double lon(s) ; lon:units = \"degrees_east\" ;";
        string heights = Elevations is null ? string.Empty : "double elevation(s) ; elevation:units = \"m\" ;";
        IEnumerable<double> values = Enumerable.Range(0, 10).SelectMany(step => Ids.Select((_, station) => Value(step, station)));
        Cdl.Generate(trial.Folder, "stations.nc", $$"""
            netcdf stations {
            dimensions: time = 10 ; s = {{Ids.Length}} ; c = 1 ;
            variables:
              double time(time) ; time:units = "days since 2000-01-01" ;
              char station_id(s, c) ; station_id:cf_role = "timeseries_id" ;
              double {{Variable}}(time, s) ; {{Variable}}:units = "{{Unit}}" ; {{Variable}}:_FillValue = -1.e30 ;
              {{places}} {{heights}}
            data:
              time = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 ;
              station_id = {{string.Join(", ", Ids.Select(id => $"\"{id}\""))}} ;
              {{Variable}} = {{Cdl.Numbers(values)}} ;
              {{(Longitudes is null ? string.Empty : $"lat = {Cdl.Numbers(Latitudes)} ; lon = {Cdl.Numbers(Longitudes)} ;")}}
              {{(Elevations is null ? string.Empty : $"elevation = {Cdl.Numbers(Elevations)} ;")}}
            }
            """);
        trial.With("source: gridded\n  files: grid*.nc", $"source: stations\n  files: stations.nc\n  stations: {spread}");
    }
}
