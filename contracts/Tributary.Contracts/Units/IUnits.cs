using System.Numerics;

namespace Tributary.Contracts;

/// <summary>Converts between units of measurement (by UDUNITS-2 in the built-in host).</summary>
public interface IUnits
{
    /// <summary>The conversion <c>to = scale * from + offset</c>.</summary>
    /// <param name="from">A unit string, as in a file's <c>units</c> attribute.</param>
    /// <param name="to">A unit string.</param>
    /// <returns>The conversion; null where the two have different dimensions.</returns>
    /// <exception cref="InputException">One of the strings is no unit.</exception>
    UnitConversion? Between(string from, string to);
}

/// <summary>The conversion <c>to = Scale * from + Offset</c>.</summary>
/// <param name="Scale">Factor.</param>
/// <param name="Offset">Added after the factor.</param>
public readonly record struct UnitConversion(double Scale, double Offset)
{
    /// <summary>Changes nothing.</summary>
    public static UnitConversion Identity => new(1, 0);

    /// <summary>Converts one value; a gap (NaN) stays a gap.</summary>
    public double Apply(double value) => (Scale * value) + Offset;

    /// <summary>Converts values in place; gaps (NaN) stay gaps.</summary>
    public void Apply(Span<double> values)
    {
        if (this == Identity)
        {
            return;
        }

        var scale = new Vector<double>(Scale);
        var offset = new Vector<double>(Offset);
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Span<double> part = values[i..];
            ((scale * new Vector<double>(part)) + offset).CopyTo(part);
        }

        for (; i < values.Length; i++)
        {
            values[i] = Apply(values[i]);
        }
    }
}
