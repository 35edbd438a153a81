using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tributary.Engine;

/// <summary>Collects everything that the result of a step depends on into one SHA-256.</summary>
internal sealed class StepKey : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts a key.</summary>
    /// <param name="kind">What the step does.</param>
    public StepKey(string kind)
    {
        // Another build of the host may compute other numbers.
        Add("host", typeof(StepKey).Module.ModuleVersionId.ToString()).Add("kind", kind);
    }

    /// <summary>Adds a text.</summary>
    public StepKey Add(string label, string text)
    {
        Append(Encoding.UTF8.GetBytes(label));
        Append(Encoding.UTF8.GetBytes(text));
        return this;
    }

    /// <summary>Adds numbers, bit for bit.</summary>
    public StepKey Add(string label, ReadOnlySpan<double> values)
    {
        Append(Encoding.UTF8.GetBytes(label));
        Append(MemoryMarshal.AsBytes(values));
        return this;
    }

    /// <summary>Ends the key: 64 hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>The length goes first, so that no two lists of parts run into the same bytes.</summary>
    private void Append(ReadOnlySpan<byte> part)
    {
        long length = part.Length;
        _hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref length)));
        _hash.AppendData(part);
    }
}
