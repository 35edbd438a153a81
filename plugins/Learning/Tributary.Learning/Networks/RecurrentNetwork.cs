using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// A network whose hidden states a head reads: <c>y[t] = head(dropout(h[t]))</c>, or with attention
/// <c>y[t] = head(dropout([context[t], h[t]]))</c> (<see cref="AdditiveAttention"/>), h being normalised where <see cref="NetworkShape.LayerNorm"/> is set.
/// </summary>
public abstract class RecurrentNetwork : RunoffNetwork
{
    private readonly nn.Module<Tensor, Tensor> _head;
    private readonly Dropout? _outputDropout;
    private readonly WeightDropout? _weightDropout;
    private readonly AdditiveAttention? _attention;
    private readonly LayerNorm[] _norms;

    private protected RecurrentNetwork(NetworkShape shape, Func<int, nn.Module<Tensor, Tensor>> head)
        : base(shape)
    {
        _outputDropout = shape.OutputDropout > 0 ? nn.Dropout(shape.OutputDropout) : null;
        _weightDropout = shape.WeightDropout > 0 ? new WeightDropout(shape.WeightDropout) : null;
        _attention = shape.Attention ? new AdditiveAttention(shape.HiddenSize) : null;
        _norms = shape.LayerNorm ? [.. Enumerable.Range(0, shape.Layers).Select(_ => nn.LayerNorm(shape.HiddenSize))] : [];
        _head = head(shape.Attention ? 2 * shape.HiddenSize : shape.HiddenSize);
    }

    /// <inheritdoc/>
    public override bool CarriesStates => _attention is null;

    /// <inheritdoc/>
    public override Tensor Answer(Tensor inputs, Tensor? statics, int predictLast)
    {
        Demand(inputs, statics);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictLast, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(predictLast, inputs.shape[0]);
        using DisposeScope scope = NewDisposeScope();
        bool lastOnly = predictLast == 1 && _attention is null;
        HiddenStates states = Run(inputs, statics, null, lastOnly);
        Tensor told = states.Output is null ? states.Last.unsqueeze(0)
            : _attention is null ? states.Output.narrow(0, inputs.shape[0] - predictLast, predictLast)
            : _attention.Read(states.Output, predictLast);
        return scope.MoveToOuter(Tell(told));
    }

    /// <inheritdoc/>
    public override (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states)
    {
        Demand(inputs, statics);
        if (!CarriesStates)
        {
            throw new InvalidOperationException("A network with attention reads a whole look-back for each step and cannot go on from states.");
        }

        using DisposeScope scope = NewDisposeScope();
        HiddenStates next = Run(inputs, statics, states, lastOnly: false);
        return (scope.MoveToOuter(Tell(next.Output!)), new NetworkStates(scope.MoveToOuter(stack(next.Hidden)), scope.MoveToOuter(stack(next.Cell))));
    }

    /// <inheritdoc/>
    public override Tensor? AttentionOf(Tensor inputs, Tensor? statics)
    {
        if (_attention is null)
        {
            return null;
        }

        Demand(inputs, statics);
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(_attention.WeightsOfLast(Run(inputs, statics, null, lastOnly: false).Output!));
    }

    /// <summary>Runs the recurrent layers.</summary>
    private protected abstract HiddenStates Run(Tensor inputs, Tensor? statics, NetworkStates? states, bool lastOnly);

    /// <summary>Registers the modules after the recurrent layers, so that a state dict has NeuralHydrology's order.</summary>
    private protected void RegisterHead(string name = "head")
    {
        (string Name, nn.Module? Module)[] modules =
        [
            ("norms", _norms.Length == 0 ? null : new NamedModules([.. _norms.Select((norm, layer) => ($"{layer}", (nn.Module)norm))])),
            ("weight_dropout", _weightDropout),
            ("attention", _attention),
            ("dropout", _outputDropout),
            (name, _head),
        ];
        foreach ((string own, nn.Module? module) in modules)
        {
            if (module is not null)
            {
                register_module(own, module);
            }
        }
    }

    /// <summary>A weight with its dropout.</summary>
    private protected Tensor Drop(Tensor weight) => _weightDropout?.Drop(weight) ?? weight;

    /// <summary>Hidden states of a layer as the next one reads them.</summary>
    private protected Tensor Normalise(Tensor hidden, int layer) => _norms.Length == 0 ? hidden : _norms[layer].call(hidden);

    /// <summary>The hidden states of the only layer.</summary>
    private protected HiddenStates OneLayer(RecurrentResult run) =>
        new(run.Output is null ? null : Normalise(run.Output, 0), Normalise(run.Hidden, 0), [run.Hidden], [run.Cell]);

    private Tensor Tell(Tensor hidden) => Head.Answer(Shape, _head.call(_outputDropout is null ? hidden : _outputDropout.call(hidden)));
}

/// <summary>What the recurrent layers of a network give.</summary>
/// <param name="Output">The last layer's hidden states, normalised where it is so set, <c>[time, batch, hidden]</c>; null where only the last are wanted.</param>
/// <param name="Last">Of them the last, <c>[batch, hidden]</c>.</param>
/// <param name="Hidden">Each layer's last hidden states, to go on from.</param>
/// <param name="Cell">Each layer's last cell states.</param>
internal sealed record HiddenStates(Tensor? Output, Tensor Last, Tensor[] Hidden, Tensor[] Cell);
