using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>Units that are simulated by networks of their own, each from its folder.</summary>
/// <param name="folders">The folder of each unit's network.</param>
/// <param name="setup">The domain.</param>
/// <param name="plan">How the networks simulate.</param>
internal sealed class NetworksOfUnits(IReadOnlyList<string> folders, ModelSetup setup, RunoffSimulationPlan plan) : IModel
{
    private readonly RunoffModel[] _models = [.. folders.Select((folder, unit) => new RunoffModel(folder, setup with { Units = setup.Units.Only(unit) }, plan))];

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new Simulation([.. _models.Select(model => model.Start(new ParameterSets(0, 1, 1)))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RunoffModel model in _models)
        {
            model.Dispose();
        }
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
