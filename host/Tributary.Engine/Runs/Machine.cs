using System.Runtime.InteropServices;

namespace Tributary.Engine;

/// <summary>The machine that a run was made on.</summary>
/// <param name="OperatingSystem">Its operating system.</param>
/// <param name="Processor">Its processor's model.</param>
/// <param name="Cores">Logical cores.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record Machine(string OperatingSystem, string Processor, int Cores, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Machine Current { get; } = new(
        RuntimeInformation.OSDescription, ReadProcessor(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription);

    private static string ReadProcessor()
    {
        const string Path = "/proc/cpuinfo";
        if (!File.Exists(Path))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        foreach (string line in File.ReadLines(Path))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal))
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
