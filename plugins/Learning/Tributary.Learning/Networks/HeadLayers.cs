using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// From hidden states to a head's outputs, by NeuralHydrology's names: one line <c>net.0</c> for values and quantiles; <c>fc2(ReLU(fc1(h)))</c> over 100
/// units for mixtures.
/// </summary>
internal sealed class HeadLayers : nn.Module<Tensor, Tensor>
{
    private const int MixtureUnits = 100;

    private readonly Linear? _first;
    private readonly Linear _last;

    public HeadLayers(NetworkShape shape, int inputs)
        : base(nameof(HeadLayers))
    {
        if (shape.Head is HeadKind.Laplace or HeadKind.Gaussian)
        {
            _first = nn.Linear(inputs, MixtureUnits);
            _last = nn.Linear(MixtureUnits, shape.Outputs);
            register_module("fc1", _first);
            register_module("fc2", _last);
        }
        else
        {
            _last = nn.Linear(inputs, shape.Outputs);
            register_module("net", new NamedModules(("0", _last)));
        }
    }

    public override Tensor forward(Tensor input) => RowsAlike.Of(_last, _first is null ? input : RowsAlike.Of(_first, input).relu());
}
