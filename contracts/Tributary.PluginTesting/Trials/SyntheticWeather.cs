using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Weather with seasons, dry spells and frost, the same at every run.</summary>
public sealed class SyntheticWeather
{
    private readonly int _seed;
    private readonly double _stepsPerDay;

    /// <summary>Makes weather from October 1999 on.</summary>
    /// <param name="stepCount">Number of time steps.</param>
    /// <param name="seed">Other seeds give other weather.</param>
    /// <param name="stepsPerDay">Time steps in a day.</param>
    public SyntheticWeather(int stepCount, int seed = 1, double stepsPerDay = 1)
    {
        _seed = seed;
        _stepsPerDay = stepsPerDay;
        Time = new TimeAxis(new DateTime(1999, 10, 1), TimeSpan.FromDays(1 / stepsPerDay), stepCount);
        Precipitation = new double[stepCount];
        Temperature = new double[stepCount];
        PotentialEvapotranspiration = new double[stepCount];
        var random = new Random(seed);
        for (int i = 0; i < stepCount; i++)
        {
            double season = Season(i);
            Precipitation[i] = random.NextDouble() < 0.45 ? -7 * Math.Log(1 - random.NextDouble()) / stepsPerDay : 0;
            Temperature[i] = 5 - (11 * season) + (8 * (random.NextDouble() - 0.5));
            PotentialEvapotranspiration[i] = Math.Max(0, 2 - (2 * season) + random.NextDouble() - 0.5) / stepsPerDay;
        }
    }

    /// <summary>The time steps.</summary>
    public TimeAxis Time { get; }

    /// <summary>Precipitation in mm, <c>[time]</c>.</summary>
    public double[] Precipitation { get; }

    /// <summary>Air temperature in degC, <c>[time]</c>.</summary>
    public double[] Temperature { get; }

    /// <summary>Potential evapotranspiration in mm, <c>[time]</c>.</summary>
    public double[] PotentialEvapotranspiration { get; }

    /// <summary>A variable that fits this weather, in the unit that it is declared in, <c>[time]</c>.</summary>
    /// <param name="variable">A standard variable, or one of a plugin's own, which receives values between its bounds.</param>
    /// <param name="units">Converts a standard variable to its declared unit.</param>
    public double[] Of(Variable variable, IUnits units)
    {
        double[] values = variable.Name switch
        {
            "precipitation" or "rainfall" => [.. Precipitation],
            "runoff" => [.. Precipitation.Select(rain => 0.4 * rain)],
            "snowfall" => [.. Precipitation.Zip(Temperature, (rain, temperature) => temperature < 0 ? rain : 0)],
            "air_temperature" => [.. Temperature],
            "air_temperature_minimum" or "dew_point_temperature" => [.. Temperature.Select(mean => mean - 4)],
            "air_temperature_maximum" => [.. Temperature.Select(mean => mean + 4)],
            "potential_evapotranspiration" => [.. PotentialEvapotranspiration],
            "shortwave_radiation" => Wave(180, -120),
            "net_shortwave_radiation" => Wave(140, -90),
            "longwave_radiation" => Wave(300, -50),
            "net_longwave_radiation" => Wave(-60, 10),
            "relative_humidity" => Wave(70, 15),
            "specific_humidity" => Wave(0.006, -0.003),
            "vapour_pressure" => Wave(900, -400),
            "surface_pressure" => Wave(95000, 500),
            "wind_speed" => Wave(4, 1),
            "eastward_wind" or "northward_wind" => Wave(1, 2),
            "day_length" => Wave(43200, -14000),
            _ => Between(double.IsFinite(variable.Lowest) ? variable.Lowest : 0, double.IsFinite(variable.Highest) ? Math.Min(variable.Highest, 1e6) : 1),
        };
        if (Variables.All.TryGetValue(variable.Name, out Variable? standard) && standard.Unit != variable.Unit)
        {
            (units.Between(standard.Unit, variable.Unit) ?? UnitConversion.Identity).Apply(values);
        }

        return values;
    }

    private double[] Wave(double mean, double winter)
    {
        var random = new Random(_seed + 1000);
        return [.. Enumerable.Range(0, Time.Count).Select(i => mean + (winter * Season(i)) + (0.1 * Math.Abs(winter) * (random.NextDouble() - 0.5)))];
    }

    private double[] Between(double lowest, double highest)
    {
        var random = new Random(_seed + 2000);
        return [.. Enumerable.Range(0, Time.Count).Select(_ => lowest + ((highest - lowest) * random.NextDouble()))];
    }

    private double Season(int step) => Math.Cos(2 * Math.PI * ((step / _stepsPerDay) + 250) / 365.25);
}
