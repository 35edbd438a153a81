using System.Runtime.InteropServices;
using System.Text;

namespace Tributary.Plugins.Bmi;

/// <summary>What a worker can be asked; the numbers are those of <c>worker/README.md</c>.</summary>
internal enum WorkerOperation : byte
{
    /// <summary>Load the model's library or class.</summary>
    Load = 1,

    /// <summary>Make and initialise an instance.</summary>
    Create,

    /// <summary>Look a variable up.</summary>
    Variable,

    /// <summary>Read a variable.</summary>
    Get,

    /// <summary>Set a variable.</summary>
    Set,

    /// <summary>Advance by steps of the model's own.</summary>
    Advance,

    /// <summary>Finish an instance.</summary>
    Finish,
}

/// <summary>A request to a worker, as its bytes.</summary>
internal sealed class WorkerRequest : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;

    public WorkerRequest(WorkerOperation operation)
    {
        _writer = new BinaryWriter(_bytes);
        _writer.Write(0U);
        _writer.Write((byte)operation);
    }

    public WorkerRequest Add(uint number)
    {
        _writer.Write(number);
        return this;
    }

    public WorkerRequest Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _writer.Write((uint)bytes.Length);
        _writer.Write(bytes);
        return this;
    }

    public WorkerRequest Add(ReadOnlySpan<double> values)
    {
        _writer.Write(MemoryMarshal.AsBytes(values));
        return this;
    }

    /// <summary>The whole frame, its length first.</summary>
    public ReadOnlySpan<byte> Frame()
    {
        _bytes.Position = 0;
        _writer.Write((uint)_bytes.Length - sizeof(uint));
        return _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }
}
