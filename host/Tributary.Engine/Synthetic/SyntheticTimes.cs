using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>The time coordinate of synthetic NetCDF files: days from 2001 on, on the dimensions <c>time</c> and <c>bound</c>.</summary>
internal static class SyntheticTimes
{
    public static void Define(NetCdfWriter file)
    {
        file.DefineVariable("time", ["time"], NetCdfKind.Whole,
            ("standard_name", "time"), ("long_name", "start of the day"), ("units", "days since 2001-01-01 00:00:00"), ("calendar", "proleptic_gregorian"), ("axis", "T"), ("bounds", "time_bounds"));
        file.DefineVariable("time_bounds", ["time", "bound"], NetCdfKind.Whole);
    }

    /// <param name="file">The file.</param>
    /// <param name="first">First day, counted from 2001 on.</param>
    /// <param name="count">Number of days.</param>
    public static void Write(NetCdfWriter file, int first, int count)
    {
        file.Write("time", [.. Enumerable.Range(first, count).Select(day => (double)day)]);
        file.Write("time_bounds", [.. Enumerable.Range(first, count).SelectMany(day => (double[])[day, day + 1])]);
    }
}
