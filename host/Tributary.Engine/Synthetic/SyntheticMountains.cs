using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// An invented river out of high mountains whose water comes from known places: glaciers in the north melt with the warmth there, snow melts in the middle, and a
/// monsoon rains on the south and, when it has moved up, on the middle. Radiation, humidity and wind go with the weather and give no water.
/// </summary>
public sealed record SyntheticMountains
{
    private const double BaseFlow = 15;

    // What comes down so many days after it melted or rained; the day itself not yet.
    private static readonly double[] TravelTime = [0, 0.4, 0.3, 0.2, 0.1];

    /// <summary>Length in years.</summary>
    public int Years { get; init; } = 5;

    /// <summary>Seed of the weather and of the observer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much the warmth of north and south differs from day to day, as a factor; 0: all cells are warmer and colder together.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>
    /// Writes <c>basin.geojson</c> (three zones that drain into each other), <c>terrain.nc</c> (elevation and share of glaciers), <c>forcing/weather_YEAR.nc</c>,
    /// <c>discharge_GAUGE.nc</c> and <c>truth.json</c>.
    /// </summary>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public void Write(string folder)
    {
        TimeAxis time = SyntheticWeather.Days(Years);
        var terrain = new MountainTerrain(Seed);
        var weather = new MountainWeather(terrain, time, Seed, Contrast);
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, SyntheticGrids.Folder));
            File.WriteAllText(Path.Combine(folder, "basin.geojson"), terrain.Outlines().ToJsonString() + "\n");
            terrain.Write(Path.Combine(folder, "terrain.nc"));
            weather.Write(Path.Combine(folder, SyntheticGrids.Folder));
            double[] gorge = Discharge(weather, MountainTerrain.SouthRow);
            double[] mouth = Discharge(weather, MountainTerrain.Rows);
            SyntheticGridBasin.WriteGauge(Path.Combine(folder, "discharge_mouth.nc"), "mouth", SyntheticObserver.Observe(mouth, Seed + 1000), "mountains");
            SyntheticGridBasin.WriteGauge(Path.Combine(folder, "discharge_gorge.nc"), "gorge", SyntheticObserver.Observe(gorge, Seed + 1001), "mountains");
            SyntheticTruth.Write(folder, Describe(weather));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
    }

    /// <summary>Discharge in m3 s-1 of all cells north of a row.</summary>
    private static double[] Discharge(MountainWeather weather, int rowAfter)
    {
        double[] depth = new double[weather.Time.Count];
        foreach (double[] source in weather.Sources)
        {
            for (int day = 0; day < depth.Length; day++)
            {
                depth[day] += source.AsSpan(day * MountainTerrain.Count, rowAfter * MountainTerrain.Columns).ToArray().Sum();
            }
        }

        double toDischarge = MountainTerrain.CellAreaKm2 / 86.4;
        return [.. Enumerable.Range(0, depth.Length).Select(day => BaseFlow + TravelTime.Select((share, back) => share * depth[Math.Max(0, day - back)] * toDischarge).Sum())];
    }

    private JsonObject Describe(MountainWeather weather)
    {
        double[] totals = [.. weather.Sources.Select(source => source.Sum())];
        JsonObject Shares(Func<DateTime, bool> within)
        {
            double[] sums = [.. weather.Sources.Select(source => Enumerable.Range(0, weather.Time.Count).Where(day => within(weather.Time[day])).Sum(day => source.AsSpan(day * MountainTerrain.Count, MountainTerrain.Count).ToArray().Sum()))];
            return new JsonObject(MountainWeather.SourceNames.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)Math.Round(sums[i] / sums.Sum(), 3))));
        }

        return new JsonObject
        {
            ["what"] = "a synthetic river out of high mountains, made by 'tributary data mountains'; it stands for no real place",
            ["seed"] = Seed,
            ["years"] = Years,
            ["contrast"] = Contrast,
            ["observation_error"] = SyntheticObserver.Error,
            ["base_flow_m3s"] = BaseFlow,
            ["days_of_travel"] = new JsonArray([.. TravelTime.Select(share => (JsonNode?)share)]),
            ["rows"] = new JsonObject
            {
                ["glacier_melt"] = Rows(0, MountainTerrain.GlacierRows),
                ["snow_melt"] = Rows(MountainTerrain.GlacierRows, MountainTerrain.SouthRow),
                ["rain"] = Rows(MountainTerrain.RainRow, MountainTerrain.Rows),
            },
            ["true_variables"] = new JsonArray("air_temperature", "snow_melt", "precipitation"),
            ["distractors"] = new JsonArray("shortwave_radiation", "relative_humidity", "wind_speed"),
            ["shares"] = new JsonObject
            {
                ["all"] = Shares(_ => true),
                ["december_to_february"] = Shares(day => day.Month is 12 or 1 or 2),
                ["march_to_may"] = Shares(day => day.Month is >= 3 and <= 5),
                ["june_to_august"] = Shares(day => day.Month is >= 6 and <= 8),
                ["september_to_november"] = Shares(day => day.Month is >= 9 and <= 11),
            },
        };

        static JsonArray Rows(int first, int end) => [.. Enumerable.Range(first, end - first).Select(row => (JsonNode?)row)];
    }
}
