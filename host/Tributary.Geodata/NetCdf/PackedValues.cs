using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Turns values as stored into physical ones, by the attributes that CF and the NetCDF user guide define.</summary>
internal static class PackedValues
{
    /// <summary>What libnetcdf puts where a float or double was never written and the file names no fill value.</summary>
    private const double DefaultFill = 9.9692099683868690e+36;

    /// <summary>Missing values become NaN; then packed values are unpacked.</summary>
    public static void Unpack(ArrayVariable variable, Span<double> values)
    {
        foreach (string attribute in (ReadOnlySpan<string>)["_FillValue", "missing_value"])
        {
            foreach (double missing in Numbers(variable, attribute) ?? [])
            {
                values.Replace(missing, double.NaN);
            }
        }

        if (!variable.Attributes.ContainsKey("_FillValue"))
        {
            values.Replace(DefaultFill, double.NaN);
        }

        double lowest = Numbers(variable, "valid_min") is [double min] ? min : double.NegativeInfinity;
        double highest = Numbers(variable, "valid_max") is [double max] ? max : double.PositiveInfinity;
        if (Numbers(variable, "valid_range") is [double from, double to])
        {
            (lowest, highest) = (from, to);
        }

        if (double.IsFinite(lowest) || double.IsFinite(highest))
        {
            foreach (ref double value in values)
            {
                value = value < lowest || value > highest ? double.NaN : value;
            }
        }

        double scale = Numbers(variable, "scale_factor") is [double factor] ? factor : 1;
        double offset = Numbers(variable, "add_offset") is [double addend] ? addend : 0;
        new UnitConversion(scale, offset).Apply(values);
    }

    private static double[]? Numbers(ArrayVariable variable, string attribute) => variable.Attributes.GetValueOrDefault(attribute) as double[];
}
