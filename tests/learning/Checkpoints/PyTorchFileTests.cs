using System.Buffers.Binary;
using System.Text;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>PyTorch's files: round trips, stored fixtures, and how they are written.</summary>
public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back() => Property.Holds(RandomCheckpoints.Trees, tree =>
    {
        string path = _folder.At("a.pt");
        PyTorchFile.Write(path, tree);
        Checkpoint back = PyTorchFile.Read(path);
        Assert.Equal(tree, back);
        Assert.Equal(Description.Of(tree), Description.Of(back));
    }, 200);

    [Theory]
    [InlineData("views")]
    [InlineData("containers")]
    [InlineData("training")]
    [InlineData("protocol4")]
    public void A_file_of_PyTorch_is_read_as_PyTorch_reads_it(string name)
    {
        string fixtures = Repository.At("tests", "learning", "fixtures");
        Assert.Equal(File.ReadAllText(Path.Combine(fixtures, $"{name}.txt")), Description.Of(PyTorchFile.Read(Path.Combine(fixtures, $"{name}.pt"))));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_under_any_name()
    {
        var content = new CheckpointMap { { "w", StoredTensor.Of([1f, 2f], 2) }, { "epoch", 3 } };
        PyTorchFile.Write(_folder.At("a.pt"), content);
        PyTorchFile.Write(_folder.At("b.pt"), content);
        Assert.Equal(File.ReadAllBytes(_folder.At("a.pt")), File.ReadAllBytes(_folder.At("b.pt")));
    }

    [Fact]
    public void Tensors_begin_at_multiples_of_64_bytes()
    {
        byte[][] marks = [.. Enumerable.Range(0, 12).Select(i => Encoding.ASCII.GetBytes($"<tensor {i:D4} of this file {i:D4}>")[..(20 + i)])];
        PyTorchFile.Write(_folder.At("a.pt"), marks.Select((mark, i) => KeyValuePair.Create($"t{i}", new StoredTensor(ElementType.UInt8, [mark.Length], mark))));
        byte[] file = File.ReadAllBytes(_folder.At("a.pt"));
        Assert.All(marks, mark => Assert.Equal(0, file.AsSpan().IndexOf(mark) % 64));
    }

    [Fact]
    public void Every_record_has_the_checksum_that_another_unzipper_expects()
    {
        PyTorchFile.Write(_folder.At("a.pt"), [KeyValuePair.Create("w", StoredTensor.Of(Enumerable.Range(0, 1001).Select(i => i * 0.1f).ToArray(), 7, 143))]);
        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.OpenRead(_folder.At("a.pt"));
        Assert.Equal(["archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/version"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry =>
        {
            using var content = new MemoryStream();
            using Stream source = entry.Open();
            source.CopyTo(content);
            Assert.Equal(BitByBitCrc(content.ToArray()), entry.Crc32);
        });
    }

    [Fact]
    public void A_tensor_in_two_places_is_stored_once()
    {
        StoredTensor shared = StoredTensor.Of(new float[10_000], 10_000);
        PyTorchFile.Write(_folder.At("a.pt"), new CheckpointMap { { "one", shared }, { "other", new CheckpointList([shared]) } });
        Assert.InRange(new FileInfo(_folder.At("a.pt")).Length, 40_000, 50_000);
    }

    [Fact]
    public void Named_tensors_are_found_within_a_larger_checkpoint()
    {
        StoredTensor weight = StoredTensor.Of([1.5, 2.5], 1, 2);
        PyTorchFile.Write(_folder.At("a.pt"), new CheckpointMap { { "epoch", 3 }, { "model", new CheckpointMap { { "w", weight } } } });
        Assert.Equal(KeyValuePair.Create("w", weight), Assert.Single(PyTorchFile.ReadTensors(_folder.At("a.pt"), "model")));
        InputException wrong = Assert.Throws<InputException>(() => PyTorchFile.ReadTensors(_folder.At("a.pt")));
        Assert.Contains("'epoch'", wrong.Message, StringComparison.Ordinal);
        InputException missing = Assert.Throws<InputException>(() => PyTorchFile.ReadTensors(_folder.At("a.pt"), "state_dict"));
        Assert.Contains("{'epoch', 'model'}", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        string path = _folder.Write("a.pt", "old");
        var deep = new CheckpointList([]);
        for (int i = 0; i < 1000; i++)
        {
            deep = new CheckpointList([deep]);
        }

        Assert.Throws<ArgumentException>(() => PyTorchFile.Write(path, deep));
        Assert.Throws<EncoderFallbackException>(() => PyTorchFile.Write(path, "\ud800"));
        Directory.CreateDirectory(_folder.At("b.pt"));
        Assert.Throws<WorkException>(() => PyTorchFile.Write(_folder.At("b.pt"), 1));
        Assert.Throws<WorkException>(() => PyTorchFile.Write(_folder.At("missing", "c.pt"), 1));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Elements_become_numbers()
    {
        byte[] halves = new byte[6];
        BinaryPrimitives.WriteUInt16LittleEndian(halves, 0x3C00);
        BinaryPrimitives.WriteUInt16LittleEndian(halves.AsSpan(2), 0xC000);
        BinaryPrimitives.WriteUInt16LittleEndian(halves.AsSpan(4), 0x0001);
        Assert.Equal([1, -2, Math.Pow(2, -24)], new StoredTensor(ElementType.Float16, [3], halves).ToDouble());
        Assert.Equal([1, -2], new StoredTensor(ElementType.BFloat16, [2], new byte[] { 0x80, 0x3F, 0x00, 0xC0 }).ToDouble());
        Assert.Equal([-1, 127], new StoredTensor(ElementType.Int8, [2], new byte[] { 0xFF, 0x7F }).ToInt64());
        Assert.Equal([1f, 0f], new StoredTensor(ElementType.Bool, [2], new byte[] { 1, 0 }).ToSingle());
        Assert.Equal([-2, 258], new StoredTensor(ElementType.Int16, [2], new byte[] { 0xFE, 0xFF, 0x02, 0x01 }).ToInt64());
        Assert.Throws<InvalidOperationException>(() => StoredTensor.Of([1f], 1).ToInt64());
        Assert.Throws<ArgumentException>(() => StoredTensor.Of([1f], 2));
        Assert.Throws<ArgumentException>(() => new StoredTensor(ElementType.UInt8, [-1, -1], new byte[1]));
        Assert.Throws<ArgumentException>(() => new StoredTensor(ElementType.UInt8, [1L << 62, 4], ReadOnlyMemory<byte>.Empty));
    }

    // The definition, independent of the tables that the writer uses.
    private static uint BitByBitCrc(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
