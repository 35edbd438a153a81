using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Writes a file whole or not at all: under a temporary name beside it, flushed to the disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WorkException("the file cannot be written", path, "Check that the folder is there, its permissions and the room on the disk.", failure);
        }
        finally
        {
            Discard(draft);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that left the draft behind is the one to tell of.
        }
    }
}
