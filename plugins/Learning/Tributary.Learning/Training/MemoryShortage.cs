using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Tells when libtorch ran out of memory, and says what to lower.</summary>
internal static class MemoryShortage
{
    private static readonly string[] Signs = ["can't allocate memory", "out of memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    public static bool Is(Exception failure) =>
        failure is OutOfMemoryException || Signs.Any(sign => failure.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));

    public static WorkException Explain(Exception failure, string where, string settings) => new(
        $"The training ran out of memory ({FirstLine(failure.Message)})", where, $"Lower {settings}, whatever of it is largest.", failure);

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
