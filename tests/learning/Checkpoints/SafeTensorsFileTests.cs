using System.Buffers.Binary;
using System.Text;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Safetensors files: round trips, a file made by hand in Python, and files that are damaged or hostile.</summary>
public sealed class SafeTensorsFileTests : IDisposable
{
    private const string One = """{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back() => Property.Holds(
        RandomCheckpoints.Tensors.ArrayOf().Zip(RandomCheckpoints.Texts.ArrayOf()),
        drawn =>
        {
            (StoredTensor[] tensors, string[] texts) = drawn;
            var content = new SafeTensors([], []);
            for (int i = 0; i < tensors.Length; i++)
            {
                content.Tensors.Add($"{(i < texts.Length ? texts[i] : "")} {i}", tensors[i]);
            }

            for (int i = 0; i < texts.Length; i++)
            {
                content.Metadata.Add($"{texts[i]} {i}", texts[^(i + 1)]);
            }

            string path = _folder.At("a.safetensors");
            SafeTensorsFile.Write(path, content);
            SafeTensors back = SafeTensorsFile.Read(path);
            Assert.Equal(content.Tensors.ToArray(), back.Tensors.ToArray());
            Assert.Equal(content.Metadata.ToArray(), back.Metadata.ToArray());
            byte[] first = File.ReadAllBytes(path);
            SafeTensorsFile.Write(path, back);
            Assert.Equal(first, File.ReadAllBytes(path));
        });

    [Fact]
    public void A_file_made_in_Python_is_read()
    {
        SafeTensors content = SafeTensorsFile.Read(Repository.At("tests", "learning", "fixtures", "hand.safetensors"));
        Assert.Equal(File.ReadAllText(Repository.At("tests", "learning", "fixtures", "hand.txt")), Description.Of(content.Tensors));
        Assert.Equal([KeyValuePair.Create("format", "pt"), KeyValuePair.Create("note", "Lièvre")], content.Metadata.ToArray());
    }

    [Fact]
    public void Bytes_lie_as_the_format_says()
    {
        var content = new SafeTensors(new() { ["b"] = new StoredTensor(ElementType.UInt8, [1], new byte[] { 9 }), ["w"] = StoredTensor.Of([1f], 1) }, []);
        SafeTensorsFile.Write(_folder.At("a.safetensors"), content);
        byte[] file = File.ReadAllBytes(_folder.At("a.safetensors"));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", Encoding.UTF8.GetString(file, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 0x80, 0x3F, 9], file[(8 + length)..]);
    }

    [Theory]
    [InlineData("""{"a":ONE,"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlap")]
    [InlineData("""{"a":ONE,"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlap")]
    [InlineData("""{"a":ONE,"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "holes")]
    [InlineData("""{"a":ONE}""", 4, "end at byte 8 of 4")]
    [InlineData("""{"a":ONE}""", 12, "end at byte 8 of 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387906,4],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", 8, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "data_offsets")]
    [InlineData("""{"a":ONE,"a":ONE}""", 8, "JSON")]
    [InlineData("""{"a":3}""", 8, "JSON")]
    [InlineData("""{"__metadata__":{"a":3},"a":ONE}""", 8, "JSON")]
    [InlineData("""{"__metadata__":{"a":null},"a":ONE}""", 8, "no text")]
    [InlineData("""{"a":ONE""", 8, "JSON")]
    [InlineData("""[ONE]""", 8, "no JSON object")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""", 8, "JSON")]
    public void A_header_that_cannot_be_is_refused(string header, int dataLength, string says) =>
        Says(says, Handmade(Encoding.UTF8.GetBytes(header.Replace("ONE", One, StringComparison.Ordinal)), dataLength));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    public void A_header_of_a_length_that_cannot_be_is_refused(long length) => Says("header", Handmade(Encoding.UTF8.GetBytes($$"""{"a":{{One}}}"""), 0, length));

    [Fact]
    public void A_file_cut_short_anywhere_or_longer_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Repository.At("tests", "learning", "fixtures", "hand.safetensors"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.At("a.safetensors"), whole[..length]);
            Assert.Throws<InputException>(() => SafeTensorsFile.Read(_folder.At("a.safetensors")));
        }

        File.WriteAllBytes(_folder.At("a.safetensors"), [.. whole, 0]);
        Says("end at byte", _folder.At("a.safetensors"));
    }

    [Fact]
    public void Random_damage_is_refused_or_harmless_and_never_more()
    {
        byte[] whole = File.ReadAllBytes(Repository.At("tests", "learning", "fixtures", "hand.safetensors"));
        var random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            changed[random.Next(changed.Length)] = (byte)random.Next(32, 127);
            File.WriteAllBytes(_folder.At("a.safetensors"), changed);
            try
            {
                _ = SafeTensorsFile.Read(_folder.At("a.safetensors"));
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 3000);
    }

    [Fact]
    public void A_tensor_cannot_take_the_metadatas_name() =>
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(_folder.At("a.safetensors"), new SafeTensors(new() { ["__metadata__"] = StoredTensor.Of([1f], 1) }, [])));

    private string Handmade(byte[] header, int dataLength, long? length = null)
    {
        byte[] start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, length ?? header.Length);
        File.WriteAllBytes(_folder.At("handmade.safetensors"), [.. start, .. header, .. new byte[dataLength]]);
        return _folder.At("handmade.safetensors");
    }

    private static void Says(string word, string path)
    {
        InputException refused = Assert.Throws<InputException>(() => SafeTensorsFile.Read(path));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
    }
}
