using System.Globalization;
using System.Text;

namespace Tributary.Engine;

/// <summary>A question to an explanation in plain terms. What is left out does not narrow it.</summary>
public sealed record ExplanationQuery
{
    /// <summary>What is asked, one of <see cref="ExplanationInquiry.Kinds"/>.</summary>
    public required string What { get; init; }

    /// <summary>The member; null for the first that explains itself.</summary>
    public string? Member { get; init; }

    /// <summary>Name of its weights; null for the most detailed.</summary>
    public string? Weights { get; init; }

    /// <summary>The gauge; null for the first.</summary>
    public string? Gauge { get; init; }

    /// <summary>An input variable.</summary>
    public string? Feature { get; init; }

    /// <summary>How the basin is divided: a static grid with or without limits, or a file of polygons; null for elevation where it is known.</summary>
    public string? Zones { get; init; }

    /// <summary>A zone of these.</summary>
    public string? Zone { get; init; }

    /// <summary>A unit or cell by its id.</summary>
    public string? Unit { get; init; }

    /// <summary>A season of all years.</summary>
    public string? Season { get; init; }

    /// <summary>A calendar month of all years.</summary>
    public string? Month { get; init; }

    /// <summary>A period, as <c>2017-07</c>.</summary>
    public string? Period { get; init; }

    /// <summary>An event: its number, a date within it, or <c>largest</c>.</summary>
    public string? Event { get; init; }

    /// <summary>Share of the record below an event's threshold.</summary>
    public double? Quantile { get; init; }

    /// <summary>What the answer is told by: feature, season, month, year, day, event or zone.</summary>
    public string? By { get; init; }

    /// <summary>Most features or rows that are told one by one.</summary>
    public int? Limit { get; init; }

    /// <summary>The command that asks the same.</summary>
    public string Command
    {
        get
        {
            var text = new StringBuilder($"ask {What}");
            foreach ((string name, string? value) in Options)
            {
                if (value is not null)
                {
                    text.Append(CultureInfo.InvariantCulture, $" --{name} {(value.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ',' or ':' or '/')) ? $"\"{value}\"" : value)}");
                }
            }

            return text.ToString();
        }
    }

    /// <summary>All options by name, in one order everywhere.</summary>
    internal IEnumerable<(string Name, string? Value)> Options =>
    [
        ("member", Member), ("weights", Weights), ("gauge", Gauge), ("feature", Feature), ("zones", Zones), ("zone", Zone), ("unit", Unit), ("season", Season), ("month", Month),
        ("period", Period), ("event", Event), ("quantile", Quantile?.ToString(CultureInfo.InvariantCulture)), ("by", By), ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
    ];
}
