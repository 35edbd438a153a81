using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Recorded gradients against central differences, for every element of every parameter and input.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-6;

    public static TheoryData<NetworkKind, bool, HeadKind> Cases => new()
    {
        { NetworkKind.Lstm, false, HeadKind.Regression },
        { NetworkKind.Lstm, true, HeadKind.Quantiles },
        { NetworkKind.EaLstm, false, HeadKind.Regression },
        { NetworkKind.EaLstm, true, HeadKind.Regression },
        { NetworkKind.McLstm, false, HeadKind.Regression },
        { NetworkKind.InputTransform, false, HeadKind.Regression },
        { NetworkKind.InputTransform, true, HeadKind.Quantiles },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void They_are_the_slopes(NetworkKind kind, bool isRich, HeadKind head)
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = new()
        {
            Kind = kind,
            Inputs = 2,
            Statics = 2,
            HiddenSize = 3,
            Layers = isRich && kind == NetworkKind.Lstm ? 2 : 1,
            Attention = isRich,
            LayerNorm = isRich,
            StaticsEmbedding = kind == NetworkKind.InputTransform ? 0 : 1,
            Head = head,
            Quantiles = head == HeadKind.Quantiles ? [0.1, 0.5, 0.9] : [],
        };
        RunoffNetwork network = Make.Network(shape);
        Tensor inputs = (Make.Inputs(shape, 4, 2) + 0.1).detach().requires_grad_();
        Tensor statics = Make.Statics(shape, 2)!.detach().requires_grad_();
        Tensor[] leaves = [inputs, statics, .. network.parameters()];

        IList<Tensor> gradients = autograd.grad([Loss(network, inputs, statics)], leaves);

        using IDisposable still = no_grad();
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            Tensor flat = leaves[leaf].view(-1);
            double[] recorded = gradients[leaf].contiguous().data<double>().ToArray();
            for (int element = 0; element < recorded.Length; element++)
            {
                Tensor one = flat.narrow(0, element, 1);
                one.add_(Step);
                double above = Loss(network, inputs, statics).item<double>();
                one.add_(-2 * Step);
                double below = Loss(network, inputs, statics).item<double>();
                one.add_(Step);
                Assert.Equal((above - below) / (2 * Step), recorded[element], 1e-7);
            }
        }
    }

    private static Tensor Loss(RunoffNetwork network, Tensor inputs, Tensor statics)
    {
        Tensor answer = network.Answer(inputs, statics, 2);
        return ((answer * answer) + (0.3 * answer)).sum();
    }
}
