using System.Text;

namespace Tributary.Learning;

/// <summary>
/// An event file that TensorBoard shows: scalars over the epochs tagged <c>train/loss</c>, <c>validation/loss</c>, <c>validation/nse</c> (and other
/// scores by their names), <c>learning_rate</c> and <c>epoch_seconds</c>. TensorBoard finds it where its name holds <c>tfevents</c>.
/// </summary>
public sealed class TensorBoardTrainingLog : ITrainingLog
{
    private static ReadOnlySpan<byte> FileVersion => "brain.Event:2"u8;

    // Numbers of the fields of Event, Summary and Summary.Value in TensorFlow's event.proto and summary.proto.
    private const int WallTime = 1;
    private const int Step = 2;
    private const int Version = 3;
    private const int Summary = 5;
    private const int SummaryValue = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;

    private readonly EpochFile _file;

    /// <summary>Opens a log.</summary>
    /// <inheritdoc cref="TextTrainingLog(string, int)"/>
    public TensorBoardTrainingLog(string path, int resumedFrom = 0) => _file = new EpochFile(path, resumedFrom, Keep);

    /// <inheritdoc/>
    public void Write(EpochRecord record)
    {
        double seconds = record.Time.ToUnixTimeMilliseconds() / 1000.0;
        if (_file.IsEmpty)
        {
            var version = new ProtobufWriter();
            version.Write(WallTime, seconds);
            version.Write(Version, FileVersion);
            _file.Append(RecordFrame.Wrap(version.Written));
        }

        var summary = new ProtobufWriter();
        Add(summary, "train/loss", record.TrainingLoss);
        Add(summary, "validation/loss", record.ValidationLoss);
        foreach ((string name, double score) in record.Scores)
        {
            Add(summary, $"validation/{name.ToLowerInvariant()}", score);
        }

        Add(summary, "learning_rate", record.LearningRate);
        Add(summary, "epoch_seconds", record.Duration > TimeSpan.Zero ? record.Duration.TotalSeconds : double.NaN);
        var entry = new ProtobufWriter();
        entry.Write(WallTime, seconds);
        entry.Write(Step, (ulong)record.Epoch);
        entry.Write(Summary, summary.Written);
        _file.Append(RecordFrame.Wrap(entry.Written));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Add(ProtobufWriter summary, string tag, double number)
    {
        if (double.IsNaN(number))
        {
            return;
        }

        var value = new ProtobufWriter();
        value.Write(Tag, Encoding.UTF8.GetBytes(tag));
        value.Write(SimpleValue, (float)number);
        summary.Write(SummaryValue, value.Written);
    }

    private static byte[] Keep(byte[] before, int lastEpoch)
    {
        var kept = new MemoryStream(before.Length);
        ReadOnlySpan<byte> rest = before;
        while (RecordFrame.TryUnwrap(rest, out ReadOnlySpan<byte> content, out int length))
        {
            long step = StepOf(content);
            bool isVersion = step == 0 && content.EndsWith(FileVersion);
            if (isVersion != (kept.Length == 0))
            {
                break;
            }

            if (isVersion || (step >= 1 && step <= lastEpoch))
            {
                kept.Write(rest[..length]);
            }

            rest = rest[length..];
        }

        return kept.ToArray();
    }

    // As this log writes them: the time, then the step where there is one.
    private static long StepOf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < 10 || entry[0] != ((WallTime << 3) | 1) || entry[9] != Step << 3)
        {
            return 0;
        }

        long step = 0;
        for (int i = 0; i < 5 && 10 + i < entry.Length; i++)
        {
            step |= (long)(entry[10 + i] & 0x7F) << (7 * i);
            if (entry[10 + i] < 0x80)
            {
                return step;
            }
        }

        return 0;
    }
}
