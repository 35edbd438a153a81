using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// The network of Ma et al. (2021, WRR 57, e2020WR028600) for transfer between continents, by the parameters' names of hydroDL's CudnnLstmModel:
/// <code>
/// u[t] = ReLU(linearIn([x[t], s]))
/// i, f, g, o = (w_ih m_ih) u[t] + b_ih + (w_hh m_hh) h[t-1] + b_hh
/// c[t] = sigmoid(f) c[t-1] + sigmoid(i) tanh(g)
/// h[t] = sigmoid(o) tanh(c[t])
/// y[t] = linearOut(h[t])
/// </code>
/// with masks m of <see cref="NetworkShape.WeightDropout"/>, the same at all steps. linearOut is one layer whatever the head gives.
/// </summary>
public sealed class InputTransformNetwork : RecurrentNetwork
{
    private readonly Linear _linearIn;
    private readonly NamedParameters _lstm;

    /// <summary>Makes it with hydroDL's first values, which are PyTorch's.</summary>
    internal InputTransformNetwork(NetworkShape shape)
        : base(shape, inputs => nn.Linear(inputs, shape.Outputs))
    {
        long units = shape.HiddenSize;
        double bound = 1 / Math.Sqrt(units);
        _linearIn = nn.Linear(shape.Inputs + shape.Statics, units);
        Tensor bias = NamedParameters.Uniform(bound, 4 * units);
        if (shape.ForgetBias is { } forget)
        {
            nn.init.constant_(bias.narrow(0, units, units), forget);
        }

        _lstm = new NamedParameters(
            ("w_ih", NamedParameters.Uniform(bound, 4 * units, units)),
            ("w_hh", NamedParameters.Uniform(bound, 4 * units, units)),
            ("b_ih", NamedParameters.Uniform(bound, 4 * units)),
            ("b_hh", bias));
        register_module("linearIn", _linearIn);
        register_module("lstm", _lstm);
        RegisterHead("linearOut");
    }

    private protected override HiddenStates Run(Tensor inputs, Tensor? statics, NetworkStates? states, bool lastOnly) =>
        OneLayer(Recurrence.Run(Transform(inputs, statics), new RecurrentLayer(Drop(_lstm["w_ih"]), Drop(_lstm["w_hh"]))
        {
            InputBias = _lstm["b_ih"],
            HiddenBias = _lstm["b_hh"],
            Hidden = states?.Hidden[0],
            Cell = states?.Cell[0],
            LastOnly = lastOnly,
        }));

    private Tensor Transform(Tensor inputs, Tensor? statics)
    {
        Tensor weight = _linearIn.weight!;
        Tensor bias = _linearIn.bias!;
        if (statics is null)
        {
            return nn.functional.linear(inputs, weight, bias).relu();
        }

        Tensor constant = nn.functional.linear(statics, weight.narrow(1, Shape.Inputs, Shape.Statics), bias);
        return (nn.functional.linear(inputs, weight.narrow(1, 0, Shape.Inputs)) + constant).relu();
    }
}
