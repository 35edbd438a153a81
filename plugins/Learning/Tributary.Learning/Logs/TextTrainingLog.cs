using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>A log to be read by people: lines such as <c>Epoch 85/300: Train Loss: 0.0123 Val Loss: 0.0234 NSE: 0.81</c>.</summary>
public sealed partial class TextTrainingLog : ITrainingLog
{
    private readonly EpochFile _file;

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resumedFrom">The epoch whose state the training goes on from: later lines and a torn one are taken out. 0 begins anew.</param>
    /// <exception cref="WorkException">It cannot be written.</exception>
    public TextTrainingLog(string path, int resumedFrom = 0) =>
        _file = new EpochFile(path, resumedFrom, (before, last) => EpochFile.KeepLines(before, last, EpochOf));

    /// <summary>The line of an epoch, without its end: losses to four decimals (below 0.001 in powers of ten), scores to two; what is not known is left out.</summary>
    public static string Line(EpochRecord record)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"Epoch {record.Epoch}/{record.EpochCount}: Train Loss: {Loss(record.TrainingLoss)}");
        if (!double.IsNaN(record.ValidationLoss))
        {
            line.Append(CultureInfo.InvariantCulture, $" Val Loss: {Loss(record.ValidationLoss)}");
        }

        foreach ((string name, double score) in record.Scores)
        {
            line.Append(CultureInfo.InvariantCulture, $" {name}: {Shown(score, "0.00")}");
        }

        return line.ToString();
    }

    /// <inheritdoc/>
    public void Write(EpochRecord record) => _file.Append(Encoding.UTF8.GetBytes($"{Line(record)}\n"));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Loss(double loss) => Shown(loss, loss != 0 && Math.Abs(loss) < 0.001 ? "0.000e-00" : "0.0000");

    private static string Shown(double number, string format) => double.IsNaN(number) ? "nan" : double.IsInfinity(number) ? (number > 0 ? "inf" : "-inf") : number.ToString(format, CultureInfo.InvariantCulture);

    private static int? EpochOf(ReadOnlyMemory<byte> line) =>
        EpochPattern().Match(Encoding.UTF8.GetString(line.Span)) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : null;

    [GeneratedRegex(@"^Epoch ([0-9]+)/[0-9]+: Train Loss: ")]
    private static partial Regex EpochPattern();
}
