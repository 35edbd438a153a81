using Tributary.Contracts;
using Tributary.Plugins.Torch;
using TorchSharp;

namespace Tributary.Learning.Tests.Doctor;

/// <summary>What the plugin tells of this machine's libtorch.</summary>
public sealed class TorchPluginTests
{
    [Fact]
    public void Version_threads_and_rate_are_those_of_the_library()
    {
        IReadOnlyList<Diagnosis> found = new TorchPlugin().Examine(CancellationToken.None);
        string[] vectors = Libtorch.VectorLevel() is null ? [] : ["SIMD"];
        Assert.Equal(["libtorch", "BLAS", "sgemm", "threads", .. vectors, "CUDA"], found.Select(diagnosis => diagnosis.Subject));
        Assert.Equal(torch.__version__, found[0].Finding);
        Assert.Equal(torch.get_num_threads(), found[3].Value);
        Assert.True(found[2].Value > 0);
        Assert.Equal("Gflop/s", found[2].Unit);
        Assert.DoesNotContain(found, diagnosis => diagnosis.Level == DiagnosisLevel.Fails);
    }

    [Fact]
    public void A_request_to_stop_ends_the_trial()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        _ = Assert.Throws<OperationCanceledException>(() => new TorchPlugin().Examine(stopped.Token));
    }
}
