using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Version of libtorch, as <c>1.13.1</c>.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(Shim.shim_version()) ?? "";

    /// <summary>Threads within one operator.</summary>
    public static int get_num_threads() => Shim.shim_threads();

    /// <summary>Sets the threads within one operator, of libtorch and of its BLAS.</summary>
    public static void set_num_threads(int num) => Shim.shim_set_threads(num);
}
