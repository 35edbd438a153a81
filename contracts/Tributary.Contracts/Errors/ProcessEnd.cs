using System.Globalization;

namespace Tributary.Contracts;

/// <summary>What ended a process.</summary>
public static class ProcessEnd
{
    private const int FirstSignal = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [4] = "an illegal instruction (SIGILL)",
        [6] = "an abort (SIGABRT)",
        [7] = "a bus error (SIGBUS)",
        [8] = "an arithmetic error (SIGFPE)",
        [9] = "a kill from outside (SIGKILL; the system may have run out of memory)",
        [11] = "a segmentation fault (SIGSEGV)",
        [15] = "a request to terminate from outside (SIGTERM)",
    };

    /// <summary>What ended it, in words: the signal, or the exit status.</summary>
    /// <param name="status">Its exit status, 128 and the signal's number where one ended it.</param>
    public static string Cause(int status) => status > FirstSignal && Signals.TryGetValue(status - FirstSignal, out string? signal)
        ? signal
        : string.Create(CultureInfo.InvariantCulture, $"exit status {status}");
}
