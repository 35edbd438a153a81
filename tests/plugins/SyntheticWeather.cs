using Tributary.Contracts;

namespace Tributary.Tests;

/// <summary>Weather with seasons, dry spells and frost, the same at every run.</summary>
internal sealed class SyntheticWeather
{
    public SyntheticWeather(int stepCount, int seed = 1, double stepsPerDay = 1)
    {
        Time = new TimeAxis(new DateTime(1999, 10, 1), TimeSpan.FromDays(1 / stepsPerDay), stepCount);
        Precipitation = new double[stepCount];
        Temperature = new double[stepCount];
        PotentialEvapotranspiration = new double[stepCount];
        var random = new Random(seed);
        for (int i = 0; i < stepCount; i++)
        {
            double season = Math.Cos(2 * Math.PI * (i / stepsPerDay + 250) / 365.25);
            Precipitation[i] = random.NextDouble() < 0.45 ? -7 * Math.Log(1 - random.NextDouble()) / stepsPerDay : 0;
            Temperature[i] = 5 - (11 * season) + (8 * (random.NextDouble() - 0.5));
            PotentialEvapotranspiration[i] = Math.Max(0, 2 - (2 * season) + random.NextDouble() - 0.5) / stepsPerDay;
        }
    }

    public TimeAxis Time { get; }

    public double[] Precipitation { get; }

    public double[] Temperature { get; }

    public double[] PotentialEvapotranspiration { get; }
}
