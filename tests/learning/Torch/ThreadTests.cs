using System.Collections.Concurrent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

[Collection(Alone.Name)]
public sealed class ThreadTests
{
    private const int Threads = 8;

    [Fact]
    public void Operators_run_on_many_threads_at_once()
    {
        using Tensor shared = arange(0, 600, 1, float64).reshape(20, 30).div(100);
        double alone = Work(shared, 3);

        double[] together = OnThreads(_ => Enumerable.Range(0, 40).Select(_ => Work(shared, 3)).Distinct().Single());

        Assert.All(together, result => Assert.Equal(alone, result));

        static double Work(Tensor shared, int power)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = shared.clone().requires_grad_();
            Tensor y = x.matmul(x.t()).sin().pow(power).sum() + x[.., 1..5].exp().logsumexp(1).mean();
            return autograd.grad([y], [x])[0].sum().item<double>();
        }
    }

    [Fact]
    public void Every_thread_trains_a_network_of_its_own()
    {
        using Tensor inputs = Spread(64, 3);
        using Tensor targets = inputs.sum(1, true).sin();
        float[][] together = OnThreads(_ => Train());

        Assert.All(together, weights => Assert.Equal(together[0], weights));

        float[] Train()
        {
            using DisposeScope scope = NewDisposeScope();
            using Sequential network = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 1));
            using (no_grad())
            {
                foreach (Parameter parameter in network.parameters())
                {
                    parameter.copy_(Spread(parameter.shape));
                }
            }

            using Adam optimizer = optim.Adam(network.parameters(), 0.02);
            for (int step = 0; step < 20; step++)
            {
                optimizer.zero_grad();
                nn.functional.mse_loss(network.call(inputs), targets).backward();
                optimizer.step();
            }

            return [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
        }
    }

    [Fact]
    public void The_threads_within_an_operator_are_set()
    {
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }

        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void A_scope_holds_the_tensors_of_its_thread_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor own = ones(2);
        Tensor[] others = OnThreads(_ => ones(2));

        Assert.Equal(1, scope.DisposablesCount);
        scope.Dispose();
        Assert.True(own.IsInvalid);
        Assert.All(others, other => Assert.False(other.IsInvalid));
        foreach (Tensor other in others)
        {
            other.Dispose();
        }
    }

    [Fact]
    public void Tensors_of_one_scope_may_be_disposed_of_on_other_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[][] tensors = [.. Enumerable.Range(0, Threads).Select(_ => Enumerable.Range(0, 500).Select(_ => ones(1)).ToArray())];

        OnThreads(thread =>
        {
            foreach (Tensor tensor in tensors[thread])
            {
                tensor.Dispose();
            }

            return 0;
        });

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Messages_of_failures_are_of_the_thread_s_own_call()
    {
        string[] messages = OnThreads(thread =>
        {
            using Tensor left = zeros(2, 3 + thread);
            using Tensor right = zeros(2, 3 + thread);
            string message = "";
            for (int i = 0; i < 50; i++)
            {
                message = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => left.mm(right)).Message;
                Assert.Contains($"(2x{3 + thread} and 2x{3 + thread})", message, StringComparison.Ordinal);
            }

            return message;
        });

        Assert.Equal(Threads, messages.Distinct().Count());
    }

    private static Tensor Spread(params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        return tensor(Enumerable.Range(1, (int)count).Select(i => (float)Math.Sin(0.7 * i)).ToArray(), shape);
    }

    private static T[] OnThreads<T>(Func<int, T> work)
    {
        var results = new T[Threads];
        var failures = new ConcurrentQueue<Exception>();
        using var together = new Barrier(Threads);
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
            {
                try
                {
                    together.SignalAndWait();
                    results[index] = work(index);
                }
#pragma warning disable CA1031 // whatever fails on a thread fails the test
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
#pragma warning restore CA1031
            })),
        ];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Empty(failures);
        return results;
    }
}
