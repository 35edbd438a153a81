using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

public sealed class BasinForcingTests
{
    private static readonly TimeAxis Run = new(new DateTime(2001, 1, 3), TimeSpan.FromDays(1), 3);

    [Fact]
    public void The_part_of_the_record_that_the_run_covers_is_read() => Assert.Equal([3, 4, 5], Read(Days(new DateTime(2001, 1, 1), 8), Run));

    [Fact]
    public void A_short_record_is_refused_for_forcing_and_padded_for_observations()
    {
        BasinSeries shorter = Days(new DateTime(2001, 1, 4), 2);
        var error = Assert.Throws<InputException>(() => Read(shorter, Run));
        Assert.Contains("basin b (b.csv), rain: it covers 2001-01-04 to 2001-01-05, which is shorter than the simulated period 2001-01-03 to 2001-01-05", error.Message, StringComparison.Ordinal);
        Assert.Equal([double.NaN, 1, 2], Read(shorter, Run, mayBeShort: true));
        Assert.Equal([double.NaN, double.NaN, double.NaN], Read(Days(new DateTime(1990, 1, 1), 5), Run, mayBeShort: true));
    }

    [Fact]
    public void Another_time_step_is_refused()
    {
        var hourly = new BasinSeries("rain", Variables.Precipitation, "mm", new TimeAxis(Run.Start, TimeSpan.FromHours(1), 100), new double[100]);
        Assert.Contains("its time step is 1 h, that of the workflow 1 d", Assert.Throws<InputException>(() => Read(hourly, Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_start_at_another_hour_are_refused() =>
        Assert.Contains("its steps start at 12:00", Assert.Throws<InputException>(() => Read(Days(new DateTime(2001, 1, 1, 12, 0, 0), 8), Run)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_variable_lists_what_there_is()
    {
        var forcing = new BasinForcing(Record(Days(Run.Start, 3)), new ForcingSection(), Run, new UdUnits(), null);
        Assert.False(forcing.Has(Variables.AirTemperature));
        Assert.Contains("Say under forcing.variables which of its series it is: rain", Assert.Throws<InputException>(() => forcing.Read(Variables.AirTemperature, new double[3])).Message, StringComparison.Ordinal);
    }

    private static double[] Read(BasinSeries series, TimeAxis time, bool mayBeShort = false)
    {
        double[] values = new double[time.Count];
        new BasinForcing(Record(series), new ForcingSection(), time, new UdUnits(), null).Read(Variables.Precipitation, values, mayBeShort);
        return values;
    }

    private static BasinRecord Record(BasinSeries series) => new() { Id = "b", Series = [series], Files = ["b.csv"] };

    private static BasinSeries Days(DateTime start, int count) => new(
        "rain", Variables.Precipitation, "mm", new TimeAxis(start, TimeSpan.FromDays(1), count), [.. Enumerable.Range(1, count).Select(day => (double)day)]);
}
