using System.Buffers;
using System.Text.Json;

namespace Tributary.Learning;

/// <summary>
/// A log to be read by programs: one JSON object an epoch and line, with <c>epoch</c>, <c>epoch_count</c>, <c>train_loss</c>, <c>validation_loss</c>,
/// <c>scores</c> by name, <c>learning_rate</c>, <c>seconds</c> and <c>time</c>. A number that is not finite or not known is null.
/// </summary>
public sealed class JsonTrainingLog : ITrainingLog
{
    private readonly EpochFile _file;

    /// <summary>Opens a log.</summary>
    /// <inheritdoc cref="TextTrainingLog(string, int)"/>
    public JsonTrainingLog(string path, int resumedFrom = 0) =>
        _file = new EpochFile(path, resumedFrom, (before, last) => EpochFile.KeepLines(before, last, EpochOf));

    /// <inheritdoc/>
    public void Write(EpochRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("epoch", record.Epoch);
            json.WriteNumber("epoch_count", record.EpochCount);
            WriteNumber(json, "train_loss", record.TrainingLoss);
            WriteNumber(json, "validation_loss", record.ValidationLoss);
            json.WriteStartObject("scores");
            foreach ((string name, double score) in record.Scores)
            {
                WriteNumber(json, name, score);
            }

            json.WriteEndObject();
            WriteNumber(json, "learning_rate", record.LearningRate);
            WriteNumber(json, "seconds", record.Duration > TimeSpan.Zero ? record.Duration.TotalSeconds : double.NaN);
            json.WriteString("time", record.Time);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        _file.Append(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void WriteNumber(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static int? EpochOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("epoch", out JsonElement epoch) && epoch.ValueKind == JsonValueKind.Number && epoch.TryGetInt32(out int number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
