using System.Globalization;
using System.Text;

namespace Tributary.Tests.EndToEnd;

/// <summary>A catchment whose truth is known: snow, soil moisture and two linear stores under generated weather. What it does depends on two of its attributes.</summary>
internal sealed class InventedCatchment
{
    /// <summary>Area in km2 at which a depth in mm d-1 and a discharge in m3 s-1 are the same number.</summary>
    public const double AreaKm2 = 86.4;

    private static readonly DateTime Start = new(2000, 1, 1);

    private InventedCatchment(string id, double[] precipitation, double[] temperature, Random random)
    {
        (Id, Precipitation, Temperature) = (id, precipitation, temperature);
        SoilDepth = 30 * Math.Pow(12, random.NextDouble());
        Residence = 1.5 * Math.Pow(25, random.NextDouble());
        Distractors = [random.NextDouble(), random.NextDouble()];
        (Runoff, Snow) = Respond();
    }

    public string Id { get; }

    public double[] Precipitation { get; }

    public double[] Temperature { get; }

    /// <summary>Water that the soil can hold, in mm: an attribute that matters.</summary>
    public double SoilDepth { get; }

    /// <summary>Time that water stays in the quick store, in days: an attribute that matters.</summary>
    public double Residence { get; }

    /// <summary>Attributes that do not matter.</summary>
    public double[] Distractors { get; }

    /// <summary>True runoff in mm d-1.</summary>
    public double[] Runoff { get; }

    /// <summary>True snow water equivalent in mm.</summary>
    public double[] Snow { get; }

    /// <summary>The names of <see cref="Attributes"/>.</summary>
    public const string AttributeNames = "soil_depth, residence, aspect, shape";

    /// <summary>The attributes as a workflow file writes them.</summary>
    public string Attributes => string.Create(
        CultureInfo.InvariantCulture, $"attributes: {{ soil_depth: {SoilDepth:0.0}, residence: {Residence:0.00}, aspect: {Distractors[0]:0.000}, shape: {Distractors[1]:0.000} }}");

    /// <summary>Makes neighbours: half of the rain falls on all of them, half is each one's own.</summary>
    public static InventedCatchment[] Make(int count, int days, int seed, double meanTemperature = 9)
    {
        var shared = new Random(seed);
        double[] storms = Rain(days, shared);
        double[] departure = Departures(days, shared);
        return
        [
            .. Enumerable.Range(1, count).Select(number =>
            {
                var random = new Random((1000 * seed) + number);
                double[] own = Rain(days, random);
                double share = 0.3 + (0.4 * random.NextDouble());
                double warmer = -2 + (4 * random.NextDouble());
                double[] precipitation = [.. own.Select((amount, day) => Math.Round((share * amount) + ((1 - share) * storms[day]), 1))];
                double[] temperature = [.. departure.Select((value, day) => Math.Round(meanTemperature + warmer + value - (10 * Math.Cos(2 * Math.PI * (day - 20) / 365.25)), 1))];
                return new InventedCatchment($"c{number}", precipitation, temperature, random);
            }),
        ];
    }

    /// <summary>The mean weather of several, as a catchment of its own.</summary>
    public static InventedCatchment MeanOf(InventedCatchment[] parts) => new(
        "whole",
        [.. Enumerable.Range(0, parts[0].Precipitation.Length).Select(day => parts.Average(part => part.Precipitation[day]))],
        [.. Enumerable.Range(0, parts[0].Precipitation.Length).Select(day => parts.Average(part => part.Temperature[day]))],
        new Random(0));

    /// <summary>Writes the weather and what was observed (a gap being NaN, a series null for no column) as the source csv reads it.</summary>
    public void Write(TemporaryFolder folder, double[]? discharge, double[]? snow = null, double[]? runoff = null)
    {
        var text = new StringBuilder("date,precipitation [mm],air_temperature [degC]");
        (string Heading, double[] Values)[] more =
        [
            .. new[] { ("discharge [m3 s-1]", discharge), ("snow_water_equivalent [mm]", snow), ("runoff [mm]", runoff) }.Where(column => column.Item2 is not null).Select(column => (column.Item1, column.Item2!)),
        ];
        text.AppendJoin(string.Empty, more.Select(column => $",{column.Heading}")).Append('\n');
        for (int day = 0; day < Precipitation.Length; day++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Start.AddDays(day):yyyy-MM-dd},{Precipitation[day]:0.00},{Temperature[day]:0.00}");
            foreach ((_, double[] values) in more)
            {
                text.Append(',').Append(double.IsNaN(values[day]) ? string.Empty : values[day].ToString("0.0000", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        folder.Write($"{Id}.csv", text.ToString());
    }

    /// <summary>Values as an observer records them, whose errors have this standard deviation relative to the value.</summary>
    public static double[] Observe(ReadOnlySpan<double> truth, double error, int seed)
    {
        var random = new Random(seed);
        double[] observed = new double[truth.Length];
        for (int day = 0; day < observed.Length; day++)
        {
            observed[day] = truth[day] * Math.Exp((error * Gauss(random)) - (error * error / 2));
        }

        return observed;
    }

    private static double[] Rain(int days, Random random)
    {
        double[] rain = new double[days];
        bool wet = false;
        for (int day = 0; day < days; day++)
        {
            wet = random.NextDouble() < (wet ? 0.6 : 0.25);
            rain[day] = wet ? -8 * Math.Log(1 - random.NextDouble()) : 0;
        }

        return rain;
    }

    private static double[] Departures(int days, Random random)
    {
        double[] departure = new double[days];
        for (int day = 1; day < days; day++)
        {
            departure[day] = (0.8 * departure[day - 1]) + (2 * Gauss(random));
        }

        return departure;
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private (double[] Runoff, double[] Snow) Respond()
    {
        double[] runoff = new double[Precipitation.Length];
        double[] snow = new double[Precipitation.Length];
        double pack = 0;
        double soil = SoilDepth / 2;
        double quick = 5;
        double slow = 30;
        for (int day = 0; day < runoff.Length; day++)
        {
            double warmth = Math.Max(0, Temperature[day]);
            double melt = Math.Min(pack, 3 * warmth);
            double water = (Temperature[day] > 0 ? Precipitation[day] : 0) + melt;
            pack += (Temperature[day] > 0 ? 0 : Precipitation[day]) - melt;
            double wetness = soil / SoilDepth;
            double passing = water * wetness * wetness;
            soil += water - passing - (Math.Min(1, 1.5 * wetness) * 0.18 * warmth);
            double spilling = Math.Max(0, soil - SoilDepth);
            soil = Math.Clamp(soil, 0, SoilDepth);
            quick += 0.7 * (passing + spilling);
            slow += 0.3 * (passing + spilling);
            runoff[day] = (quick / Residence) + (slow / 80);
            quick *= 1 - (1 / Residence);
            slow *= 1 - (1.0 / 80);
            snow[day] = pack;
        }

        return (runoff, snow);
    }
}
