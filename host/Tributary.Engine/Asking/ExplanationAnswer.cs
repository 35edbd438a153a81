using System.Globalization;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>The answer to a query: a table, and what a reader must know of it.</summary>
/// <param name="Title">What it tells.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Texts, whole numbers and numbers (NaN where there is none), a column each.</param>
public sealed record ExplanationAnswer(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows)
{
    private const string Digits = "G5";

    /// <summary>What was asked.</summary>
    public ExplanationQuery? Query { get; init; }

    /// <summary>How to read it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the model's own checks say of the weights; null where there are none.</summary>
    public string? Verdict { get; init; }

    /// <summary>A value as the answer tells it, to five digits.</summary>
    public static string Text(object value) => value switch
    {
        double number when double.IsFinite(number) => Rounded(number).ToString(CultureInfo.InvariantCulture),
        double => "-",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The answer as JSON, its numbers to five digits.</summary>
    public JsonObject ToJson()
    {
        var rows = new JsonArray();
        foreach (IReadOnlyList<object> row in Rows)
        {
            var told = new JsonObject();
            for (int column = 0; column < Columns.Count; column++)
            {
                told[Columns[column]] = row[column] switch
                {
                    double number => double.IsFinite(number) ? Rounded(number) : null,
                    int whole => whole,
                    object text => Text(text),
                };
            }

            rows.Add(told);
        }

        return new JsonObject
        {
            ["query"] = Query?.Command,
            ["title"] = Title,
            ["rows"] = rows,
            ["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]),
            ["verdict"] = Verdict,
        };
    }

    private static double Rounded(double number) => double.Parse(number.ToString(Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
