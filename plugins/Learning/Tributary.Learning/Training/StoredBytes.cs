using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Weights and optimisers as bytes, in TorchSharp's form.</summary>
internal static class StoredBytes
{
    public static byte[] Of(nn.Module network) => Written(writer => network.save(writer));

    public static byte[] Of(OptimizerHelper optimiser) => Written(optimiser.save_state_dict);

    public static void Restore(nn.Module network, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        network.load(reader);
    }

    public static void Restore(OptimizerHelper optimiser, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        optimiser.load_state_dict(reader);
    }

    private static byte[] Written(Action<BinaryWriter> write)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        write(writer);
        writer.Flush();
        return memory.ToArray();
    }
}
