using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

[Collection(Alone.Name)]
public sealed class OptimizerTests
{
    public static TheoryData<string> Kinds => ["Adam", "AdamW", "SGD", "Adadelta", "RMSProp"];

    [Fact]
    public void Adadelta_on_a_square_moves_as_published()
    {
        using var w = new Parameter(ones([1], float64));
        using Adadelta optimizer = optim.Adadelta([w]);
        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            w.pow(2).sum().backward();
            optimizer.step();
        }

        // LEARNING.md: w = 1, loss w^2, defaults, 3 steps.
        Assert.Equal(0.990309045658, w.item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_state_read_back_makes_the_same_next_steps(string kind)
    {
        using Tensor inputs = tensor(Enumerable.Range(0, 12).Select(i => (float)Math.Sin(i)).ToArray(), [4L, 3L]);
        using Sequential first = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1));
        using OptimizerHelper one = Made(kind, first);
        Run(first, one, 5);

        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dat");
        using Sequential second = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1));
        second.load_state_dict(first.state_dict());
        using OptimizerHelper other = Made(kind, second);
        try
        {
            one.save_state_dict(file);
            other.load_state_dict(file);
        }
        finally
        {
            File.Delete(file);
        }

        Run(first, one, 5);
        Run(second, other, 5);
        Assert.Equal(Elements(first), Elements(second));

        void Run(Sequential network, OptimizerHelper optimizer, int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                optimizer.zero_grad();
                network.call(inputs).pow(2).mean().backward();
                optimizer.step();
            }
        }
    }

    [Fact]
    public void A_closure_s_loss_is_returned()
    {
        using Linear layer = nn.Linear(2, 1);
        using SGD optimizer = optim.SGD(layer.parameters(), 0.1);

        Tensor loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            Tensor value = layer.call(ones(1, 2)).pow(2).sum();
            value.backward();
            return value;
        })!;

        Assert.False(loss.IsInvalid);
        Assert.True(layer.call(ones(1, 2)).pow(2).sum().item<float>() < loss.item<float>());
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        using Linear used = nn.Linear(2, 1);
        using Linear unused = nn.Linear(2, 1);
        float[] before = Elements(unused);
        using Adam optimizer = optim.Adam([.. used.parameters(), .. unused.parameters()], 0.1, weight_decay: 0.5);
        used.call(ones(1, 2)).sum().backward();
        optimizer.step();

        Assert.Equal(before, Elements(unused));
    }

    [Fact]
    public void Clipping_tells_the_norm_and_leaves_small_gradients()
    {
        using var w = new Parameter(tensor(new[] { 3.0, 4.0 }));
        (w * w / 2).sum().backward();

        Assert.Equal(5, nn.utils.clip_grad_norm_([w], 10), 1e-12);
        Assert.Equal(5, nn.utils.clip_grad_norm_([w], 1), 1e-12);
        Assert.Equal(1, nn.utils.clip_grad_norm_([w], 1), 1e-6);
    }

    private static float[] Elements(nn.Module module) => [.. module.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];

    private static OptimizerHelper Made(string kind, nn.Module module) => kind switch
    {
        "Adam" => optim.Adam(module.parameters(), 0.01, weight_decay: 0.1),
        "AdamW" => optim.AdamW(module.parameters(), 0.01, weight_decay: 0.1),
        "SGD" => optim.SGD(module.parameters(), 0.05, 0.9, 0.1),
        "Adadelta" => optim.Adadelta(module.parameters()),
        _ => optim.RMSProp(module.parameters(), 0.01, momentum: 0.5, centered: true),
    };
}
