using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tributary.Engine;

/// <summary>A query that a language model made, and what it was told.</summary>
/// <param name="Id">How answers cite it, as <c>q1</c>.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Result">What was told.</param>
public sealed record CitedQuery(string Id, ExplanationQuery Query, JsonObject Result);

/// <summary>A number of an answer that no cited query told.</summary>
/// <param name="Start">Where it begins in the answer.</param>
/// <param name="Length">Number of its characters.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record UncitedNumber(int Start, int Length, string Reason);

/// <summary>
/// Whether every number of an answer was told by a query that its sentence cites. A number agrees with one that was told if rounding to the digits
/// written gives it; a percentage, if it is a hundred times that. Years and days agree with dates that were told or asked about. Words for quantities
/// (half, twice, three times) count as numbers.
/// </summary>
internal static partial class CitedNumbers
{
    private const string Months = "January|February|March|April|May|June|July|August|September|October|November|December";

    private static readonly Dictionary<string, double> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["half"] = 0.5,
        ["quarter"] = 0.25,
        ["twice"] = 2,
        ["thrice"] = 3,
        ["double"] = 2,
        ["doubled"] = 2,
        ["triple"] = 3,
        ["tripled"] = 3,
        ["halved"] = 0.5,
        ["dozen"] = 12,
        ["hundred"] = 100,
        ["thousand"] = 1000,
        ["million"] = 1e6,
    };

    /// <summary>Finds the numbers of an answer that no query told which its sentence cites.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="question">The question; its dates may be told again.</param>
    /// <param name="queries">The queries made.</param>
    public static IReadOnlyList<UncitedNumber> Check(string answer, string question, IReadOnlyList<CitedQuery> queries)
    {
        var found = new List<UncitedNumber>();
        HashSet<string> asked = [.. DatePart().Matches(question).Select(match => match.Value.TrimStart('0'))];
        Dictionary<string, Told> told = queries.ToDictionary(query => query.Id, query => Told.Of(query.Result));
        string bare = Citation().Replace(answer, match => new string(' ', match.Length));
        foreach (Match match in NumberText().Matches(bare))
        {
            (int start, int end) = SentenceAround(answer, match.Index);
            string[] cited = [.. Citation().Matches(answer[start..end]).SelectMany(group => QueryId().Matches(group.Value)).Select(id => id.Value).Distinct()];
            string number = match.Value.Trim();
            bool isCalendar = IsCalendar(bare, match);
            if (isCalendar && DatePart().Matches(number).All(part => asked.Contains(part.Value.TrimStart('0'))))
            {
                continue;
            }

            if (cited.Length == 0)
            {
                found.Add(new UncitedNumber(match.Index, match.Value.TrimEnd().Length, $"'{number}' cites no query"));
            }
            else if (!cited.Any(id => told.TryGetValue(id, out Told? result) && result.Has(match, isCalendar)))
            {
                found.Add(new UncitedNumber(match.Index, match.Value.TrimEnd().Length, $"'{number}' is not among what {string.Join(", ", cited)} told"));
            }
        }

        return found;
    }

    /// <summary>The answer with a mark behind each number that no query told.</summary>
    public static string Mark(string answer, IReadOnlyList<UncitedNumber> numbers)
    {
        var text = new StringBuilder(answer);
        foreach (UncitedNumber number in numbers.OrderByDescending(number => number.Start))
        {
            text.Insert(number.Start + number.Length, " [not from a query]");
        }

        return text.ToString();
    }

    private static bool IsCalendar(string text, Match match)
    {
        if (match.Groups["date"].Success)
        {
            return true;
        }

        bool isYear = match.Groups["number"] is { Success: true, Value.Length: 4 } year && !match.Groups["percent"].Success
            && int.TryParse(year.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1500 and <= 2200
            && !UnitBehind().IsMatch(text[(match.Index + match.Length)..]);
        return isYear || (!match.Groups["percent"].Success && (MonthBefore().IsMatch(text[..match.Index]) || MonthBehind().IsMatch(text[(match.Index + match.Length)..])));
    }

    private static (int Start, int End) SentenceAround(string answer, int at)
    {
        int start = 0;
        foreach (Match end in SentenceEnd().Matches(answer))
        {
            if (end.Index + end.Length > at)
            {
                return (start, end.Index + end.Length);
            }

            start = end.Index + end.Length;
        }

        return (start, answer.Length);
    }

    [GeneratedRegex(@"(?<date>\b\d{4}-\d{2}(?:-\d{2})?\b)|(?<![\p{L}\d_.,]|[\p{L}²³][-−])(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?!\d)(?<percent>\s*(?:%|percent\b|per cent\b))?(?!(?<=^\s*\d+)[.)]\s)|\b(?<word>(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?=[ -](?:times|fold|percent|per cent|thirds|quarters|hundred|thousand|million))|half|quarter|twice|thrice|doubled?|tripled?|halved|dozen|hundred|thousand|million)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex NumberText();

    [GeneratedRegex(@"\[\s*q\d+(?:\s*[,;]\s*q\d+)*\s*\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"q\d+")]
    private static partial Regex QueryId();

    [GeneratedRegex(@"(?:[.!?](?=\s|$)|\n)(?:[ \t]*\[\s*q\d+(?:\s*[,;]\s*q\d+)*\s*\][.]?)*")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\d+")]
    private static partial Regex DatePart();

    [GeneratedRegex(@"\d{4}-\d{2}(?:-\d{2})?")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"(?<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?<percent>\s*%)?")]
    private static partial Regex NumberOfText();

    [GeneratedRegex($@"\b(?:{Months})\s+$")]
    private static partial Regex MonthBefore();

    [GeneratedRegex($@"^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{Months})\b")]
    private static partial Regex MonthBehind();

    [GeneratedRegex(@"^\s*(?:m3|m³|m\b|mm|km|steps|days|cells|units)")]
    private static partial Regex UnitBehind();

    /// <summary>The numbers and dates that a query told.</summary>
    private sealed class Told
    {
        private readonly List<double> _numbers = [];
        private readonly List<double> _percentages = [];
        private readonly HashSet<string> _dates = [];
        private readonly HashSet<string> _dateParts = [];

        public static Told Of(JsonObject result)
        {
            var told = new Told();
            foreach ((string name, JsonNode? part) in result)
            {
                // What the model itself asked for is no result.
                if (name is not ("query" or "citation"))
                {
                    told.Add(part);
                }
            }

            return told;
        }

        public bool Has(Match match, bool isCalendar)
        {
            if (match.Groups["date"].Success)
            {
                return _dates.Any(date => date.StartsWith(match.Value, StringComparison.Ordinal));
            }

            if (match.Groups["word"].Success)
            {
                return _numbers.Contains(Words[match.Groups["word"].Value]);
            }

            string text = match.Groups["number"].Value.Replace(",", string.Empty, StringComparison.Ordinal);
            if (isCalendar && _dateParts.Contains(text.TrimStart('0')))
            {
                return true;
            }

            double value = double.Parse(text, CultureInfo.InvariantCulture);
            string mantissa = text.Split('e', 'E')[0];
            int decimals = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
            int power = text.Length > mantissa.Length ? int.Parse(text[(mantissa.Length + 1)..], CultureInfo.InvariantCulture) : 0;
            double half = 0.5000001 * Math.Pow(10, power - decimals);
            return match.Groups["percent"].Success
                ? _numbers.Exists(number => Math.Abs((100 * Math.Abs(number)) - value) <= half) || _percentages.Exists(number => Math.Abs(number - value) <= half)
                : _numbers.Exists(number => Math.Abs(Math.Abs(number) - value) <= half);
        }

        private void Add(JsonNode? part)
        {
            switch (part)
            {
                case JsonObject whole:
                    foreach ((string name, JsonNode? inner) in whole)
                    {
                        Add(inner);
                    }

                    break;
                case JsonArray list:
                    foreach (JsonNode? inner in list)
                    {
                        Add(inner);
                    }

                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                    _numbers.Add(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture));
                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                    AddText(value.ToString());
                    break;
            }
        }

        private void AddText(string text)
        {
            foreach (Match date in Stamp().Matches(text))
            {
                _dates.Add(date.Value);
                _dateParts.UnionWith(DatePart().Matches(date.Value).Select(part => part.Value.TrimStart('0')));
            }

            foreach (Match number in NumberOfText().Matches(Stamp().Replace(text, " ")))
            {
                double value = double.Parse(number.Groups["number"].Value, CultureInfo.InvariantCulture);
                (number.Groups["percent"].Success ? _percentages : _numbers).Add(value);
            }

            if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                _dateParts.Add(text);
            }

        }
    }
}
