using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Daily weather of <see cref="SyntheticMountains"/> on its grid, and the water that comes of it.</summary>
internal sealed class MountainWeather
{
    private const double LapseRate = 0.006;
    private const double WarmthAtSeaLevel = 27;
    private const double WarmthAmplitude = 9;
    private const double Memory = 0.75;
    private const double SnowBelow = 1;
    private const double SnowFactor = 3.5;
    private const double IceFactor = 5;
    private const double RunoffShare = 0.5;

    // Day of the year on which the monsoon comes to the southernmost row, stands farthest north, and leaves.
    private const int MonsoonCome = 135;
    private const int MonsoonPeak = 215;
    private const int MonsoonLeave = 280;

    private readonly MountainTerrain _terrain;
    private readonly MersenneTwister _random;
    private readonly Dictionary<Variable, double[]> _fields;
    private readonly double[] _snow = new double[MountainTerrain.Count];

    /// <summary>Makes the weather.</summary>
    /// <param name="terrain">The grid.</param>
    /// <param name="time">The days.</param>
    /// <param name="seed">The same seed gives the same weather.</param>
    /// <param name="contrast">How much the warmth of north and south differs from day to day, as a factor.</param>
    public MountainWeather(MountainTerrain terrain, TimeAxis time, int seed, double contrast)
    {
        (_terrain, Time, _random) = (terrain, time, new MersenneTwister(seed + 6000));
        _fields = Made.ToDictionary(variable => variable, _ => new double[time.Count * MountainTerrain.Count]);
        Sources = [.. SourceNames.Select(_ => new double[time.Count * MountainTerrain.Count])];
        double[] departures = new double[4];
        for (int day = 0; day < time.Count; day++)
        {
            for (int kind = 0; kind < departures.Length; kind++)
            {
                departures[kind] = (Memory * departures[kind]) + (Math.Sqrt(1 - (Memory * Memory)) * Normal.Sample(_random, 0, 1));
            }

            Make(day, departures, contrast);
        }
    }

    /// <summary>Where the water comes from.</summary>
    public static IReadOnlyList<string> SourceNames { get; } = ["glacier_melt", "snow_melt", "rain"];

    /// <summary>The days.</summary>
    public TimeAxis Time { get; }

    /// <summary>Water in mm that each cell gives, from each source, <c>[day][cell]</c>.</summary>
    public IReadOnlyList<double[]> Sources { get; }

    private static IReadOnlyList<Variable> Made { get; } =
        [Variables.AirTemperature, Variables.Precipitation, Variables.SnowMelt, Variables.ShortwaveRadiation, Variables.RelativeHumidity, Variables.WindSpeed];

    /// <summary>Writes a file a year.</summary>
    public void Write(string folder)
    {
        for (int first = 0; first < Time.Count;)
        {
            int count = DateTime.IsLeapYear(Time[first].Year) ? 366 : 365;
            using var file = new NetCdfWriter(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"weather_{Time[first]:yyyy}.nc")));
            file.DefineDimension("time", count);
            file.DefineDimension("bound", 2);
            MountainTerrain.Define(file, "generated weather");
            SyntheticTimes.Define(file);
            foreach (Variable variable in Made)
            {
                file.DefinePacked(variable.Name, ["time", "latitude", "longitude"], 0.1, 0,
                    ("standard_name", variable.StandardName), ("long_name", variable.Description), ("units", variable.Unit), ("cell_methods", variable.CellMethod == CellMethod.Sum ? "time: sum" : "time: mean"));
            }

            MountainTerrain.WriteCoordinates(file);
            SyntheticTimes.Write(file, first, count);
            foreach ((Variable variable, double[] values) in _fields)
            {
                file.Write(variable.Name, values.AsSpan(first * MountainTerrain.Count, count * MountainTerrain.Count));
            }

