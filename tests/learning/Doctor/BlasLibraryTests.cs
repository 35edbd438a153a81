using Tributary.Contracts;
using Tributary.Plugins.Torch;
using Tributary.Tests;

namespace Tributary.Learning.Tests.Doctor;

/// <summary>A BLAS is told by the file that it lies in, links followed, in folders laid out as Debian's alternatives are.</summary>
public sealed class BlasLibraryTests : IDisposable
{
    private const string Config = "OpenBLAS 0.3.21 NO_LAPACK NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Links_of_alternatives_are_followed_to_OpenBLAS_with_its_kernel_and_threads()
    {
        string target = Library("openblas-pthread/libblas.so.3");
        BlasLibrary blas = BlasLibrary.Of(LinkTo(target), Config, string.Empty)!;
        Assert.Equal((BlasKind.OpenBlas, false, null), (blas.Kind, blas.IsSerial, blas.Faster));
        Assert.Equal($"OpenBLAS 0.3.21 for SkylakeX, threads of its own ({target})", blas.Description);
        Assert.Equal(DiagnosisLevel.Works, TorchPlugin.OfBlas(blas, 100).Level);
    }

    [Fact]
    public void The_reference_one_is_a_warning_with_the_package_even_where_LAPACK_brought_OpenBLAS_along()
    {
        BlasLibrary blas = BlasLibrary.Of(LinkTo(Library("blas/libblas.so.3.11.0")), Config, string.Empty)!;
        Diagnosis diagnosis = TorchPlugin.OfBlas(blas, 1.5);
        Assert.Equal((BlasKind.Reference, DiagnosisLevel.Warning), (blas.Kind, diagnosis.Level));
        Assert.Contains("1.5 Gflop/s", diagnosis.Finding, StringComparison.Ordinal);
        Assert.Equal("apt-get install libopenblas0-pthread", diagnosis.Remedy);
    }

    [Fact]
    public void Where_OpenBLAS_lies_beside_the_reference_one_the_remedy_chooses_it()
    {
        string better = Library("openblas-pthread/libblas.so.3");
        string triplet = Path.GetFileName(_temporary.Path);
        BlasLibrary blas = BlasLibrary.Of(Library("blas/libblas.so.3"), null, string.Empty)!;
        Assert.Contains($"update-alternatives --set libblas.so.3-{triplet} {better}", blas.Faster, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openblas-serial/libblas.so.3", "OpenBLAS 0.3.21 SINGLE_THREADED Haswell", "OpenBLAS 0.3.21 for Haswell, for one thread", true)]
    [InlineData("openblas-openmp/libblas.so.3", "OpenBLAS 0.3.21 DYNAMIC_ARCH ZEN MAX_THREADS=64", "OpenBLAS 0.3.21 for ZEN, threads by OpenMP", false)]
    [InlineData("blis-openmp/libblas.so.3", null, "BLIS", false)]
    [InlineData("atlas/libblas.so.3", null, "ATLAS", false)]
    [InlineData("mkl/libmkl_rt.so", null, "Intel MKL", false)]
    public void Every_alternative_of_Debian_has_its_name(string file, string? config, string name, bool hasFaster)
    {
        string path = Library(file);
        BlasLibrary blas = BlasLibrary.Of(path, config, string.Empty)!;
        Assert.Equal($"{name} ({path})", blas.Description);
        Assert.Equal(hasFaster, blas.Faster is not null);
    }

    [Fact]
    public void A_PyTorch_that_holds_MKL_itself_tells_so_by_its_build()
    {
        BlasLibrary blas = BlasLibrary.Of(Library("lib/libtorch_cpu.so"), null, "  - Intel(R) oneAPI Math Kernel Library Version 2024.2")!;
        Assert.Equal(BlasKind.Mkl, blas.Kind);
        Assert.Null(BlasLibrary.Of(null, null, "BLAS_INFO=generic"));
    }

    [Theory]
    [InlineData(0.5, 192)]
    [InlineData(1.5, 320)]
    [InlineData(100, 1024)]
    [InlineData(1e-4, 128)]
    [InlineData(1e5, 1024)]
    public void The_trials_size_keeps_a_product_near_a_twentieth_of_a_second(double rate, long size) => Assert.Equal(size, MatrixRate.SizeFor(rate));

    private string Library(string name) => _temporary.Write(name, string.Empty);

    private string LinkTo(string target)
    {
        string alternative = _temporary.At("alternative");
        File.CreateSymbolicLink(alternative, target);
        return File.CreateSymbolicLink(_temporary.At("libblas.so.3"), alternative).FullName;
    }
}
