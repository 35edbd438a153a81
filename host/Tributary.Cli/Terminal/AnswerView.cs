using Spectre.Console;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows the answer to a query.</summary>
internal static class AnswerView
{
    public static void Print(ExplanationAnswer answer, bool json)
    {
        if (json)
        {
            JsonText.Print(answer.ToJson());
            return;
        }

        Console.WriteLine(answer.Title);
        var table = new Table().Border(TableBorder.Simple);
        for (int column = 0; column < answer.Columns.Count; column++)
        {
            bool isNumber = answer.Rows.Count > 0 && answer.Rows.All(row => row[column] is double or int);
            table.AddColumn(new TableColumn(Markup.Escape(answer.Columns[column])) { Alignment = isNumber ? Justify.Right : Justify.Left, NoWrap = isNumber });
        }

        foreach (IReadOnlyList<object> row in answer.Rows)
        {
            table.AddRow([.. row.Select(value => Markup.Escape(ExplanationAnswer.Text(value)))]);
        }

        ScoreView.Print(table);
        foreach (string note in answer.Notes)
        {
            Console.WriteLine(note);
        }

        if (answer.Verdict is { } verdict)
        {
            Console.WriteLine(verdict);
        }
    }
}
