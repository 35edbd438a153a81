using Tributary.Contracts;

namespace Tributary.Tests.Forcing;

/// <summary>Short ways to ask a record for its series.</summary>
public static class SeriesReading
{
    public static BasinSeries Named(this BasinRecord record, string name) => record.Series.Single(series => series.Name == name);

    public static BasinSeries Of(this BasinRecord record, Variable variable) => record.Series.Single(series => series.Variable == variable);

    public static int Gaps(this BasinSeries series) => series.Values.Count(double.IsNaN);

    public static double Sum(this BasinSeries series) => series.Values.Where(value => !double.IsNaN(value)).Sum();

    /// <summary>Sum over a calendar year.</summary>
    public static double Sum(this BasinSeries series, int year)
    {
        Range steps = series.Time.IndicesWithin(new Period(new DateTime(year, 1, 1), new DateTime(year + 1, 1, 1)));
        return series.Values[steps].Where(value => !double.IsNaN(value)).Sum();
    }
}
