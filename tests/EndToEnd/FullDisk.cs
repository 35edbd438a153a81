using System.Diagnostics;
using System.Globalization;

namespace Tributary.Tests.EndToEnd;

/// <summary>A library that, loaded before the program, lets its writes below a folder fail as on a full disk.</summary>
internal sealed class FullDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FullDisk()
    {
        string library = _folder.At("fulldisk.so");
        using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, Path.Combine(AppContext.BaseDirectory, "native", "fulldisk.c"), "-ldl"]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
    }

    /// <summary>The environment of a program whose disk is full after some bytes.</summary>
    public Dictionary<string, string> After(int bytes, string folder) => new()
    {
        ["LD_PRELOAD"] = _folder.At("fulldisk.so"),
        ["FULL_DISK_BYTES"] = bytes.ToString(CultureInfo.InvariantCulture),
        ["FULL_DISK_FOLDER"] = folder,
    };

    public void Dispose() => _folder.Dispose();
}
