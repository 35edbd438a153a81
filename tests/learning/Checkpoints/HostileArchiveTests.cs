using System.Buffers.Binary;
using System.IO.Compression;
using Tributary.Contracts;
using Tributary.Learning;
using static Tributary.Tests.Learning.Checkpoints.HandmadeFile;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Archives and tensors in them that are damaged, cut short or made to do harm.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private static readonly byte[] Plain = Pickle(Tensor(Storage(4), 0, [4], [1]), ".");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_handmade_file_is_sound() =>
        Assert.Equal(StoredTensor.Of([1f, 2f, 3f, 4f], 4), PyTorchFile.Read(Write(_folder, Plain)));

    [Fact]
    public void Big_endian_numbers_are_turned()
    {
        byte[] turned = new byte[16];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(turned.AsSpan(4 * i), i + 1);
        }

        Assert.Equal(StoredTensor.Of([1f, 2f, 3f, 4f], 4), PyTorchFile.Read(Write(_folder, Plain, ("a/data/0", turned), ("a/byteorder", "big"u8.ToArray()))));
    }

    [Theory]
    [InlineData(0, new long[] { 5 }, new long[] { 1 })]
    [InlineData(1, new long[] { 4 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2 }, new long[] { 4 })]
    [InlineData(-1, new long[] { 4 }, new long[] { 1 })]
    [InlineData(5, new long[] { 0 }, new long[] { 1 })]
    [InlineData(3, new long[] { 4 }, new long[] { -1 })]
    [InlineData(0, new long[] { -4 }, new long[] { 1 })]
    [InlineData(0, new long[] { -2, -2 }, new long[] { 2, 1 })]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 })]
    [InlineData(0, new long[] { 1L << 62, 4 }, new long[] { 0, 1 })]
    [InlineData(0, new long[] { long.MaxValue }, new long[] { 0 })]
    [InlineData(0, new long[] { 1L << 40 }, new long[] { 0 })]
    [InlineData(0, new long[] { 1 << 20, 1 << 20 }, new long[] { 0, 0 })]
    [InlineData(0, new long[] { 3, 3 }, new long[] { long.MaxValue, long.MaxValue })]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { long.MaxValue })]
    public void A_tensor_that_cannot_be_is_refused(long offset, long[] shape, long[] strides) =>
        Refuse(Pickle(Tensor(Storage(4), offset, [.. shape.Select(length => (Int128)length)], [.. strides.Select(step => (Int128)step)]), "."));

    [Fact]
    public void Numbers_beyond_64_bits_are_refused_in_a_tensor()
    {
        Refuse(Pickle(Tensor(Storage(4), Int128.MaxValue, [2], [long.MaxValue]), "."));
        Refuse(Pickle(Tensor(Storage(4), Int128.MinValue, [1], [1]), "."));
        Refuse(Pickle(Tensor(Storage(4), 0, [Int128.MaxValue], [1]), "."));
        Refuse(Pickle(Tensor(Storage(Int128.MaxValue), 0, [1], [1]), "."));
        Refuse(Pickle(Tensor(Storage(-4), 0, [1], [1]), "."));
        Refuse(Pickle(Tensor(Storage(4), 0, [.. Enumerable.Repeat((Int128)1, 65)], [.. Enumerable.Repeat((Int128)1, 65)]), "."));
    }

    [Fact]
    public void A_storage_that_is_short_missing_or_of_two_types_is_refused()
    {
        Assert.Contains("16 bytes", Refuse(Pickle(Tensor(Storage(5), 0, [5], [1]), ".")).Message, StringComparison.Ordinal);
        Assert.Contains("16 bytes", Refuse(Pickle(Tensor(Storage(1L << 40), 0, [1], [1]), ".")).Message, StringComparison.Ordinal);
        Assert.Contains("storage 1", Refuse(Pickle(Tensor(Storage(4, key: "1"), 0, [4], [1]), ".")).Message, StringComparison.Ordinal);
        Refuse(Pickle(Tensor(Storage(4, key: "../data.pkl"), 0, [4], [1]), "."));
        Refuse(Pickle("]", Tensor(Storage(4), 0, [4], [1]), "a", Tensor(Storage(4, "IntStorage"), 0, [4], [1]), "a."));
    }

    [Fact]
    public void Tensors_that_repeat_few_elements_are_read_until_they_are_too_many()
    {
        string once = Tensor(Storage(4), 1, [1000, 1000], [0, 0]);
        string path = Write(_folder, Pickle(once, "."));
        Assert.All(Assert.IsType<CheckpointTensor>(PyTorchFile.Read(path)).Tensor.ToSingle(), value => Assert.Equal(2f, value));
        Refuse(Pickle("](", string.Concat(Enumerable.Repeat(once, 100)), "e."));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Repository.At("tests", "learning", "fixtures", "containers.pt"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.At("cut.pt"), whole[..length]);
            Assert.Throws<InputException>(() => PyTorchFile.Read(_folder.At("cut.pt")));
        }
    }

    [Fact]
    public void A_changed_bit_in_a_tensor_or_the_pickle_is_noticed()
    {
        byte[] whole = File.ReadAllBytes(Write(_folder, Plain));
        foreach (byte[] mark in new[] { "_rebuild_tensor_v2"u8.ToArray(), [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40] })
        {
            byte[] changed = [.. whole];
            changed[changed.AsSpan().IndexOf(mark) + 3] ^= 0x10;
            File.WriteAllBytes(_folder.At("changed.pt"), changed);
            Assert.Contains("checksum", Assert.Throws<InputException>(() => PyTorchFile.Read(_folder.At("changed.pt"))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("training")]
    [InlineData("protocol4")]
    [InlineData("containers")]
    public void Random_damage_is_refused_or_harmless_and_never_more(string name)
    {
        byte[] whole = File.ReadAllBytes(Repository.At("tests", "learning", "fixtures", $"{name}.pt"));
        byte[] pickle;
        using (ZipArchive zip = new(new MemoryStream(whole)))
        {
            using var content = new MemoryStream();
            using Stream source = zip.GetEntry($"{name}/data.pkl")!.Open();
            source.CopyTo(content);
            pickle = content.ToArray();
        }

        var random = new Random(11);
        for (int i = 0; i < 1500; i++)
        {
            File.WriteAllBytes(_folder.At("damaged.pt"), Damage(whole, random));
            ReadOrRefuse(_folder.At("damaged.pt"));
            ReadOrRefuse(Write(_folder, Damage(pickle, random), ("a/data/1", new byte[64]), ("a/data/2", new byte[64])));
        }
    }

    [Fact]
    public void Archives_that_are_no_state_dicts_are_told_apart()
    {
        byte[] n = "N."u8.ToArray();
        Says("TorchScript", Write(_folder, Pickle("N."), ("a/constants.pkl", n)));
        Says("no PyTorch file", WriteZip(_folder, CompressionLevel.NoCompression, ("readme.txt", n)));
        Says("no PyTorch file", Write(_folder, Pickle("N."), ("b/data.pkl", n)));
        Says("version", Write(_folder, Pickle("N."), ("a/version", [])));
        Says("version", Write(_folder, Pickle("N."), ("a/version", "x"u8.ToArray())));
        Says("byte order", Write(_folder, Pickle("N."), ("a/byteorder", "middle"u8.ToArray())));
        Says("compressed", WriteZip(_folder, CompressionLevel.Optimal, ("a/data.pkl", Pickle(new string('N', 1000), ".")), ("a/version", "3\n"u8.ToArray())));
        Says("twice", Write(_folder, Pickle("N."), ("a/data/7", n), ("a/data/7", n)));
    }

    [Fact]
    public void Files_that_are_no_archives_are_told_apart()
    {
        Says("before PyTorch 1.6", Repository.At("tests", "learning", "fixtures", "legacy.pt"));
        Says("empty", _folder.Write("a.pt", ""));
        Says("Git LFS", _folder.Write("a.pt", "version https://git-lfs.github.com/spec/v1\n"));
        Says("no PyTorch file", _folder.Write("a.pt", "hello"));
        File.WriteAllBytes(_folder.At("a.pt"), Pickle("N."));
        Says("plain pickle", _folder.At("a.pt"));
        Says("no such file", _folder.At("missing.pt"));
        Says("cannot be read", _folder.Path);
    }

    [Fact]
    public void Records_that_overlap_to_be_more_than_the_file_are_refused()
    {
        byte[] whole = File.ReadAllBytes(Write(_folder, Plain, ("a/data/1", new byte[1000]), ("a/data/2", new byte[1000])));
        int second = whole.AsSpan().LastIndexOf("a/data/2"u8) - 46;
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(second + 20), 3_000);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(second + 24), 3_000);
        File.WriteAllBytes(_folder.At("a.pt"), whole);
        Says("overlap", _folder.At("a.pt"));
    }

    [Fact]
    public void An_archive_that_announces_a_huge_directory_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Write(_folder, Plain));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(whole.Length - 10), 0xFFFFFF00);
        File.WriteAllBytes(_folder.At("a.pt"), whole);
        Says("directory", _folder.At("a.pt"));
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] changed = [.. whole];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? [.. changed[..random.Next(changed.Length)], .. changed[random.Next(changed.Length)..]] : changed;
    }

    private static void ReadOrRefuse(string path)
    {
        try
        {
            _ = PyTorchFile.Read(path);
        }
        catch (InputException)
        {
            // Refused, as it may be; any other exception fails the test.
        }
    }

    private static void Says(string word, string path)
    {
        InputException refused = Assert.Throws<InputException>(() => PyTorchFile.Read(path));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Remedy);
    }

    private InputException Refuse(byte[] pickle) => Assert.Throws<InputException>(() => PyTorchFile.Read(Write(_folder, pickle)));
}
