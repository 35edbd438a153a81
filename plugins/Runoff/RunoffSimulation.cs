using Tributary.Contracts;

namespace Tributary.Plugins.Runoff;

/// <summary>Passes the given runoff on, multiplied. It has no states.</summary>
/// <param name="parameters">The factor of each unit.</param>
internal sealed class RunoffSimulation(ParameterSets parameters) : ISimulation
{
    public StateLayout States { get; } = new([], parameters.Count);

    public void Advance(in SimulationBlock block)
    {
        ReadOnlySpan<double> factor = parameters[0];
        for (int unit = 0; unit < factor.Length; unit++)
        {
            ReadOnlySpan<double> given = block.Forcing(0, unit);
            Span<double> runoff = block.Output(0, unit);
            for (int step = 0; step < runoff.Length; step++)
            {
                runoff[step] = factor[unit] * given[step];
            }
        }
    }

    public void SaveStates(Span<double> states)
    {
    }

    public void RestoreStates(ReadOnlySpan<double> states)
    {
    }

    public void Dispose()
    {
    }
}
