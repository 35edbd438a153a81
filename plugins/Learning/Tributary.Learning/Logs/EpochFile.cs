using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>A file of records, one an epoch, each handed to the system in one piece; on resuming it first loses what is torn or later.</summary>
internal sealed class EpochFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    /// <param name="path">The file.</param>
    /// <param name="resumedFrom">The last epoch to keep; 0 begins anew.</param>
    /// <param name="keep">Picks the whole records up to the last epoch to keep from a file's bytes.</param>
    public EpochFile(string path, int resumedFrom, Func<byte[], int, byte[]> keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(resumedFrom);
        _path = path;
        try
        {
            byte[] before = resumedFrom > 0 && File.Exists(path) ? File.ReadAllBytes(path) : [];
            byte[] kept = keep(before, resumedFrom);
            if (kept.Length != before.Length || before.Length == 0)
            {
                AtomicFile.Write(path, stream => stream.Write(kept));
            }

            _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(failure);
        }
    }

    public bool IsEmpty => _stream.Length == 0;

    public void Append(ReadOnlySpan<byte> record)
    {
        try
        {
            _stream.Write(record);
        }
        catch (IOException failure)
        {
            throw Failed(failure);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The lines that are whole and tell of an epoch up to the last one to keep.</summary>
    public static byte[] KeepLines(byte[] before, int lastEpoch, Func<ReadOnlyMemory<byte>, int?> epochOf)
    {
        var kept = new MemoryStream(before.Length);
        ReadOnlyMemory<byte> rest = before;
        for (int end = rest.Span.IndexOf((byte)'\n'); end >= 0; end = rest.Span.IndexOf((byte)'\n'))
        {
            if (epochOf(rest[..end]) <= lastEpoch)
            {
                kept.Write(rest.Span[..(end + 1)]);
            }

            rest = rest[(end + 1)..];
        }

        return kept.ToArray();
    }

    private WorkException Failed(Exception failure) => new("the training log cannot be written", _path, "Check that the folder is there, its permissions and the room on the disk.", failure);
}
