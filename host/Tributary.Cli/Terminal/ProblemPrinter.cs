using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows the problems of a workflow, each with its line and a caret below the place.</summary>
internal static class ProblemPrinter
{
    // A mistake in one line may trouble hundreds of basins.
    private const int MostOfOnePlace = 4;

    public static void Print(IReadOnlyList<Problem> problems)
    {
        foreach (IGrouping<(int Line, int Column), Problem> place in problems.GroupBy(problem => (problem.Place.Line, problem.Place.Column)))
        {
            foreach (Problem problem in place.Take(MostOfOnePlace))
            {
                Console.Error.WriteLine($"error: {problem}");
            }

            if (place.Count() > MostOfOnePlace)
            {
                Console.Error.WriteLine($"error: {place.First().Place}: and {place.Count() - MostOfOnePlace} more like these");
            }

            ShowPlace(place.First().Place);
        }

        if (problems.Count > 1)
        {
            Console.Error.WriteLine($"{problems.Count} problems; nothing was run");
        }
    }

    private static void ShowPlace(SourcePlace place)
    {
        if (place.Text.Length > 0)
        {
            string number = place.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Console.Error.WriteLine($"  {number} | {place.Text}");
            Console.Error.WriteLine($"  {new string(' ', number.Length)} | {Indent(place)}^");
        }
    }

    /// <summary>Tabs stay tabs, so that the caret stands below its place.</summary>
    private static string Indent(SourcePlace place)
    {
        string before = place.Text[..Math.Min(place.Column - 1, place.Text.Length)];
        return string.Concat(before.Select(character => character == '\t' ? '\t' : ' '));
    }
}
