using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Tensors are released: counted on both sides of the shim.</summary>
[Collection(Alone.Name)]
public sealed class LeakTests
{
    [Fact]
    public void A_training_leaves_no_tensor_behind()
    {
        (long Managed, long Native) before = Settled();
        using (DisposeScope all = NewDisposeScope())
        {
            using LSTM lstm = nn.LSTM(3, 5, 2, dropout: 0.2);
            using Linear head = nn.Linear(5, 1);
            Parameter[] parameters = [.. lstm.parameters(), .. head.parameters()];
            using Adam optimizer = optim.Adam(parameters, 0.01);
            optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.StepLR(optimizer, 10);
            Tensor inputs = randn(6, 4, 3);
            Tensor targets = randn(4, 1);

            Step();
            (long Managed, long Native) first = Settled();
            for (int step = 0; step < 50; step++)
            {
                Step();
                schedule.step();
            }

            Assert.Equal(first, Settled());

            void Step()
            {
                using DisposeScope scope = NewDisposeScope();
                optimizer.zero_grad();
                (Tensor output, _, _) = lstm.call(inputs);
                Tensor loss = nn.functional.mse_loss(head.call(output[-1]), targets);
                loss.backward();
                nn.utils.clip_grad_norm_(parameters, 1);
                optimizer.step();
                Assert.True(double.IsFinite(loss.item<float>()));
            }
        }

        Assert.Equal(before, Settled());
    }

    [Fact]
    public void Steps_that_fail_leave_no_tensor_behind()
    {
        using Sequential network = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(5, 1));
        using LSTM lstm = nn.LSTM(3, 5);
        using Tensor inputs = randn(6, 3);
        (long Managed, long Native) before = Settled();
        for (int step = 0; step < 20; step++)
        {
            Assert.Throws<ExternalException>(() => Scoped(() => network.call(inputs)));
            Assert.Throws<ExternalException>(() => Scoped(() => inputs.matmul(inputs)));
            Assert.Throws<ExternalException>(() => Scoped(() => inputs[10]));
            Assert.ThrowsAny<Exception>(() => Scoped(() => lstm.call(randn(2, 2, 4)).Item1));
            Assert.Throws<InvalidOperationException>(() => Scoped(() => throw new InvalidOperationException()));
            Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3L]));
            Assert.Throws<ExternalException>(() => ones([2], int64, requires_grad: true));
        }

        Assert.Equal(before, Settled());

        static void Scoped(Func<Tensor> work)
        {
            using DisposeScope scope = NewDisposeScope();
            (randn(3) + work()).sum();
        }
    }

    [Fact]
    public void A_failed_creation_releases_at_once()
    {
        (long Managed, long Native) before = Settled();
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<ExternalException>(() => ones([2], int64, requires_grad: true));
        }

        Assert.Equal(before, (Tensor.TotalCount, Shim.shim_living()));
    }

    [Fact]
    public void Finalizers_release_what_no_scope_did()
    {
        (long Managed, long Native) before = Settled();
        Forget();
        Assert.True(Tensor.TotalCount >= before.Managed + 100);
        Assert.Equal(before, Settled());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 100; i++)
            {
                _ = ones(3);
            }
        }
    }

    [Fact]
    public void What_modules_and_optimisers_hold_outlives_the_scope_they_were_made_in()
    {
        (long Managed, long Native) before = Settled();
        Linear layer;
        Adam optimizer;
        using (NewDisposeScope())
        {
            layer = nn.Linear(2, 1);
            optimizer = optim.Adam(layer.parameters());
            layer.call(ones(1, 2)).sum().backward();
            optimizer.step();
        }

        using (NewDisposeScope())
        {
            layer.call(ones(1, 2)).sum().backward();
            optimizer.step();
            layer.to(float64);
        }

        Assert.Equal(float64, layer.weight!.dtype);
        optimizer.Dispose();
        layer.Dispose();
        Assert.Equal(before, Settled());
    }

    [Fact]
    public void Scopes_nest_move_detach_and_close_in_any_order()
    {
        (long Managed, long Native) before = Settled();
        DisposeScope outer = NewDisposeScope();
        DisposeScope inner = NewDisposeScope();
        Tensor moved = ones(2).MoveToOuterDisposeScope();
        Tensor detached = ones(2).DetachFromDisposeScope();
        Tensor early = ones(2);
        early.Dispose();
        early.Dispose();
        Tensor kept = WrappedTensorDisposeScope(() => ones(2) + ones(2));

        Assert.Equal((1, 1), (outer.DisposablesCount, inner.DisposablesCount));
        Assert.True(outer.Contains(moved));
        Assert.True(inner.Contains(kept));
        outer.Dispose();
        Assert.True(moved.IsInvalid);
        Assert.False(kept.IsInvalid);
        inner.Dispose();
        Assert.True(kept.IsInvalid);
        using Tensor after = ones(2);
        Assert.Null(DisposeScope.Current);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
        after.Dispose();
        Assert.Equal(before, Settled());
    }

    [Fact]
    public void Loading_saving_and_schedules_leave_no_tensor_behind()
    {
        using Sequential network = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4));
        using RMSProp optimizer = optim.RMSProp(network.parameters(), momentum: 0.5, centered: true);
        network.call(ones(1, 3)).sum().backward();
        optimizer.step();
        (long Managed, long Native) before = Settled();
        for (int i = 0; i < 5; i++)
        {
            using var memory = new MemoryStream();
            using var writer = new BinaryWriter(memory);
            network.save(writer);
            optimizer.save_state_dict(writer);
            memory.Position = 0;
            using var reader = new BinaryReader(memory);
            network.load(reader);
            optimizer.load_state_dict(reader);
        }

        Assert.Equal(before, Settled());
    }

    // Both counts once everything that nobody refers to is finalized.
    private static (long Managed, long Native) Settled()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (Tensor.TotalCount, Shim.shim_living());
    }
}
