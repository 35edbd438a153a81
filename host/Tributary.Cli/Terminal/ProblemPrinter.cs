using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows the problems of a workflow, each with its line and a caret below the place.</summary>
internal static class ProblemPrinter
{
    public static void Print(IReadOnlyList<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            Console.Error.WriteLine($"error: {problem}");
            if (problem.Place.Text.Length > 0)
            {
                string number = problem.Place.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
                Console.Error.WriteLine($"  {number} | {problem.Place.Text}");
                Console.Error.WriteLine($"  {new string(' ', number.Length)} | {Indent(problem.Place)}^");
            }
        }

        if (problems.Count > 1)
        {
            Console.Error.WriteLine($"{problems.Count} problems; nothing was run");
        }
    }

    /// <summary>Tabs stay tabs, so that the caret stands below its place.</summary>
    private static string Indent(SourcePlace place)
    {
        string before = place.Text[..Math.Min(place.Column - 1, place.Text.Length)];
        return string.Concat(before.Select(character => character == '\t' ? '\t' : ' '));
    }
}
