using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The native libraries of a plugin's folder: whether they are made for this machine, told by their ELF headers before anything loads them.</summary>
internal static class NativeLibraries
{
    private const int HeaderLength = 20;
    private const int ClassOffset = 4;
    private const int MachineOffset = 18;
    private const byte SixtyFourBits = 2;

    private static readonly Dictionary<int, string> Machines = new()
    {
        [3] = "32-bit x86",
        [21] = "PowerPC",
        [22] = "S390",
        [40] = "32-bit ARM",
        [62] = "x86-64",
        [183] = "ARM64",
        [243] = "RISC-V",
    };

    private static int Here => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62;

    /// <summary>Refuses a folder with a library for another CPU. Libraries for other machines may lie under <c>runtimes/</c>, where they are not loaded.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public static void Check(string folder, PluginManifest manifest)
    {
        string others = Path.Combine(folder, "runtimes") + Path.DirectorySeparatorChar;
        string own = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier) + Path.DirectorySeparatorChar;
        foreach (string file in Directory.EnumerateFiles(folder, "*.so*", SearchOption.AllDirectories))
        {
            bool forOthers = file.StartsWith(others, StringComparison.Ordinal) && !file.StartsWith(own, StringComparison.Ordinal);
            if (!forOthers && FaultOf(file) is { } fault)
            {
                throw new InputException(
                    $"the native library {Path.GetRelativePath(folder, file)} of plugin {manifest.Id} {fault}", file, $"Install the plugin's build for {Machines[Here]} Linux.");
            }
        }
    }

    private static string? FaultOf(string file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using FileStream stream = File.OpenRead(file);
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("\u007fELF"u8))
        {
            return "is no library of Linux (it has no ELF header)";
        }

        int machine = BinaryPrimitives.ReadUInt16LittleEndian(header[MachineOffset..]);
        string name = Machines.GetValueOrDefault(machine, $"another CPU (ELF machine {machine})");
        return machine == Here && header[ClassOffset] == SixtyFourBits ? null : $"is for {name}, but this machine is {Machines[Here]}";
    }
}
