using Microsoft.Win32.SafeHandles;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Pieces of a file, each checked to lie within it; together never more than the machine's memory.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly SafeFileHandle _file;
    private long _taken;

    public FileBytes(string path)
    {
        Path = path;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Length = RandomAccess.GetLength(_file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException("the file cannot be read", path, failure is FileNotFoundException or DirectoryNotFoundException ? "There is no such file; check the path." : "Check that it is a file and its permissions.", failure);
        }
    }

    public string Path { get; }

    public long Length { get; }

    public void Dispose() => _file.Dispose();

    /// <summary>Some bytes of the file.</summary>
    /// <exception cref="InputException">They are not all there, or too many for the memory.</exception>
    public byte[] Read(long offset, long count, string what)
    {
        if (offset < 0 || count < 0 || offset > Length - count)
        {
            throw new InputException($"{what} reaches beyond the end of the file ({Length} bytes)", Path, "The file is cut short or damaged; copy or save it again.");
        }

        _taken += count;
        if (count > Array.MaxLength || _taken > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            throw new InputException($"{what} takes {count} bytes, more than can be held in memory here", Path, "Save the weights alone, without the optimizer's state, or use a machine with more memory.");
        }

        byte[] bytes = new byte[count];
        int done = 0;
        try
        {
            while (done < bytes.Length)
            {
                int read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
                if (read == 0)
                {
                    throw new InputException($"{what} ends before its {count} bytes", Path, "The file changed while it was read; try again.");
                }

                done += read;
            }
        }
        catch (IOException failure)
        {
            throw new InputException($"{what} cannot be read", Path, "Check the disk, or copy the file again.", failure);
        }

        return bytes;
    }
}
