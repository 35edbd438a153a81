using Tributary.Contracts;

namespace Tributary.Plugins.CamelsUs;

/// <summary>
/// One file ID_lump_NAME_forcing_leap.txt: latitude, elevation and area on three lines, then column names with units in
/// brackets, then a row a day.
/// </summary>
internal sealed class ForcingFile
{
    private const int DateColumns = 4;
    private const double SecondsPerDay = 86400;

    private static readonly Dictionary<string, Variable> Standard = new()
    {
        ["dayl"] = Variables.DayLength,
        ["prcp"] = Variables.Precipitation,
        ["swe"] = Variables.SnowWaterEquivalent,
        ["tmax"] = Variables.AirTemperatureMaximum,
        ["tmin"] = Variables.AirTemperatureMinimum,
        ["vp"] = Variables.VapourPressure,
    };

    private readonly List<BasinSeries> _series = [];

    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public ForcingFile(string path)
    {
        using var text = new DelimitedText(path);
        Latitude = HeaderLine(text, "latitude in degrees");
        Elevation = HeaderLine(text, "elevation in m");
        AreaKm2 = HeaderLine(text, "area in m2") / 1e6;
        text.ReadHeadings();
        DemandDateColumns(text);
        (TimeAxis time, double[][] columns) = ReadRows(text);
        for (int i = 0; i < columns.Length; i++)
        {
            _series.Add(SeriesOf(text.Headings[DateColumns + i], time, columns[i]));
        }

        MarkMeanTemperature();
        AddDailyRadiation();
    }

    public double Latitude { get; }

    public double Elevation { get; }

    public double AreaKm2 { get; }

    public IReadOnlyList<BasinSeries> Series => _series;

    /// <summary>Whether tmin and tmax are both the daily mean, as in the products maurer and nldas.</summary>
    public bool HasOnlyMeanTemperature { get; private set; }

    private static double HeaderLine(DelimitedText text, string what) =>
        text.Read() && text.Count == 1
            ? text.Number(0)
            : throw new InputException($"line {text.Line} should hold the basin's {what}, alone", text.Path, CamelsUsLayout.Expected);

    private static void DemandDateColumns(DelimitedText text)
    {
        string[] dates = ["Year", "Mnth", "Day", "Hr"];
        for (int i = 0; i < dates.Length; i++)
        {
            if (text.IndexOf(dates[i]) != i)
            {
                throw new InputException($"the columns should start with {string.Join(' ', dates)}", $"{text.Path}, line {text.Line}", $"They are {string.Join(' ', text.Headings)}.");
            }
        }
    }

    private static (TimeAxis Time, double[][] Columns) ReadRows(DelimitedText text)
    {
        int count = text.Headings.Count - DateColumns;
        var rows = new DatedRows(text.Path, count);
        double[] values = new double[count];
        while (text.Read())
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = text.NumberOrGap(DateColumns + i);
            }

            // Hour 12 stands for the whole day, so that its interval starts at midnight.
            rows.Add(text.Day(0), values, text.Line);
        }

        return rows.Place();
    }

    private static BasinSeries SeriesOf(string heading, TimeAxis time, double[] values)
    {
        int bracket = heading.IndexOf('(', StringComparison.Ordinal);
        string name = bracket < 0 ? heading : heading[..bracket];
        string? unit = bracket < 0 ? null : heading[(bracket + 1)..].TrimEnd(')');

        // The products spell the same column in different cases; C alone would be the coulomb.
        name = string.Concat(name.Select(char.ToLowerInvariant));
        return new BasinSeries(name, Standard.GetValueOrDefault(name), unit == "C" ? "degC" : unit, time, values);
    }

    private void MarkMeanTemperature()
    {
        int lowest = _series.FindIndex(series => series.Name == "tmin");
        int highest = _series.FindIndex(series => series.Name == "tmax");
        if (lowest >= 0 && highest >= 0 && _series[lowest].Values.AsSpan().SequenceEqual(_series[highest].Values))
        {
            HasOnlyMeanTemperature = true;
            _series[lowest] = _series[lowest] with { Variable = null };
            _series[highest] = _series[highest] with { Variable = Variables.AirTemperature };
        }
    }

    /// <summary>srad is the mean over daylight (it exceeds what reaches the top of the atmosphere as a daily mean), so the day's mean is srad dayl / 86400.</summary>
    private void AddDailyRadiation()
    {
        BasinSeries? daylight = _series.Find(series => series.Name == "srad");
        BasinSeries? length = _series.Find(series => series.Name == "dayl");
        if (daylight is null || length is null)
        {
            return;
        }

        double[] daily = new double[daylight.Values.Length];
        for (int i = 0; i < daily.Length; i++)
        {
            daily[i] = daylight.Values[i] * length.Values[i] / SecondsPerDay;
        }

        _series.Add(new BasinSeries(Variables.ShortwaveRadiation.Name, Variables.ShortwaveRadiation, daylight.Unit, daylight.Time, daily));
    }
}
