using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tributary.Geodata;

namespace Tributary.Tests;

/// <summary>
/// A run's folder with an explanation of known weights. Six cells in three rows and two columns; temperature counts in the upper two (glaciers) alone, rain in the lower
/// two, noise everywhere alike. Through 2016 and 2017 the variables share each day as <see cref="Alpha"/> says. Discharge is 10 but for a flood of 500 on
/// 2017-07-14 and one of 300 on 2016-08-10, which rise and fall by halves.
/// </summary>
internal sealed class ExplainedRun : IDisposable
{
    public const int Days = 731;
    public const string Verdict = "Checks: supported. Entropy 0.512 of the even map's.";
    public static readonly string[] Features = ["air_temperature", "precipitation", "noise"];
    public static readonly string[] Cells = ["r3c5", "r3c6", "r4c5", "r4c6", "r5c5", "r5c6"];
    public static readonly double[] Elevation = [5000, 4800, 3500, 3400, 1200, 1000];
    public static readonly double[] Latitude = [30.25, 30.25, 29.75, 29.75, 29.25, 29.25];
    public static readonly double[] Longitude = [80.25, 80.75, 80.25, 80.75, 80.25, 80.75];
    private static readonly double[][] BySeason = [[0.1, 0.7, 0.2], [0.3, 0.5, 0.2], [0.6, 0.3, 0.1], [0.2, 0.6, 0.2]];
    private static readonly DateTime Start = new(2016, 1, 1);

    private readonly TemporaryFolder _folder = new();

    public ExplainedRun(bool isRegular = true)
    {
        Directory.CreateDirectory(Folder);
        WriteExplanation(isRegular);
        WriteHydrograph();
        File.WriteAllText(Path.Combine(Folder, "manifest.json"), new JsonObject
        {
            ["name"] = "trial",
            ["tributary"] = "0",
            ["contracts"] = "0",
            ["started"] = "2026-01-01T00:00:00Z",
            ["finished"] = "2026-01-01T00:00:00Z",
            ["machine"] = new JsonObject { ["operating_system"] = "o", ["processor"] = "p", ["cores"] = 1, ["runtime"] = "r" },
            ["libraries"] = new JsonObject(),
            ["workflow"] = new JsonObject { ["path"] = "w", ["bytes"] = 0, ["sha256"] = "" },
            ["configuration"] = new JsonObject(),
            ["plugins"] = new JsonArray(),
            ["inputs"] = new JsonArray(),
            ["seeds"] = new JsonObject(),
            ["chosen"] = new JsonObject(),
            ["failed"] = new JsonObject(),
            ["steps"] = new JsonArray(),
            ["notes"] = new JsonArray(),
            ["results"] = new JsonArray(),
        }.ToJsonString());
    }

    public string Folder => _folder.At("runs/trial");

    public string Parent => _folder.Path;

    /// <summary>Share of a variable on a day.</summary>
    public static double Alpha(int feature, DateTime date) => BySeason[date.Month % 12 / 3][feature];

    /// <summary>Where a variable counts.</summary>
    public static double Map(int feature, int cell) => feature switch { 0 => cell < 2 ? 0.5 : 0, 1 => cell >= 4 ? 0.5 : 0, _ => 1.0 / 6 };

    public static DateTime Date(int day) => Start.AddDays(day);

    public string Write(string name, string text)
    {
        string path = _folder.At(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private static double Flow(DateTime date) => Math.Max(10, Math.Max(
        500 / Math.Pow(2, Math.Abs((date - new DateTime(2017, 7, 14)).TotalDays)), 300 / Math.Pow(2, Math.Abs((date - new DateTime(2016, 8, 10)).TotalDays))));

    private void WriteHydrograph()
    {
        var text = new StringBuilder("Date,Observed_m3s,Predicted_m3s,Residual\n");
        for (int day = 0; day < Days; day++)
        {
            string observed = day is 100 or 101 ? string.Empty : Flow(Date(day)).ToString("G9", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{Date(day):yyyy-MM-dd},{observed},{Flow(Date(day)) * 0.9:G9},\n");
        }

        File.WriteAllText(Path.Combine(Folder, "hydrograph_mouth.csv"), text.ToString());
    }

    private void WriteExplanation(bool isRegular)
    {
        using var file = new NetCdfWriter(Path.Combine(Folder, "explanation.nc"));
        file.DefineDimension("label_length", 20);
        file.DefineDimension("time", Days);
        file.DefineDimension("variable", Features.Length);
        file.DefineDimension("unit", Cells.Length);
        file.DefineDimension("part", 2);
        file.DefineVariable("time", ["time"], NetCdfKind.Coordinate, ("units", "days since 2016-01-01"), ("calendar", "proleptic_gregorian"));
        file.DefineVariable("variable_name", ["variable", "label_length"], NetCdfKind.Text);
        file.DefineVariable("unit_id", ["unit", "label_length"], NetCdfKind.Text);
        file.DefineVariable("part_name", ["part", "label_length"], NetCdfKind.Text);
        (string Name, string Unit, double[] Values)[] columns =
        [
            ("latitude", "degrees_north", Latitude), ("longitude", "degrees_east", isRegular ? Longitude : [80.25, 80.75, 80.3, 80.8, 80.35, 80.85]), ("area", "km2", [100, 100, 100, 100, 300, 100]), ("elevation", "m", Elevation),
            ("grid_row", "1", [0, 0, 1, 1, 2, 2]), ("grid_column", "1", [0, 1, 0, 1, 0, 1]),
        ];
        foreach ((string name, string unit, _) in columns)
        {
            file.DefineVariable(name, ["unit"], NetCdfKind.Real64, ("units", unit));
        }

        file.DefineVariable("static_glacier", ["unit"], NetCdfKind.Real64, ("units", "1"), ("static_attribute", "glacier"));
        file.DefineVariable(
            "attention_by_step_trace", ["time", "variable", "unit"], NetCdfKind.Real32,
            ("attribution", "attention_by_step"), ("member", "trace"), ("method", "attention"), ("comment", "Shares of attention."), ("verdict", Verdict), ("units", "1"));
        file.DefineVariable("gradients_lumped", ["time", "variable"], NetCdfKind.Real32, ("attribution", "gradients"), ("member", "lumped"), ("method", "gradients"), ("comment", "Signed."), ("units", "mm"));
        file.DefineVariable("deletion_trace", ["part"], NetCdfKind.Real32, ("attribution", "deletion"), ("member", "trace"), ("method", "attention"), ("comment", "What is lost."), ("units", "1"));
        file.Write("time", [.. Enumerable.Range(0, Days).Select(day => (double)day)]);
        file.Write("variable_name", Features);
        file.Write("unit_id", Cells);
        file.Write("part_name", ["5 % of the cells", "10 % of the cells"]);
        foreach ((string name, _, double[] values) in columns)
        {
            file.Write(name, values);
        }

        file.Write("static_glacier", [1, 1, 0, 0, 0, 0]);
        file.Write("attention_by_step_trace", [.. Enumerable.Range(0, Days).SelectMany(day => Enumerable.Range(0, 18).Select(at => Alpha(at / 6, Date(day)) * Map(at / 6, at % 6)))]);
        file.Write("gradients_lumped", [.. Enumerable.Range(0, Days).SelectMany(day => (double[])[day % 2 == 0 ? 3 : -3, 1, double.NaN])]);
        file.Write("deletion_trace", [0.25, 0.5]);
        file.Complete();
    }
}
