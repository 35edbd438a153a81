using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Plugins.CamelsModelOutput;
using Tributary.Plugins.CamelsUs;
using Tributary.Plugins.Caravan;
using Tributary.Plugins.Csv;
using Tributary.Plugins.Stations;

namespace Tributary.Tests.Forcing;

/// <summary>What the host makes of these plugins: it loads them from their folders and converts what they read.</summary>
public sealed class HostReadingTests : IDisposable
{
    private readonly ForcingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("CamelsUs", "camels-us")]
    [InlineData("CamelsModelOutput", "camels-model-output")]
    [InlineData("Caravan", "caravan")]
    [InlineData("CamelsGb", "camels-gb")]
    [InlineData("CamelsCl", "camels-cl")]
    [InlineData("Csv", "csv")]
    [InlineData("Stations", "stations")]
    public void The_built_folder_loads_as_a_plugin_and_describes_its_settings(string folder, string id)
    {
        var catalogue = new PluginCatalogue([Built(folder)]);
        var plugin = catalogue.Get<IForcingPlugin>(id);
        Assert.NotEqual(typeof(CsvPlugin).Assembly, plugin.GetType().Assembly);
        Assert.False(plugin.SettingsSchema.GetProperty("additionalProperties").GetBoolean());
        Assert.All(plugin.SettingsSchema.GetProperty("properties").EnumerateObject(), setting => Assert.NotEmpty(setting.Value.GetProperty("description").GetString()!));
    }

    [Fact]
    public void The_csv_plugin_brings_its_own_parser()
    {
        string folder = Built("Csv");
        Assert.True(File.Exists(Path.Combine(folder, "CsvHelper.dll")));
        _folder.Write("a.csv", "date,P (mm)\n2000-01-01,1\n2000-01-02,2\n");
        BasinRecord record = _folder.Read(new PluginCatalogue([folder]).Get<IForcingPlugin>("csv"), "a", files: "{basin}.csv");
        Assert.Equal([1, 2], record.Named("P").Values);
    }

    [Fact]
    public void Cubic_feet_become_cubic_metres()
    {
        string folder = RealFiles.Folder("camels_us");
        BasinRecord record = _folder.Read(new CamelsUsPlugin(), "01022500", """{ "folder": "." }""", folder: folder);
        double[] discharge = Read(record, Variables.Discharge, new DateTime(2000, 1, 1));
        Assert.Equal(255 * 0.3048 * 0.3048 * 0.3048, discharge[0], 10);
        Assert.Equal(0, Read(record, Variables.Precipitation, new DateTime(2000, 1, 1))[0]);
        Assert.Equal(202.51, Read(record, Variables.VapourPressure, new DateTime(2000, 1, 1))[0], 10);
    }

    [Fact]
    public void Observed_runoff_becomes_a_discharge_through_the_area()
    {
        string folder = RealFiles.Folder("camels_us_01031500");
        BasinRecord record = _folder.Read(
            new CamelsModelOutputPlugin(), "01031500", """{ "forcing_file": "{basin}_lump_cida_forcing_leap.txt" }""", "{basin}_05_model_output.txt", folder);
        Assert.Equal(0.5550 * 771.486538 / 86.4, Read(record, Variables.Discharge, new DateTime(1980, 10, 1))[0], 9);
        Assert.Equal(2.08, Read(record, Variables.Precipitation, new DateTime(1980, 10, 1))[1], 9);
    }

    [Fact]
    public void Units_of_caravan_become_the_standard_ones()
    {
        string folder = RealFiles.Folder("caravan");
        BasinRecord record = _folder.Read(new CaravanPlugin(), "lamah_1145", """{ "folder": "." }""", folder: folder);
        Assert.Equal(1.08 * 131.72109143279633 / 86.4, Read(record, Variables.Discharge, new DateTime(1981, 1, 2))[0], 5);
        Assert.Equal(12.09, Read(record, Variables.Precipitation, new DateTime(1981, 1, 2))[0], 5);
        Assert.Equal(-0.2, Read(record, Variables.AirTemperature, new DateTime(1981, 1, 2))[0], 5);
        Assert.InRange(Read(record, Variables.SurfacePressure, new DateTime(1981, 1, 2))[0], 85000, 105000);
    }

    [Fact]
    public void Python_powers_in_station_units_are_understood()
    {
        string folder = RealFiles.Folder("salmon");
        BasinRecord record = _folder.Read(new StationsPlugin(), "salmon", files: "Salmon-River-Near-Prince-George_meteo_daily.nc", folder: folder);
        var section = new ForcingSection { Variables = new Dictionary<string, SeriesSection> { ["discharge"] = new() { Name = "qobs" }, ["snowfall"] = new() { Name = "snow" } } };
        Assert.Equal(5.78, Read(record, Variables.Discharge, new DateTime(1954, 1, 1), section)[0], 10);
        Assert.All(Read(record, Variables.Snowfall, new DateTime(1954, 1, 1), section), depth => Assert.InRange(depth, 0, 200));
    }

    private double[] Read(BasinRecord record, Variable variable, DateTime start, ForcingSection? section = null)
    {
        double[] values = new double[30];
        var time = new TimeAxis(start, TimeSpan.FromDays(1), values.Length);
        new BasinForcing(record, section ?? new ForcingSection(), time, _folder.Services.Units, record.AreaKm2).Read(variable, values);
        return values;
    }

    /// <summary>The plugin's own build output, which lies beside that of the tests.</summary>
    private static string Built(string plugin)
    {
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, plugin, own.Name);
    }
}
