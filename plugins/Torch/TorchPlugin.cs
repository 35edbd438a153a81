using System.Globalization;
using System.Text.Json;
using TorchSharp;
using Tributary.Contracts;

namespace Tributary.Plugins.Torch;

/// <summary>Tells which libtorch and BLAS the learning plugins run on, and how fast they multiply matrices.</summary>
public sealed class TorchPlugin : IDiagnosticPlugin
{
    private const string Purpose = "learning plugins train and run on it; all others do without";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<Diagnosis> Examine(CancellationToken cancellation)
    {
        if (!Libtorch.IsAvailable(out string problem, out bool installed))
        {
            return
            [
                installed
                    ? new Diagnosis("libtorch", $"{problem}; {Purpose}", DiagnosisLevel.Fails, $"{Libtorch.Install}, or name a PyTorch of yours by LIBTORCH; the next ./tributary doctor builds it anew")
                    : new Diagnosis("libtorch", $"{problem}; {Purpose}", DiagnosisLevel.Missing, $"{Libtorch.Install}; the next ./tributary doctor, or run of a learning plugin, builds with it"),
            ];
        }

        var found = new List<Diagnosis> { new("libtorch", torch.__version__) };
        BlasLibrary? blas = Libtorch.Blas();
        double rate = MatrixRate.Measure(out long size, cancellation);
        found.Add(blas is null ? new Diagnosis("BLAS", "libtorch does not tell which") : OfBlas(blas, rate));
        found.Add(new Diagnosis("sgemm", string.Create(CultureInfo.InvariantCulture, $"{rate:G3} Gflop/s, single precision, {size} x {size} by {size} x {size}")) { Value = rate, Unit = "Gflop/s" });
        int threads = torch.get_num_threads();
        found.Add(new Diagnosis("threads", string.Create(CultureInfo.InvariantCulture, $"{threads} within an operator where a plugin sets no other number{(blas?.Kind == BlasKind.OpenBlas ? OfBlasThreads() : string.Empty)}, {Environment.ProcessorCount} cores")) { Value = threads, Unit = "threads" });
        if (Libtorch.VectorLevel() is { } level)
        {
            found.Add(new Diagnosis("SIMD", $"{level} in libtorch's own kernels"));
        }

        found.Add(OfCuda());
        return found;
    }

    /// <summary>What is said of a BLAS that multiplies at this rate (Gflop/s).</summary>
    internal static Diagnosis OfBlas(BlasLibrary blas, double rate) => blas.Kind switch
    {
        BlasKind.Reference => new Diagnosis("BLAS", string.Create(
            CultureInfo.InvariantCulture, $"{blas.Description}: up to 60 times slower than OpenBLAS, here {rate:G3} Gflop/s"), DiagnosisLevel.Warning, blas.Faster),
        BlasKind.OpenBlas when blas.IsSerial && Environment.ProcessorCount > 1 =>
            new Diagnosis("BLAS", $"{blas.Description}: it uses one core only", DiagnosisLevel.Warning, blas.Faster),
        _ => new Diagnosis("BLAS", blas.Description),
    };

    private static string OfBlasThreads() => Libtorch.BlasThreads() is > 0 and int count ? string.Create(CultureInfo.InvariantCulture, $", {count} within OpenBLAS") : string.Empty;

    private static Diagnosis OfCuda() => torch.cuda.is_available()
        ? new Diagnosis("CUDA", string.Create(CultureInfo.InvariantCulture, $"{torch.cuda.device_count()} device(s)")) { Value = torch.cuda.device_count(), Unit = "devices" }
        : new Diagnosis("CUDA", "none that this libtorch uses; LIBTORCH may name a PyTorch with CUDA");
}
