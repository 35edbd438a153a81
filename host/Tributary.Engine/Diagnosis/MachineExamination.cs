using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Tributary.Contracts;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace Tributary.Engine;

/// <summary>Looks at the machine itself: runtime, processor, memory, graphics processors.</summary>
internal static class MachineExamination
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;
    private const string Drivers = "/proc/driver/nvidia/gpus";
    private const string PciDevices = "/sys/bus/pci/devices";

    public static IEnumerable<Diagnosis> Examine()
    {
        string version = typeof(MachineExamination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? string.Empty;
        yield return new Diagnosis("Tributary", $"{version.Split('+')[0]} in {AppContext.BaseDirectory}");
        yield return new Diagnosis("system", $"{Machine.Current.OperatingSystem}, {RuntimeInformation.ProcessArchitecture}");
        yield return new Diagnosis(".NET", RuntimeInformation.FrameworkDescription);
        yield return new Diagnosis("processor", $"{Machine.Current.Processor}, {Machine.Current.Cores} logical cores at hand") { Value = Machine.Current.Cores, Unit = "cores" };
        yield return new Diagnosis("SIMD", VectorLevel());
        yield return Memory();
        foreach (string processor in GraphicsProcessors())
        {
            yield return new Diagnosis("GPU", processor);
        }
    }

    private static string VectorLevel() =>
        X86.Avx512F.IsSupported ? "AVX-512" :
        X86.Avx2.IsSupported ? X86.Fma.IsSupported ? "AVX2 with FMA" : "AVX2" :
        X86.Sse42.IsSupported ? "SSE 4.2" :
        Arm.AdvSimd.IsSupported ? "NEON" : "none";

    private static Diagnosis Memory()
    {
        // The smaller of the machine's memory and what a container is allowed of it.
        double total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte;
        string free = AvailableMemory() is { } available ? string.Create(CultureInfo.InvariantCulture, $", {Math.Min(available, total):0.0} GiB free") : string.Empty;
        return new Diagnosis("memory", string.Create(CultureInfo.InvariantCulture, $"{total:0.0} GiB{free}")) { Value = total, Unit = "GiB" };
    }

    private static double? AvailableMemory()
    {
        const string Path = "/proc/meminfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, string kibibytes, ..] && double.TryParse(kibibytes, CultureInfo.InvariantCulture, out double number)
            ? number * 1024 / Gibibyte
            : null;
    }

    /// <summary>The graphics processors that a driver serves, by its own names; those that none serves, by their makers.</summary>
    private static List<string> GraphicsProcessors()
    {
        if (Directory.Exists(Drivers))
        {
            return [.. Directory.EnumerateDirectories(Drivers).Order(StringComparer.Ordinal).Select(ModelOf)];
        }

        return Directory.Exists(PciDevices)
            ? [.. Directory.EnumerateDirectories(PciDevices).Order(StringComparer.Ordinal).Select(MakerOf).OfType<string>()]
            : [];
    }

    private static string ModelOf(string folder)
    {
        const string Model = "Model:";
        string file = Path.Combine(folder, "information");
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal)) : null;
        return line is null ? "NVIDIA" : line[Model.Length..].Trim();
    }

    /// <summary>The maker of a display or 3D controller that computes; null for every other device.</summary>
    private static string? MakerOf(string folder)
    {
        string type = Read("class");
        return !type.StartsWith("0x0300", StringComparison.Ordinal) && !type.StartsWith("0x0302", StringComparison.Ordinal) ? null : Read("vendor") switch
        {
            "0x10de" => "NVIDIA, without its driver",
            "0x1002" => "AMD",
            _ => null,
        };

        string Read(string name) => Path.Combine(folder, name) is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : string.Empty;
    }
}
