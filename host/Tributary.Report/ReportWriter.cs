using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Tributary.Report;

/// <summary>Writes a run's report: one HTML file that needs no other file and no network.</summary>
public static partial class ReportWriter
{
    /// <summary>As many basins have charts; further ones stand in the score table only, so that the file stays small enough to send.</summary>
    public const int ChartedBasins = 40;

    /// <summary>Further notes are folded away.</summary>
    private const int NotesInSight = 20;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the report.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="stream">Where it is written, as UTF-8; it is left open.</param>
    /// <exception cref="ArgumentException">A series is not as long as the time axis.</exception>
    public static void Write(ReportContent content, Stream stream)
    {
        string script = Part("report.js").Trim();
        Dictionary<string, string> parts = new()
        {
            ["title"] = Html.Encode(content.Name),
            ["description"] = content.Description is { Length: > 0 } text ? $"<p class=\"lead\">{Html.Encode(text)}</p>" : string.Empty,
            ["facts"] = Facts(content),
            ["notes"] = Notes(content),
            ["version"] = Html.Encode(content.Version),
            ["style"] = Part("report.css").Trim(),
            ["script"] = script,
            ["script-hash"] = Convert.ToBase64String(SHA256.HashData(Utf8.GetBytes(script))),
            ["content"] = ReportJson.Of(content),
            ["licence"] = Part("uplot.licence").Trim().Replace("--", "- -", StringComparison.Ordinal),
        };
        using var writer = new StreamWriter(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
        writer.Write(Placeholder().Replace(Part("report.html"), match => parts[match.Groups[1].Value]));
    }

    private static string Facts(ReportContent content)
    {
        if (content.Facts.Count == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder("<dl class=\"facts\">\n");
        foreach (ReportFact fact in content.Facts)
        {
            text.Append(CultureInfo.InvariantCulture, $"<div><dt>{Html.Encode(fact.Label)}</dt><dd>{Html.Encode(fact.Value)}</dd></div>\n");
        }

        return text.Append("</dl>").ToString();
    }

    private static string Notes(ReportContent content)
    {
        List<ReportNote> notes = [.. content.Notes];
        if (content.Basins.Count > ChartedBasins)
        {
            notes.Add(new ReportNote(string.Create(CultureInfo.InvariantCulture, $"The first {ChartedBasins} of {content.Basins.Count} basins have charts here; the table of all basins has every one, and the run's folder has every series.")));
        }

        if (notes.Count == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder("<section class=\"notes\" aria-labelledby=\"notes-title\">\n<h2 id=\"notes-title\">Notes</h2>\n<ul>\n");
        foreach ((int place, ReportNote note) in notes.OrderByDescending(note => note.Warning).Index())
        {
            if (place == NotesInSight && notes.Count > NotesInSight + 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"</ul>\n<details><summary>{notes.Count - place} more notes</summary>\n<ul>\n");
            }

            text.Append(note.Warning ? "<li class=\"warning\"><strong>Warning</strong> " : "<li>").Append(Html.Encode(note.Text)).Append("</li>\n");
        }

        return text.Append(notes.Count > NotesInSight + 1 ? "</ul>\n</details>\n</section>" : "</ul>\n</section>").ToString();
    }

    private static string Part(string name)
    {
        using Stream stream = typeof(ReportWriter).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The report's {name} was not embedded when Tributary.Report was built.");
        using var reader = new StreamReader(stream, Utf8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
