using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Tells before a training or in it when the memory does not suffice, and says what to lower.</summary>
internal static class MemoryShortage
{
    private static readonly string[] Signs = ["can't allocate memory", "out of memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    public static bool Is(Exception failure) =>
        failure is OutOfMemoryException || Signs.Any(sign => failure.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));

    public static WorkException Explain(Exception failure, string where, string settings) => new(
        $"The training ran out of memory ({FirstLine(failure.Message)})", where, $"Lower {settings}, whatever of it is largest.", failure);

    /// <summary>Bytes that a batch holds at least for the way back: gates, cells and hidden states of every layer and step, in single precision.</summary>
    public static long LeastBytes(NetworkShape shape, int batch, int steps) => 6L * sizeof(float) * shape.Layers * shape.HiddenSize * batch * steps;

    /// <summary>Refuses what cannot fit, before the system kills the program in the middle of it.</summary>
    /// <exception cref="WorkException">More memory is needed than there is.</exception>
    public static void DemandRoom(long needed, long present, string settings)
    {
        const double Giga = 1 << 30;
        if (needed > present)
        {
            throw new WorkException(
                string.Create(CultureInfo.InvariantCulture, $"The training needs at least {needed / Giga:0.#} GB of memory for a batch, the machine has {present / Giga:0.#} GB"),
                "memory",
                $"Lower {settings}, whatever of it is largest.");
        }
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
