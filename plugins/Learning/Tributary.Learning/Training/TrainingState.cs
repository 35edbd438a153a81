using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// All from which a training goes on after a kill: the epochs done, the weights, what the optimiser remembers, and the best weights. The file is
/// written beside its place and moved there, so that it is always a whole one; a digest at its end tells a damaged one.
/// </summary>
internal sealed record TrainingState
{
    private static ReadOnlySpan<byte> Mark => "TRIBUTARY TRAINING STATE 1\n"u8;

    /// <summary>The epochs done, in order.</summary>
    public required IReadOnlyList<EpochOutcome> Epochs { get; init; }

    /// <summary>What it is the state of.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Weights after the last epoch, in TorchSharp's form.</summary>
    public required byte[] Weights { get; init; }

    /// <summary>What the optimiser remembers, in TorchSharp's form.</summary>
    public required byte[] Optimiser { get; init; }

    /// <summary>Weights of the best epoch; empty before there is one.</summary>
    public required byte[] BestWeights { get; init; }

    /// <summary>Writes the state; after a kill at any moment the file is this one or the one before.</summary>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    public void Write(string path)
    {
        byte[] content = Content();
        AtomicFile.Write(path, file =>
        {
            file.Write(content);
            file.Write(SHA256.HashData(content));
        });
    }

    /// <summary>Reads a state; null where there is none.</summary>
    /// <exception cref="InputException">The file is damaged or of another training.</exception>
    public static TrainingState? Read(string path, string fingerprint)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        TrainingState state = Parse(path, File.ReadAllBytes(path));
        return state.Fingerprint == fingerprint || fingerprint.Length == 0
            ? state
            : throw new InputException(
                "The folder holds the state of a training with other settings or data", path, "Train to another folder, or delete the file to begin anew.");
    }

    private static TrainingState Parse(string path, byte[] bytes)
    {
        int contentLength = bytes.Length - SHA256.HashSizeInBytes;
        if (contentLength < Mark.Length || !bytes.AsSpan().StartsWith(Mark)
            || !SHA256.HashData(bytes.AsSpan(0, contentLength)).AsSpan().SequenceEqual(bytes.AsSpan(contentLength)))
        {
            throw new InputException("The state of the training is damaged", path, "Delete the file to begin anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Mark.Length, contentLength - Mark.Length));
        return new TrainingState
        {
            Epochs = JsonSerializer.Deserialize(Part(reader), TrainingStateJson.Default.EpochOutcomeArray) ?? [],
            Fingerprint = reader.ReadString(),
            Weights = Part(reader),
            Optimiser = Part(reader),
            BestWeights = Part(reader),
        };
    }

    private byte[] Content()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Mark);
        Part(writer, JsonSerializer.SerializeToUtf8Bytes([.. Epochs], TrainingStateJson.Default.EpochOutcomeArray));
        writer.Write(Fingerprint);
        Part(writer, Weights);
        Part(writer, Optimiser);
        Part(writer, BestWeights);
        return memory.ToArray();
    }

    private static byte[] Part(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static void Part(BinaryWriter writer, byte[] part)
    {
        writer.Write(part.Length);
        writer.Write(part);
    }
}

/// <summary>Reads and writes epochs without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EpochOutcome[]))]
internal sealed partial class TrainingStateJson : JsonSerializerContext;
