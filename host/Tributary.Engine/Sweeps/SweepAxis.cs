using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>A key of the workflow that a sweep goes over, and the values that it may take: a list of any, or a range of numbers.</summary>
public sealed class SweepAxis
{
    private readonly JsonNode?[]? _values;
    private readonly double _from;
    private readonly double _to;
    private readonly int? _count;

    /// <summary>Takes over what the workflow says of a key.</summary>
    internal SweepAxis(string key, KeyPath path, JsonElement values)
    {
        (Key, Path) = (key, path);
        if (values.ValueKind == JsonValueKind.Array)
        {
            _values = [.. values.EnumerateArray().Select(value => JsonNode.Parse(value.GetRawText()))];
            return;
        }

        (_from, _to) = (values.GetProperty("from").GetDouble(), values.GetProperty("to").GetDouble());
        IsLogarithmic = values.TryGetProperty("scale", out JsonElement scale) && scale.GetString() == "log";
        _count = values.TryGetProperty("count", out JsonElement count) ? count.GetInt32() : null;
    }

    /// <summary>The key as the workflow's sweep writes it.</summary>
    public string Key { get; }

    /// <summary>As much of the key's end as tells it from the others.</summary>
    public string Label { get; internal set; } = string.Empty;

    /// <summary>Whether it is a range of numbers, not a list.</summary>
    public bool IsRange => _values is null;

    /// <summary>Whether the range is covered evenly in logarithms.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The listed values; empty for a range.</summary>
    internal IReadOnlyList<JsonNode?> Values => _values ?? [];

    /// <summary>Where the key is.</summary>
    internal KeyPath Path { get; }

    /// <summary>Whether the key takes whole numbers only.</summary>
    internal bool IsWhole { get; set; }

    /// <summary>A number inside the range that is not whole.</summary>
    internal double Between => _from + ((_to - _from) * (Math.Sqrt(2) - 1));

    /// <summary>All values of a grid; null for a range without a count.</summary>
    internal IReadOnlyList<JsonNode?>? Grid()
    {
        if (_values is not null)
        {
            return _values;
        }

        if (_count is not { } count)
        {
            return null;
        }

        IEnumerable<double> numbers = Enumerable.Range(0, count).Select(i => i == 0 ? _from : i == count - 1 ? _to : Real((double)i / (count - 1)));
        numbers = IsWhole ? numbers.Select(number => Math.Round(number)).Where(number => number >= _from && number <= _to).Distinct() : numbers;
        return [.. numbers.Select(NodeOf)];
    }

    /// <summary>The listed values, or the ends of the range.</summary>
    internal IEnumerable<JsonNode?> Extremes() => _values ?? [At(0), At(Math.BitDecrement(1))];

    /// <summary>The value at a share of the axis, from 0 to just below 1; each listed value has the same share.</summary>
    internal JsonNode? At(double share)
    {
        if (_values is not null)
        {
            return _values[Math.Min((int)(share * _values.Length), _values.Length - 1)];
        }

        if (!IsWhole)
        {
            return NodeOf(Real(share));
        }

        (double low, double high) = (Math.Ceiling(_from), Math.Floor(_to));
        double end = high + 1;
        double number = Math.Floor(IsLogarithmic ? low * Math.Pow(end / low, share) : low + (share * (end - low)));
        return NodeOf(Math.Clamp(number, low, high));
    }

    /// <summary>What is wrong with the range; null for nothing.</summary>
    internal string? Fault() => this switch
    {
        { IsRange: false } => null,
        _ when !(_from < _to) => string.Create(CultureInfo.InvariantCulture, $"the range is empty: it goes from {_from} to {_to}"),
        { IsLogarithmic: true } when _from <= 0 => string.Create(CultureInfo.InvariantCulture, $"a range on a logarithmic scale begins above 0, not at {_from}"),
        { IsWhole: true } when Math.Ceiling(_from) > Math.Floor(_to) => string.Create(CultureInfo.InvariantCulture, $"the key takes whole numbers, and there is none from {_from} to {_to}"),
        _ => null,
    };

    /// <summary>A value as text.</summary>
    internal static string TextOf(JsonNode? value) => value switch
    {
        null => "default",
        JsonValue one when one.TryGetValue(out string? text) => text,
        JsonValue one when one.TryGetValue(out double number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };

    private static JsonNode NodeOf(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private double Real(double share) => IsLogarithmic ? _from * Math.Pow(_to / _from, share) : _from + (share * (_to - _from));
}
