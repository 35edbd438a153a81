using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Units that are simulated by networks of their own, each from its folder.</summary>
/// <param name="folders">The folder of each unit's network.</param>
/// <param name="setup">The domain.</param>
/// <param name="plan">How the networks simulate.</param>
public sealed class NetworksOfUnits(IReadOnlyList<string> folders, ModelSetup setup, RunoffSimulationPlan plan) : IModel, IExplainable
{
    private readonly RunoffModel[] _models = [.. folders.Select((folder, unit) => new RunoffModel(folder, setup with { Units = setup.Units.Only(unit) }, plan))];

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new Simulation([.. _models.Select(model => model.Start(new ParameterSets(0, 1, 1)))]);

    /// <summary>Each network explains its own unit; the units stand side by side on the last axis.</summary>
    public IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation)
    {
        var parts = new IReadOnlyList<Attribution>[_models.Length];
        for (int unit = 0; unit < parts.Length; unit++)
        {
            ExplanationRequest own = request with { Parameters = new ParameterSets(0, 1, 1), Observed = default };
            parts[unit] = _models[unit].Explain(own, block.Only(unit), cancellation);
        }

        return [.. parts[0].Select((_, i) => SideBySide([.. parts.Select(part => part[i])]))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RunoffModel model in _models)
        {
            model.Dispose();
        }
    }

    private static Attribution SideBySide(Attribution[] parts)
    {
        float[] values = new float[parts.Sum(part => part.Values.Length)];
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = parts[at % parts.Length].Values.Span[at / parts.Length];
        }

        var units = new AttributionAxis(AttributionAxisKind.Unit, [.. parts.SelectMany(part => part.Axes[^1].Labels)]);
        return parts[0] with { Axes = [.. parts[0].Axes.SkipLast(1), units], Values = values };
    }

    private sealed class Simulation(ISimulation[] units) : ISimulation
    {
        public StateLayout States { get; } = new(units[0].States.Variables, units.Length);

        public void Advance(in SimulationBlock block)
        {
            for (int unit = 0; unit < units.Length; unit++)
            {
                units[unit].Advance(block.Only(unit));
            }
        }

        public void SaveStates(Span<double> states)
        {
            double[] own = new double[States.ElementCount];
            for (int unit = 0; unit < units.Length; unit++)
            {
                units[unit].SaveStates(own);
                for (int element = 0; element < own.Length; element++)
                {
                    states[(element * units.Length) + unit] = own[element];
                }
            }
        }

        public void RestoreStates(ReadOnlySpan<double> states)
        {
            double[] own = new double[States.ElementCount];
            for (int unit = 0; unit < units.Length; unit++)
            {
                for (int element = 0; element < own.Length; element++)
                {
                    own[element] = states[(element * units.Length) + unit];
                }

                units[unit].RestoreStates(own);
            }
        }

        public void Dispose()
        {
            foreach (ISimulation unit in units)
            {
                unit.Dispose();
            }
        }
    }
}
