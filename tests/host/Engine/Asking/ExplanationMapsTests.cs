using System.Diagnostics;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Maps of an explanation as GeoTIFF, read back by GDAL.</summary>
public sealed class ExplanationMapsTests : IDisposable
{
    private readonly ExplainedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Gdal_reads_the_maps_where_the_cells_lie()
    {
        IReadOnlyList<string> files = ExplanationMaps.Write(_run.Folder, "trace", Path.Combine(_run.Parent, "maps"));

        Assert.Equal(5 * 4, files.Count);
        string summer = files.Single(file => Path.GetFileName(file) == "attention_by_step_air_temperature_JJA.tif");
        using (RasterFile raster = RasterFile.Open(summer))
        {
            double[] values = new double[6];
            raster.Read(1, 0, 0, 2, 3, values);
            Close.All([0.3, 0.3, 0, 0, 0, 0], values, 1e-6);
        }

        JsonElement told = Info(summer);
        Assert.Equal([2, 3], told.GetProperty("size").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal([80.0, 0.5, 0.0, 30.5, 0.0, -0.5], told.GetProperty("geoTransform").EnumerateArray().Select(number => number.GetDouble()));
        Assert.Contains("WGS 84", told.GetProperty("coordinateSystem").GetProperty("wkt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_of_the_variables_sum_to_that_of_all_which_sums_to_1()
    {
        IReadOnlyList<string> files = ExplanationMaps.Write(_run.Folder, "trace", Path.Combine(_run.Parent, "maps"));

        foreach (string when in (string[])["all", "DJF", "MAM", "JJA", "SON"])
        {
            double Sum(string what)
            {
                using RasterFile raster = RasterFile.Open(files.Single(file => Path.GetFileName(file) == $"attention_by_step_{what}_{when}.tif"));
                double[] values = new double[6];
                raster.Read(1, 0, 0, 2, 3, values);
                return values.Sum();
            }

            Assert.Equal(1, Sum("all_variables"), 1e-9);
            Assert.Equal(1, ExplainedRun.Features.Sum(Sum), 1e-9);
        }
    }

    [Fact]
    public void What_is_no_grid_or_is_there_already_is_refused()
    {
        string there = Path.Combine(_run.Parent, "maps");
        ExplanationMaps.Write(_run.Folder, "trace", there);
        using var skewed = new ExplainedRun(isRegular: false);

        Assert.Contains("it is there already", Assert.Throws<InputException>(() => ExplanationMaps.Write(_run.Folder, "trace", there)).Message, StringComparison.Ordinal);
        Assert.Contains("tells no weights of grid cells", Assert.Throws<InputException>(() => ExplanationMaps.Write(_run.Folder, "lumped", Path.Combine(_run.Parent, "other"))).Message, StringComparison.Ordinal);
        Assert.Contains("no grid of equal degrees", Assert.Throws<InputException>(() => ExplanationMaps.Write(skewed.Folder, "trace", Path.Combine(skewed.Parent, "maps"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(skewed.Parent, "maps")));
    }

    private static JsonElement Info(string file)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gdalinfo"), "gdalinfo is missing: apt-get install -y gdal-bin");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/gdalinfo", ["-json", file]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return JsonElement.Parse(output);
    }
}
