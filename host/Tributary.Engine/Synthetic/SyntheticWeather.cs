using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Daily weather of an invented place in a temperate climate: wet and dry days follow a first-order Markov chain, wet-day amounts a gamma distribution (Richardson, 1981,
/// doi:10.1029/WR017i001p00182), temperatures a yearly cosine with autocorrelated departures.
/// </summary>
/// <param name="seed">The same seed gives the same weather.</param>
public sealed class SyntheticWeather(int seed)
{
    private const double WetAfterDry = 0.30;
    private const double WetAfterWet = 0.62;
    private const double GammaShape = 0.75;
    private const double MeanWetAmount = 6.8;
    private const double MeanTemperature = 8.5;
    private const double TemperatureAmplitude = 9.5;
    private const double DepartureDeviation = 2.8;
    private const double DepartureMemory = 0.72;

    /// <summary>What models get of it; potential evapotranspiration follows from air temperature.</summary>
    internal static IReadOnlyList<Variable> Made { get; } = [Variables.Precipitation, Variables.AirTemperature, Variables.PotentialEvapotranspiration];

    /// <summary>The days of some years from 2001 on.</summary>
    internal static TimeAxis Days(int years) => new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), (int)(new DateTime(2001 + years, 1, 1) - new DateTime(2001, 1, 1)).TotalDays);

    /// <summary>Precipitation in mm and air temperature in degC, to one decimal, as a gauge would record them.</summary>
    /// <param name="time">A daily axis.</param>
    public (double[] Precipitation, double[] Temperature) Generate(TimeAxis time)
    {
        var random = new MersenneTwister(seed);
        double[] precipitation = new double[time.Count];
        double[] temperature = new double[time.Count];
        bool wet = false;
        double departure = 0;
        for (int day = 0; day < time.Count; day++)
        {
            double season = Math.Cos(2 * Math.PI * (time[day].DayOfYear - 15) / 365.25);
            wet = random.NextDouble() < (wet ? WetAfterWet : WetAfterDry) + (0.05 * season);
            double amount = wet ? Gamma.Sample(random, GammaShape, GammaShape / (MeanWetAmount * (1 - (0.15 * season)))) : 0;
            departure = (DepartureMemory * departure)
                + (Math.Sqrt(1 - (DepartureMemory * DepartureMemory)) * Normal.Sample(random, 0, DepartureDeviation));
            precipitation[day] = Math.Round(amount, 1);
            temperature[day] = Math.Round(MeanTemperature - (TemperatureAmplitude * season) + departure - (wet ? 0.8 : 0), 1);
        }

        return (precipitation, temperature);
    }
}
