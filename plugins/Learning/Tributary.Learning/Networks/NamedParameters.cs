using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Parameters under names of their own, as <c>weight_ih_l0</c>.</summary>
internal sealed class NamedParameters : nn.Module
{
    public NamedParameters(params (string Name, Tensor Values)[] parameters)
        : base(nameof(NamedParameters))
    {
        foreach ((string name, Tensor values) in parameters)
        {
            register_parameter(name, new Parameter(values));
            values.Dispose();
        }
    }

    /// <summary>A parameter, looked up at each use: a conversion to another type may put another in its place.</summary>
    public Parameter this[string name] => get_parameter(name)!;

    /// <summary>Uniform random numbers between -bound and bound.</summary>
    public static Tensor Uniform(double bound, params long[] shape)
    {
        Tensor values = empty(shape, float32);
        nn.init.uniform_(values, -bound, bound);
        return values;
    }
}
