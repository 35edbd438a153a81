using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Files of PyTorch's form with any content, made by .NET's own zip writer.</summary>
internal static class HandmadeFile
{
    /// <summary>Writes an archive with a pickle, one storage of four 32-bit numbers 1 to 4, and what else is named.</summary>
    public static string Write(TemporaryFolder folder, byte[] pickle, params (string Name, byte[] Content)[] more)
    {
        byte[] numbers = new byte[16];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(numbers.AsSpan(4 * i), i + 1);
        }

        (string Name, byte[] Content)[] usual = [("a/data.pkl", pickle), ("a/version", "3\n"u8.ToArray()), ("a/data/0", numbers)];
        return WriteZip(folder, CompressionLevel.NoCompression, [.. usual.Where(record => more.All(other => other.Name != record.Name)), .. more.Where(record => record.Content.Length > 0)]);
    }

    public static string WriteZip(TemporaryFolder folder, CompressionLevel compression, params (string Name, byte[] Content)[] records)
    {
        string path = folder.At("handmade.pt");
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in records)
        {
            using Stream target = zip.CreateEntry(name, compression).Open();
            target.Write(content);
        }

        return path;
    }

    /// <summary>A pickle of protocol 2 from pieces: a text stands for its letters as bytes.</summary>
    public static byte[] Pickle(params string[] pieces) => [0x80, 2, .. Bytes(pieces)];

    public static byte[] Bytes(params string[] pieces) => Encoding.Latin1.GetBytes(string.Concat(pieces));

    public static string Text(string text) => $"X{Little(text.Length, 4)}{text}";

    public static string Global(string module, string name) => $"c{module}\n{name}\n";

    public static string Integer(Int128 number)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, number);
        return $"\x8a\x10{Encoding.Latin1.GetString(bytes)}";
    }

    public static string Little(long number, int length)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Encoding.Latin1.GetString(bytes, 0, length);
    }

    public static string Storage(Int128 count, string kind = "FloatStorage", string key = "0") =>
        $"({Text("storage")}{Global("torch", kind)}{Text(key)}{Text("cpu")}{Integer(count)}tQ";

    /// <summary>A tensor on the storage as a pickle describes it.</summary>
    public static string Tensor(string storage, Int128 offset, Int128[] shape, Int128[] strides) =>
        $"{Global("torch._utils", "_rebuild_tensor_v2")}({storage}{Integer(offset)}({string.Concat(shape.Select(Integer))}t({string.Concat(strides.Select(Integer))}t\x89{Global("collections", "OrderedDict")})RtR";
}
