using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>What makes a forecast network's answer of its hidden states: one linear layer, or two for a mixture.</summary>
internal sealed class ForecastHead : nn.Module<Tensor, Tensor>
{
    private const int MixtureUnits = 100;

    private readonly nn.Module<Tensor, Tensor> _first;
    private readonly nn.Module<Tensor, Tensor>? _second;
    private readonly string _activation;

    /// <param name="shape">The network's sizes.</param>
    /// <param name="inputs">Hidden units.</param>
    /// <param name="outputs">Outputs.</param>
    public ForecastHead(ForecastShape shape, long inputs, long outputs)
        : base(nameof(ForecastHead))
    {
        _activation = shape.Head == HeadKind.Regression ? shape.OutputActivation : "linear";
        if (shape.Head == HeadKind.Regression)
        {
            _first = nn.Sequential(nn.Linear(inputs, outputs));
            register_module("net", _first);
            return;
        }

        _first = nn.Linear(inputs, MixtureUnits);
        _second = nn.Linear(MixtureUnits, outputs);
        register_module("fc1", _first);
        register_module("fc2", _second);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor answer = _first.call(input);
        answer = _second is null ? answer : _second.call(answer.relu());
        return scope.MoveToOuter(_activation switch
        {
            "relu" => answer.relu(),
            "softplus" => answer.softplus(),
            _ => answer,
        });
    }
}
