using System.Globalization;
using System.Text.RegularExpressions;

namespace Tributary.Engine;

/// <summary>The queries that the words of a question name, for where no language model reads it: variables, months, years, dates, seasons, and what is asked.</summary>
public static partial class QuestionWords
{
    /// <summary>The queries, at least one.</summary>
    /// <param name="question">The question.</param>
    /// <param name="store">The explanation, whose names the question may use.</param>
    public static IReadOnlyList<ExplanationQuery> Read(string question, ExplanationStore store)
    {
        string text = question.ToLowerInvariant();
        string? period = Date().Match(text) is { Success: true } date ? date.Value : null;
        string? year = Year().Match(text) is { Success: true } found ? found.Value : null;
        int month = CalendarParts.Months.ToList().FindIndex(name => Word(text, name));
        if (period is null && year is not null)
        {
            period = month >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{year}-{month + 1:00}") : year;
        }

        string[] features = [.. store.Weights.SelectMany(weights => weights.Features).Distinct()];
        var basis = new ExplanationQuery
        {
            What = "partition",
            Period = period,
            Month = period is null && month >= 0 ? CalendarParts.Months[month] : null,
            Season = Season().Match(text) is { Success: true } season ? season.Value : null,
            Event = period is null && Word(text, "largest") && AboutEvents().IsMatch(text) ? "largest" : null,
        };
        string? feature = features.FirstOrDefault(name => Word(text, name) || Word(text, name.Replace('_', ' ')));
        var queries = new List<ExplanationQuery>();
        if (AboutFlow().IsMatch(text))
        {
            queries.Add(basis with { What = "flow" });
        }

        if (AboutEvents().IsMatch(text) && basis.Event is null)
        {
            queries.Add(basis with { What = "events" });
        }

        if (AboutTrust().IsMatch(text))
        {
            queries.Add(new ExplanationQuery { What = "checks" });
        }

        bool hasUnits = store.Weights.Any(weights => weights.HasUnits);
        if (AboutPlaces().IsMatch(text) && hasUnits)
        {
            queries.Add(basis with { What = "map", Feature = feature });
        }

        if (AboutYear().IsMatch(text))
        {
            queries.Add(hasUnits ? basis with { What = "path", Feature = feature } : basis with { By = "month" });
        }

        if (store.Weights.Count > 0 && (AboutReasons().IsMatch(text) || queries.Count == 0))
        {
            queries.Add(basis with { By = ByParts().Match(text) is { Success: true } by ? by.Groups[1].Value : null });
        }

        return queries.Count > 0 ? queries : [new ExplanationQuery { What = "about" }];
    }

    private static bool Word(string text, string word) => Regex.IsMatch(text, $@"\b{Regex.Escape(word.ToLowerInvariant())}\b");

    [GeneratedRegex(@"\b\d{4}-\d{2}(?:-\d{2})?\b")]
    private static partial Regex Date();

    [GeneratedRegex(@"\b(?:1[89]|20|21)\d{2}\b")]
    private static partial Regex Year();

    [GeneratedRegex(@"\b(?:djf|mam|jja|son|winter|spring|summer|autumn|fall)\b")]
    private static partial Regex Season();

    [GeneratedRegex(@"\b(?:flow|discharge|streamflow|runoff|hydrograph|high|low)\b")]
    private static partial Regex AboutFlow();

    [GeneratedRegex(@"\b(?:events?|floods?|peaks?)\b")]
    private static partial Regex AboutEvents();

    [GeneratedRegex(@"\b(?:trust|believe|belief|checks?|reliable|verdict)\b")]
    private static partial Regex AboutTrust();

    [GeneratedRegex(@"\b(?:where|zones?|cells?|place|area|map)\b")]
    private static partial Regex AboutPlaces();

    [GeneratedRegex(@"\b(?:through the year|over the year|path|seasonal)\b")]
    private static partial Regex AboutYear();

    [GeneratedRegex(@"\b(?:why|what|which|how much|share|contribut\w*|cause\w*|drives?|driver|important)\b")]
    private static partial Regex AboutReasons();

    [GeneratedRegex(@"\b(?:by|per|each) (season|month|year|day|event|zone)\b")]
    private static partial Regex ByParts();
}
