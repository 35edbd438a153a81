using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C functions of <c>libtributary_torch.so</c>, the shim over libtorch.</summary>
internal static partial class Shim
{
    private const string Library = "tributary_torch";
    private const string FileName = $"lib{Library}.so";

    private static nint library;

    static Shim() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);

    /// <summary>Whether the shim was built and loads; where not, why and what to do.</summary>
    public static bool IsAvailable(out string problem)
    {
        problem = "";
        try
        {
            _ = shim_living();
            return true;
        }
        catch (DllNotFoundException missing)
        {
            problem = missing.Message;
            return false;
        }
    }

    /// <summary>Throws libtorch's message where a call failed.</summary>
    public static void Check(int status)
    {
        if (status != 0)
        {
#pragma warning disable CA2201 // the type that TorchSharp throws
            throw new ExternalException(LastError());
#pragma warning restore CA2201
        }
    }

    public static string LastError() => Marshal.PtrToStringUTF8(shim_last_error()) ?? "libtorch failed without a message";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library || library != 0)
        {
            return library;
        }

        try
        {
            // Of an assembly that a plugin host loaded from memory only its load context knows the folder.
            library = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder && Path.Combine(folder, FileName) is var beside && File.Exists(beside)
                ? NativeLibrary.Load(beside)
                : NativeLibrary.Load(Library, assembly, searchPath);
        }
        catch (DllNotFoundException refused)
        {
            string[] causes = [.. refused.Message.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0 && !IsAbsence(line))];
            throw causes.Length == 0
                ? new DllNotFoundException(
                    $"the learning runtime was built without libtorch: {FileName} is missing. Install libtorch-dev, libopenblas0-pthread, cmake and g++ (apt-get install), and build again")
                : new DllNotFoundException(
                    $"{FileName} does not load ({causes[0]}). Install libtorch-dev and libopenblas0-pthread, or name a PyTorch installation by LIBTORCH, and build again", refused);
        }

        return library;
    }

    /// <summary>Whether the loader says of the shim itself, not of a library that it needs, that there is no such file.</summary>
    private static bool IsAbsence(string line) =>
        line.Contains("cannot open shared object file: No such file", StringComparison.Ordinal)
        && Path.GetFileName(line.Split(':')[0]).Contains(Library, StringComparison.Ordinal);

    [LibraryImport(Library)]
    public static partial nint shim_last_error();

    [LibraryImport(Library)]
    public static partial long shim_living();

    [LibraryImport(Library)]
    public static partial void shim_release(nint handle);

    [LibraryImport(Library)]
    public static partial int shim_share(nint handle, out nint result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int shim_operator(string name, string overload, out nint result);

    [LibraryImport(Library)]
    public static unsafe partial int shim_call(nint op, Value* arguments, int count, Value* results, int capacity, int* resultCount);

    [LibraryImport(Library)]
    public static partial int shim_dim(nint handle);

    [LibraryImport(Library)]
    public static unsafe partial void shim_sizes(nint handle, long* sizes);

    [LibraryImport(Library)]
    public static unsafe partial void shim_strides(nint handle, long* strides);

    [LibraryImport(Library)]
    public static partial int shim_dtype(nint handle);

    [LibraryImport(Library)]
    public static partial int shim_device(nint handle, out int index);

    [LibraryImport(Library)]
    public static partial int shim_is_contiguous(nint handle);

    [LibraryImport(Library)]
    public static partial int shim_memory(nint handle, out nint memory);

    [LibraryImport(Library)]
    public static partial int shim_requires_grad(nint handle);

    [LibraryImport(Library)]
    public static partial int shim_is_leaf(nint handle);

    [LibraryImport(Library)]
    public static partial int shim_set_requires_grad(nint handle, int requiresGrad);

    [LibraryImport(Library)]
    public static partial int shim_grad(nint handle, out nint grad);

    [LibraryImport(Library)]
    public static partial int shim_set_grad(nint handle, nint grad);

    [LibraryImport(Library)]
    public static unsafe partial int shim_backward(nint* outputs, nint* gradients, int count, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    public static unsafe partial int shim_gradients(
        nint* outputs, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library)]
    public static partial int shim_grad_mode();

    [LibraryImport(Library)]
    public static partial void shim_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    public static partial int shim_seed(long seed);

    [LibraryImport(Library)]
    public static partial int shim_random_state(out nint state);

    [LibraryImport(Library)]
    public static partial int shim_set_random_state(nint state);

    [LibraryImport(Library)]
    public static partial long shim_initial_seed();

    [LibraryImport(Library)]
    public static partial int shim_synchronize(long device);

    [LibraryImport(Library)]
    public static partial int shim_threads();

    [LibraryImport(Library)]
    public static partial void shim_set_threads(int count);

    [LibraryImport(Library)]
    public static partial int shim_has_cuda();

    [LibraryImport(Library)]
    public static partial long shim_cuda_devices();

    [LibraryImport(Library)]
    public static partial int shim_has_cudnn();

    [LibraryImport(Library)]
    public static partial nint shim_version();

    [LibraryImport(Library)]
    public static partial nint shim_blas();

    [LibraryImport(Library)]
    public static partial nint shim_blas_config();

    [LibraryImport(Library)]
    public static partial int shim_blas_threads();

    [LibraryImport(Library)]
    public static partial nint shim_build();
}
