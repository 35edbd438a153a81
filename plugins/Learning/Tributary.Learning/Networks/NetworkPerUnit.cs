using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A network for every unit of a domain, trained together; the batch is the units. Each is kept, and simulates, by itself.</summary>
public sealed class NetworkPerUnit : RunoffNetwork
{
    private readonly RunoffNetwork[] _units;

    /// <summary>Makes the networks.</summary>
    /// <param name="shape">The sizes of each.</param>
    /// <param name="count">Number of units.</param>
    internal NetworkPerUnit(NetworkShape shape, int count)
        : base(shape)
    {
        _units = [.. Enumerable.Range(0, count).Select(_ => Networks.Make(shape))];
        for (int unit = 0; unit < count; unit++)
        {
            register_module($"unit_{unit + 1}", _units[unit]);
        }
    }

    /// <summary>The network of each unit.</summary>
    public IReadOnlyList<RunoffNetwork> Units => _units;

    /// <inheritdoc/>
    public override bool CarriesStates => false;

    /// <inheritdoc/>
    public override Tensor Answer(Tensor inputs, Tensor? statics, int predictLast)
    {
        if (inputs.shape[1] != _units.Length)
        {
            throw new ArgumentException($"A batch has {inputs.shape[1]} windows, not one of each of {_units.Length} units.", nameof(inputs));
        }

        return cat([.. _units.Select((network, unit) => network.Answer(inputs.narrow(1, unit, 1).contiguous(), statics?.narrow(0, unit, 1), predictLast))], 1);
    }

    /// <inheritdoc/>
    public override (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states) =>
        throw new InvalidOperationException("Each unit's network carries states of its own; let them simulate by themselves.");
}
