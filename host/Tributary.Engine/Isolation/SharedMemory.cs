using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Where memory lies that another process may map.</summary>
/// <param name="Process">The process that made it.</param>
/// <param name="File">Number of the file in that process.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct SharedPlace(int Process, int File, long Length);

/// <summary>
/// Memory that processes share: a file without a name, so that no killed process leaves one behind. Before and behind it lies a page that nobody may touch, so
/// that who runs far out of it ends at once.
/// </summary>
internal sealed unsafe partial class SharedMemory : IDisposable
{
    private const uint CloseOnExecute = 1;
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int SealOfLength = 7;
    private const int Nothing = 0;
    private const int Read = 1;
    private const int Write = 2;
    private const int Shared = 0x01;
    private const int Private = 0x02;
    private const int Fixed = 0x10;
    private const int Anonymous = 0x20;
    private const int NoReserve = 0x4000;
    private static readonly nint Failed = -1;

    private readonly SafeFileHandle _file;
    private nint _reserved;

    private SharedMemory(SafeFileHandle file, SharedPlace place, bool mayWrite)
    {
        _file = file;
        Place = place;
        int page = Environment.SystemPageSize;
        _reserved = Map(0, (nuint)(place.Length + (2 * page)), Nothing, Private | Anonymous | NoReserve, -1, 0);
        nint mapped = _reserved == Failed ? Failed
            : Map(_reserved + page, (nuint)place.Length, mayWrite ? Read | Write : Read, Shared | Fixed, (int)file.DangerousGetHandle(), 0);
        if (mapped == Failed)
        {
            throw Explain("mapped");
        }

        Start = (byte*)mapped;
    }

    ~SharedMemory() => Release();

    /// <summary>Its first byte.</summary>
    public byte* Start { get; }

    /// <summary>Where it lies.</summary>
    public SharedPlace Place { get; }

    /// <summary>Makes some.</summary>
    /// <param name="length">Bytes at least.</param>
    /// <exception cref="WorkException">The system has none left.</exception>
    public static SharedMemory Make(long length)
    {
        long page = Environment.SystemPageSize;
        long whole = (Math.Max(length, 1) + page - 1) / page * page;
        int number = Create("tributary", CloseOnExecute | AllowSealing);
        if (number < 0)
        {
            throw Explain("made");
        }

        var file = new SafeFileHandle(number, ownsHandle: true);
        if (Truncate(number, whole) != 0)
        {
            throw Explain("made");
        }

        // Nobody may shorten it, which would end whoever reads it.
        _ = Control(number, AddSeals, SealOfLength);
        return new SharedMemory(file, new SharedPlace(Environment.ProcessId, number, whole), mayWrite: true);
    }

    /// <summary>Maps what another process made.</summary>
    /// <param name="place">Where it lies.</param>
    /// <param name="mayWrite">Whether it may be written here.</param>
    /// <exception cref="WorkException">It cannot be reached.</exception>
    public static SharedMemory Open(SharedPlace place, bool mayWrite)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{place.Process}/fd/{place.File}");
        try
        {
            return new SharedMemory(File.OpenHandle(path, FileMode.Open, mayWrite ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), place, mayWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"memory of another process cannot be reached ({error.Message})", path, cause: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static WorkException Explain(string what) => new(
        $"shared memory cannot be {what} ({new Win32Exception(Marshal.GetLastPInvokeError()).Message})", remedy: "Free some memory, or run the plugin without isolation.");

    private void Release()
    {
        nint reserved = Interlocked.Exchange(ref _reserved, 0);
        if (reserved is not 0 and not -1)
        {
            _ = Unmap(reserved, (nuint)(Place.Length + (2 * Environment.SystemPageSize)));
        }

        _file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(int file, long length);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command, int value);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
