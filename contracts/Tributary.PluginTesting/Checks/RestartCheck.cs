using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>States saved at any block edge, and restored into a simulation of its own, go on with the same bits.</summary>
internal sealed class RestartCheck() : Check("restart", "states saved and restored at any edge change no bit")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        using (ISimulation simulation = trial.Start(subject.DefaultSet))
        {
            bool carries = subject.Descriptor.Capabilities.HasFlag(Capabilities.Stateful);
            if (carries != simulation.States.Length > 0)
            {
                return Finding.Failed(carries ? "it says that it carries states, but its simulation has none" : "its simulation has states, but it does not say that it carries any");
            }
        }

        int plans = subject.Problem is null ? 20 : 4;
        return Finding.Of(SimulationPromises.RestartsChangeNoBit(trial, subject.DefaultSet, plans), $"{plans} runs with restarts at random edges");
    }

    public override Finding OfRouting(RoutingSubject subject) =>
        BlocksCheck.OfRouting(subject, (trial, inflow, blocks) => trial.Run(inflow, blocks, restarts: false), restarts: true);
}