            file.Complete();
            first += count;
        }
    }

    private void Make(int day, double[] departures, double contrast)
    {
        int ofYear = Time[day].DayOfYear;
        double season = -Math.Cos(2 * Math.PI * (ofYear - 20) / 365.25);
        double monsoon = Math.Max(0, ofYear < MonsoonPeak
            ? (ofYear - MonsoonCome) / (double)(MonsoonPeak - MonsoonCome)
            : (MonsoonLeave - ofYear) / (double)(MonsoonLeave - MonsoonPeak));
        double front = MountainTerrain.Rows - ((MountainTerrain.Rows - MountainTerrain.RainRow + 0.5) * Math.Sqrt(monsoon));
        double storm = monsoon > 0 && _random.NextDouble() < 0.65 ? Gamma.Sample(_random, 0.9, 0.9 / 16) : 0;
        double shower = _random.NextDouble() < 0.4 - (0.1 * season) ? Gamma.Sample(_random, 0.9, 0.9 / (7 - (2 * season))) : 0;
        var one = new SyntheticWave(_random, 5, 9, 0.5);
        var other = new SyntheticWave(_random, 5, 9, 0.5);
        var clouds = new SyntheticWave(_random, 6, 12, 1);
        for (int cell = 0; cell < MountainTerrain.Count; cell++)
        {
            (int row, int column) = (cell / MountainTerrain.Columns, cell % MountainTerrain.Columns);
            double north = 1 - (2.0 * row / (MountainTerrain.Rows - 1));
            double east = (2.0 * column / (MountainTerrain.Columns - 1)) - 1;
            double warmth = WarmthAtSeaLevel - (LapseRate * _terrain.Elevation[cell]) + (WarmthAmplitude * season)
                + (2 * departures[0]) + (contrast * ((1.5 * departures[1] * north) + (0.7 * departures[2] * east) + (0.3 * Normal.Sample(_random, 0, 1))));
            // The monsoon rains behind its front; showers of the westerlies drift over single slopes.
            double amount = row >= front ? storm * Math.Max(0, 1 + one.At(column, row)) : shower * Math.Max(0, 1 + (2 * other.At(column, row)));
            double wet = Math.Min(1, amount / 10);
            Set(Variables.AirTemperature, warmth);
            Set(Variables.Precipitation, amount);
            Set(Variables.SnowMelt, MeltOfSnow(cell, warmth, amount));
            Set(Variables.ShortwaveRadiation, Math.Max(20, 220 + (80 * Math.Sin(2 * Math.PI * (ofYear - 80) / 365.25)) + (25 * clouds.At(column, row)) - (90 * wet) + (3 * departures[0])));
            Set(Variables.RelativeHumidity, Math.Clamp(45 + (20 * monsoon) + (25 * wet) - (10 * clouds.At(column, row)) - (2 * departures[0]), 5, 100));
            Set(Variables.WindSpeed, Math.Max(0.3, 4 - (1.5 * season) + (1.2 * departures[3]) + (0.0004 * _terrain.Elevation[cell]) + Normal.Sample(_random, 0, 0.5)));
            int place = (day * MountainTerrain.Count) + cell;
            Sources[0][place] = IceFactor * _terrain.Glacier[cell] * Math.Max(0, Get(Variables.AirTemperature));
            Sources[1][place] = row is >= MountainTerrain.GlacierRows and < MountainTerrain.SouthRow ? Get(Variables.SnowMelt) : 0;
            Sources[2][place] = row >= MountainTerrain.RainRow && warmth >= SnowBelow ? RunoffShare * Get(Variables.Precipitation) : 0;

            void Set(Variable variable, double value) => _fields[variable][(day * MountainTerrain.Count) + cell] = Math.Round(value, 1);
            double Get(Variable variable) => _fields[variable][(day * MountainTerrain.Count) + cell];
        }
    }

    private double MeltOfSnow(int cell, double warmth, double amount)
    {
        _snow[cell] += warmth < SnowBelow ? amount : 0;
        double melt = Math.Min(_snow[cell], SnowFactor * Math.Max(0, warmth));
        _snow[cell] -= melt;
        return melt;
    }
}
