using System.Text.Json;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Tests.Learning.Logs;

/// <summary>Training logs: what they say, and that a resumed one equals an unbroken one.</summary>
public sealed class TrainingLogTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["training.log", "training.jsonl", "events.out.tfevents.training"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_says_epoch_losses_and_score_in_this_very_form()
    {
        var record = new EpochRecord { Epoch = 85, EpochCount = 300, TrainingLoss = 0.0123, ValidationLoss = 0.0234, Scores = [KeyValuePair.Create("NSE", 0.81)], Time = Start };
        Assert.Equal("Epoch 85/300: Train Loss: 0.0123 Val Loss: 0.0234 NSE: 0.81", TextTrainingLog.Line(record));
        Assert.Equal("Epoch 85/300: Train Loss: 12.3457 NSE: -1.25 KGE: nan", TextTrainingLog.Line(record with { TrainingLoss = 12.34567, ValidationLoss = double.NaN, Scores = [KeyValuePair.Create("NSE", -1.25), KeyValuePair.Create("KGE", double.NaN)] }));
        Assert.Equal("Epoch 85/300: Train Loss: 1.235e-05 Val Loss: inf", TextTrainingLog.Line(record with { TrainingLoss = 1.2346e-5, ValidationLoss = double.PositiveInfinity, Scores = [] }));
        Assert.Equal("Epoch 85/300: Train Loss: 0.0000 Val Loss: nan NSE: 0.81".Replace(" Val Loss: nan", "", StringComparison.Ordinal), TextTrainingLog.Line(record with { TrainingLoss = 0, ValidationLoss = double.NaN }));
    }

    [Fact]
    public void Every_line_of_JSON_is_an_epoch()
    {
        WriteAll(0, 1, 3);
        string[] lines = File.ReadAllLines(_folder.At("training.jsonl"));
        Assert.Equal(3, lines.Length);
        JsonElement second = JsonElement.Parse(lines[1]);
        Assert.Equal(2, second.GetProperty("epoch").GetInt32());
        Assert.Equal(9, second.GetProperty("epoch_count").GetInt32());
        Assert.Equal(Record(2).TrainingLoss, second.GetProperty("train_loss").GetDouble());
        Assert.Equal(Record(2).ValidationLoss, second.GetProperty("validation_loss").GetDouble());
        Assert.Equal(Record(2).Scores[0].Value, second.GetProperty("scores").GetProperty("NSE").GetDouble());
        Assert.Equal(0.001, second.GetProperty("learning_rate").GetDouble());
        Assert.Equal(2.5, second.GetProperty("seconds").GetDouble());
        Assert.Equal(Record(2).Time, second.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public void A_loss_that_is_no_number_is_null_in_JSON()
    {
        using (var log = new JsonTrainingLog(_folder.At("a.jsonl")))
        {
            log.Write(new EpochRecord { Epoch = 1, EpochCount = 2, TrainingLoss = double.PositiveInfinity, Time = Start });
        }

        Assert.StartsWith("""{"epoch":1,"epoch_count":2,"train_loss":null,"validation_loss":null,"scores":{},"learning_rate":null,"seconds":null,"time":"2024""", File.ReadAllText(_folder.At("a.jsonl")), StringComparison.Ordinal);
    }

    // RFC 3720, appendix B.4, and the check value of the catalogues of checksums.
    [Fact]
    public void The_tests_own_checksum_has_the_published_values()
    {
        Assert.Equal(0x8A9136AAu, EventFileReader.Crc32C(new byte[32]));
        Assert.Equal(0x62A8AB43u, EventFileReader.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, EventFileReader.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, EventFileReader.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xE3069283u, EventFileReader.Crc32C("123456789"u8));
    }

    [Fact]
    public void TensorBoard_finds_the_version_first_and_then_the_scalars_of_each_epoch()
    {
        WriteAll(0, 1, 200);
        List<TensorBoardEvent> events = EventFileReader.Read(File.ReadAllBytes(_folder.At(Names[2])));
        Assert.Equal(201, events.Count);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Empty(events[0].Scalars);
        for (int epoch = 1; epoch <= 200; epoch++)
        {
            EpochRecord record = Record(epoch);
            Assert.Equal(epoch, events[epoch].Step);
            Assert.Equal(record.Time.ToUnixTimeMilliseconds() / 1000.0, events[epoch].Time);
            Assert.Equal(
                [("train/loss", (float)record.TrainingLoss), ("validation/loss", (float)record.ValidationLoss), ("validation/nse", (float)record.Scores[0].Value), ("learning_rate", 0.001f), ("epoch_seconds", 2.5f)],
                events[epoch].Scalars);
        }
    }

    [Fact]
    public void A_resumed_log_equals_an_unbroken_one_wherever_it_was_cut() => Property.Holds(
        from written in Gen.Choose(1, 8)
        from resumed in Gen.Choose(0, written)
        from lost in Gen.Choose(0, 1000)
        select (written, resumed, lost),
        drawn =>
        {
            byte[][] unbroken = [.. Unbroken(9)];
            WriteAll(0, 1, drawn.resumed);
            long[] whole = [.. Names.Select(name => File.Exists(_folder.At(name)) ? new FileInfo(_folder.At(name)).Length : 0)];
            WriteAll(drawn.resumed, drawn.resumed + 1, drawn.written);
            for (int i = 0; i < Names.Length; i++)
            {
                using FileStream file = File.OpenWrite(_folder.At(Names[i]));
                file.SetLength(whole[i] + ((file.Length - whole[i]) * drawn.lost / 1000));
            }

            WriteAll(drawn.resumed, drawn.resumed + 1, 9);
            for (int i = 0; i < Names.Length; i++)
            {
                Assert.Equal(unbroken[i], File.ReadAllBytes(_folder.At(Names[i])));
            }
        });

    [Fact]
    public void A_file_that_ends_in_zeros_or_rubbish_is_repaired()
    {
        byte[][] unbroken = [.. Unbroken(9)];
        WriteAll(0, 1, 4);
        foreach (string name in Names)
        {
            using FileStream file = new(_folder.At(name), FileMode.Append);
            file.Write([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 123, 10, 91, 49, 93, 10, 123, 125]);
        }

        WriteAll(4, 5, 9);
        Assert.Equal(unbroken, Names.Select(name => File.ReadAllBytes(_folder.At(name))));
    }

    [Fact]
    public void Logs_that_are_gone_begin_anew_on_resuming()
    {
        WriteAll(5, 6, 7);
        Assert.Equal(["Epoch 6/9: ", "Epoch 7/9: "], File.ReadAllLines(_folder.At("training.log")).Select(line => line[..11]));
        Assert.Equal([0L, 6, 7], EventFileReader.Read(File.ReadAllBytes(_folder.At(Names[2]))).Select(entry => entry.Step));
    }

    [Fact]
    public void An_epoch_is_in_the_files_before_the_log_is_closed()
    {
        using CompositeTrainingLog log = CompositeTrainingLog.Open(_folder.Path);
        log.Write(Record(1));
        using var text = new FileStream(_folder.At("training.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.EndsWith("\n", new StreamReader(text).ReadToEnd(), StringComparison.Ordinal);
        using var events = new FileStream(_folder.At(Names[2]), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[events.Length];
        events.ReadExactly(bytes);
        Assert.Equal(2, EventFileReader.Read(bytes).Count);
    }

    [Fact]
    public void A_new_training_replaces_the_old_logs()
    {
        WriteAll(0, 1, 9);
        WriteAll(0, 1, 1);
        Assert.Single(File.ReadAllLines(_folder.At("training.log")));
        Assert.Single(File.ReadAllLines(_folder.At("training.jsonl")));
        Assert.Equal(2, EventFileReader.Read(File.ReadAllBytes(_folder.At(Names[2]))).Count);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.StartsWith(_folder.At("missing"), Assert.Throws<WorkException>(() => CompositeTrainingLog.Open(_folder.At("missing"))).Message, StringComparison.Ordinal);

    private static EpochRecord Record(int epoch) => new()
    {
        Epoch = epoch,
        EpochCount = 9,
        TrainingLoss = 1.0 / (epoch + 0.7),
        ValidationLoss = 1.0 / (epoch + 0.1),
        Scores = [KeyValuePair.Create("NSE", 1 - (1.0 / epoch))],
        LearningRate = 0.001,
        Duration = TimeSpan.FromSeconds(2.5),
        Time = Start.AddSeconds(2.5 * epoch),
    };

    private static IEnumerable<byte[]> Unbroken(int count)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, 0, 1, count);
        return [.. Names.Select(name => File.ReadAllBytes(folder.At(name)))];
    }

    private static void Write(string folder, int resumedFrom, int first, int last)
    {
        using CompositeTrainingLog log = CompositeTrainingLog.Open(folder, resumedFrom);
        for (int epoch = first; epoch <= last; epoch++)
        {
            log.Write(Record(epoch));
        }
    }

    private void WriteAll(int resumedFrom, int first, int last) => Write(_folder.Path, resumedFrom, first, last);
}
