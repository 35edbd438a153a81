using System.Globalization;
using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>What a field holds.</summary>
public enum FieldKind
{
    /// <summary>Whole numbers, as <see cref="long"/>.</summary>
    Whole,

    /// <summary>Numbers, as <see cref="double"/>.</summary>
    Number,

    /// <summary>Anything else, as text.</summary>
    Text,
}

/// <summary>A field of a layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
public sealed record VectorField(string Name, FieldKind Kind);

/// <summary>A feature of a layer.</summary>
/// <param name="Number">Its number in the layer.</param>
/// <param name="Geometry">Its geometry in the layer's coordinate system, in two dimensions; null where it has none.</param>
/// <param name="Values">Its fields' values in the order of the layer's fields: <see cref="long"/>, <see cref="double"/> or text; null where empty.</param>
public sealed record VectorFeature(long Number, Geometry? Geometry, IReadOnlyList<object?> Values)
{
    /// <summary>A value as a number; NaN where it is empty or no number.</summary>
    public double NumberAt(int field) => Values[field] switch
    {
        long whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => double.NaN,
    };

    /// <summary>A value as an id: whole numbers without decimals, however the file stores them; null where it is empty.</summary>
    public string? IdAt(int field) => Values[field] switch
    {
        null => null,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => NumberId(number),
        object text => text.ToString()!.Trim() is { Length: > 0 } id ? id : null,
    };

    /// <summary>An id that a file stores as a number.</summary>
    internal static string? NumberId(double number) =>
        double.IsNaN(number) ? null
        : Math.Abs(number) < 9e15 && Math.Floor(number) == number ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
