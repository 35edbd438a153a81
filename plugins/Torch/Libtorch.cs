#if TORCHSHARP_SYSTEM
using System.Runtime.InteropServices;
#endif
using TorchSharp;

namespace Tributary.Plugins.Torch;

/// <summary>What the provider of TorchSharp's API knows of libtorch beyond that API.</summary>
internal static class Libtorch
{
    /// <summary>What installs all that the learning plugins need on Debian and Ubuntu.</summary>
    public const string Install = "apt-get install libtorch-dev libopenblas0-pthread cmake g++";

#if TORCHSHARP_SYSTEM
    /// <summary>Whether libtorch is here and loads.</summary>
    /// <param name="problem">Why not.</param>
    /// <param name="installed">Whether it is installed though it does not load.</param>
    public static bool IsAvailable(out string problem, out bool installed)
    {
        if (Shim.IsAvailable(out string message))
        {
            (problem, installed) = (string.Empty, true);
            return true;
        }

        // Where libtorch was taken away after the build, the loader misses the libraries that the shim was built against.
        string said = message.Split(". Install")[0];
        bool gone = IsGone(said);
        installed = said.Contains("does not load", StringComparison.Ordinal) && !gone;
        problem = installed ? said : gone ? "was here when Tributary was built and is gone" : "was not here when Tributary was built";
        return false;
    }

    /// <summary>The BLAS that libtorch multiplies with; null where it cannot be told.</summary>
    public static BlasLibrary? Blas() => BlasLibrary.Of(Text(Shim.shim_blas()), Text(Shim.shim_blas_config()), Text(Shim.shim_build()) ?? string.Empty);

    /// <summary>Threads of an OpenBLAS; 0 where BLAS is another one.</summary>
    public static int BlasThreads() => Shim.shim_blas_threads();

    /// <summary>The instructions that libtorch's kernels use here, as <c>AVX2</c>; null where it does not tell.</summary>
    public static string? VectorLevel()
    {
        const string Label = "CPU capability usage:";
        string? line = Text(Shim.shim_build())?.Split('\n').FirstOrDefault(line => line.Contains(Label, StringComparison.Ordinal));
        return line?[(line.IndexOf(Label, StringComparison.Ordinal) + Label.Length)..].Trim();
    }

    private static bool IsGone(string message) =>
        message.Contains("cannot open shared object file: No such file", StringComparison.Ordinal)
        && (message.Contains("libtorch", StringComparison.Ordinal) || message.Contains("libc10", StringComparison.Ordinal));

    private static string? Text(nint text) => Marshal.PtrToStringUTF8(text);
#else
    /// <summary>Whether the packages' libtorch loads.</summary>
    /// <param name="problem">Why not.</param>
    /// <param name="installed">Whether it is installed though it does not load.</param>
    public static bool IsAvailable(out string problem, out bool installed)
    {
        installed = true;
        try
        {
            _ = torch.get_num_threads();
            problem = string.Empty;
            return true;
        }
        catch (Exception error) when (error is DllNotFoundException or NotSupportedException or TypeInitializationException)
        {
            problem = $"is here, but does not load ({error.Message})";
            return false;
        }
    }

    /// <summary>TorchSharp does not tell its BLAS; its packages bring MKL.</summary>
    public static BlasLibrary? Blas() => null;

    /// <summary>Unknown here.</summary>
    public static int BlasThreads() => 0;

    /// <summary>Unknown here.</summary>
    public static string? VectorLevel() => null;
#endif
}
