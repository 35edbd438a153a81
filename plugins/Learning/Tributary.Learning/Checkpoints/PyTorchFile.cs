using System.Text;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// PyTorch's checkpoints (<c>.pt</c>, <c>.pth</c>): the zip format that <c>torch.save</c> writes since PyTorch 1.6. Reading never runs code of the file;
/// what is written loads by <c>torch.load(path, weights_only=True)</c>.
/// </summary>
public static class PyTorchFile
{
    internal const string SaveStateOnly =
        "In Python, save a state_dict only: torch.save(model.state_dict(), path). Beside tensors it may hold numbers, texts, lists, tuples and dicts; NumPy values become tensors by torch.as_tensor.";

    private const long LongestPickle = 64 << 20;
    private const string Archive = "archive/";

    /// <summary>Reads all that a file holds. Parameters become tensors, PyTorch's sizes tuples; attributes of ordered dicts (the versions of layers) are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">
    /// It is missing, damaged, of the format before PyTorch 1.6 or a TorchScript, or holds anything but tensors and plain containers.
    /// </exception>
    public static Checkpoint Read(string path)
    {
        using var file = new FileBytes(path);
        DemandZip(file);
        using var zip = new ZipReader(file);
        string prefix = Prefix(zip, path);
        string pickle = $"{prefix}data.pkl";
        if (zip.LengthOf(pickle) > LongestPickle)
        {
            throw new InputException($"what it holds beside tensors takes {zip.LengthOf(pickle)} bytes", path, SaveStateOnly);
        }

        DemandVersion(zip, prefix, path);
        bool isBigEndian = IsBigEndian(zip, prefix, path);
        object? root = new PickleReader(zip.Read(pickle), path).Read();
        return new CheckpointBuilder(new TensorStorages(zip, prefix, isBigEndian, file.Length, path), path).Build(root);
    }

    /// <summary>Reads named tensors, a state dict as PyTorch calls it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="within">Keys that lead to the state dict where the file holds more, such as <c>model_state_dict</c>.</param>
    /// <returns>The tensors by their names, in the file's order.</returns>
    /// <exception cref="InputException">As of <see cref="Read"/>; or a key is missing, or something there is no tensor.</exception>
    public static OrderedDictionary<string, StoredTensor> ReadTensors(string path, params string[] within)
    {
        Checkpoint place = Read(path);
        foreach (string key in within)
        {
            place = place is CheckpointMap dictionary && dictionary.TryGet(key, out Checkpoint? next)
                ? next
                : throw new InputException($"there is no '{key}' in it", path, $"It holds {place}.");
        }

        var tensors = new OrderedDictionary<string, StoredTensor>();
        foreach ((Checkpoint key, Checkpoint value) in place as CheckpointMap ?? throw new InputException("there are no named tensors in it", path, SaveStateOnly))
        {
            if (key is not CheckpointText name || value is not CheckpointTensor tensor)
            {
                throw new InputException($"its {CheckpointMap.Show(key)} is no named tensor", path, $"Name the state dict's place in it; its keys are {place}.");
            }

            tensors.Add(name.Value, tensor.Tensor);
        }

        return tensors;
    }

    /// <summary>Writes a checkpoint, whole or not at all; the same checkpoint gives the same bytes. Records begin at multiples of 64 bytes, as PyTorch's do.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="content">What it shall hold. A tensor that stands in several places is stored once and shared in Python too.</param>
    /// <exception cref="WorkException">The file cannot be written, or is larger than 4 GiB.</exception>
    /// <exception cref="ArgumentException">The content is nested too deep, or a text is no valid Unicode.</exception>
    public static void Write(string path, Checkpoint content)
    {
        var writer = new PickleWriter();
        byte[] pickle = [.. writer.Write(content)];
        AtomicFile.Write(path, stream =>
        {
            var zip = new ZipWriter(stream, path);
            zip.Add($"{Archive}data.pkl", pickle);
            zip.Add($"{Archive}byteorder", "little"u8);
            for (int key = 0; key < writer.Storages.Count; key++)
            {
                zip.Add($"{Archive}data/{key}", writer.Storages[key].Values.Span);
            }

            zip.Add($"{Archive}version", "3\n"u8);
            zip.Finish();
        });
    }

    /// <summary>Writes named tensors, to be loaded by <c>model.load_state_dict(torch.load(path))</c>.</summary>
    /// <inheritdoc cref="Write(string, Checkpoint)"/>
    public static void Write(string path, IEnumerable<KeyValuePair<string, StoredTensor>> tensors) => Write(path, new CheckpointMap(tensors));

    private static void DemandZip(FileBytes file)
    {
        byte[] start = file.Read(0, long.Min(file.Length, 16), "the file's beginning");
        if (start.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            return;
        }

        throw start switch
        {
            [] => new InputException("the file is empty", file.Path, "Copy or save it again."),
            [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, ..] => new InputException(
                "it is of the format before PyTorch 1.6", file.Path, "Convert it once in Python where you trust the file: torch.save(torch.load(path, map_location='cpu'), path)."),
            [0x80, ..] => new InputException("it is a plain pickle and no PyTorch file", file.Path, "Save it with torch.save(model.state_dict(), path)."),
            _ when start.AsSpan().StartsWith("version https://"u8) => new InputException("it is a pointer of Git LFS and not the file itself", file.Path, "Fetch the file with 'git lfs pull'."),
            _ => new InputException("it is no PyTorch file", file.Path, "Save it with torch.save(model.state_dict(), path); a safetensors file has the extension .safetensors."),
        };
    }

    private static string Prefix(ZipReader zip, string path)
    {
        string[] pickles = [.. zip.Names.Where(name => name.EndsWith("/data.pkl", StringComparison.Ordinal) && name.Count(letter => letter == '/') == 1)];
        if (pickles.Length != 1)
        {
            throw new InputException("it is a zip archive but no PyTorch file", path, "Save it with torch.save(model.state_dict(), path).");
        }

        string prefix = pickles[0][..^"data.pkl".Length];
        return zip.Has($"{prefix}constants.pkl")
            ? throw new InputException("it is a TorchScript, a program with its weights", path, SaveStateOnly)
            : prefix;
    }

    private static void DemandVersion(ZipReader zip, string prefix, string path)
    {
        string version = Record(zip, $"{prefix}version") ?? Record(zip, $"{prefix}.data/version") ?? "";
        if (!int.TryParse(version, out int number) || number is < 1 or > 99)
        {
            throw new InputException("it does not say its version", path, "The file is damaged or no PyTorch file; save it again with torch.save(model.state_dict(), path).");
        }
    }

    private static bool IsBigEndian(ZipReader zip, string prefix, string path) => Record(zip, $"{prefix}byteorder") switch
    {
        null or "little" => false,
        "big" => true,
        _ => throw new InputException("its byte order is neither little nor big", path, "The file is damaged; copy it again."),
    };

    private static string? Record(ZipReader zip, string name) => zip.Has(name) && zip.LengthOf(name) < 100 ? Encoding.UTF8.GetString(zip.Read(name)).Trim() : null;
}
