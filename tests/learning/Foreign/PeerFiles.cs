using System.Runtime.InteropServices;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Plain 64-bit numbers that fixtures/foreign_peer.py reads and writes.</summary>
internal static class PeerFiles
{
    public static double[] Numbers(params string[] parts) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(parts))).ToArray();

    public static Tensor Tensor(string folder, string name, params long[] shape) => tensor(Numbers(folder, $"{name}.f64"), shape);

    public static string Write(TemporaryFolder folder, string name, double[] values)
    {
        string path = folder.At(name);
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(values).ToArray());
        return path;
    }
}
