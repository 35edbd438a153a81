using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>States saved at any block edge, and restored into a simulation of its own, go on with the same bits. A model that carries none may refuse to save, and is not examined.</summary>
internal sealed class RestartCheck() : Check("restart", "states saved and restored at any edge change no bit")
{
    public override Finding OfModel(ModelSubject subject)
    {
        using ModelTrial trial = subject.Trial();
        bool carries = subject.Descriptor.Capabilities.HasFlag(Capabilities.Stateful);
        using (ISimulation simulation = trial.Start(subject.DefaultSet))
        {
            if (carries != simulation.States.Length > 0)
            {
                return Finding.Failed(carries ? "it says that it carries states, but its simulation has none" : "its simulation has states, but it does not say that it carries any");
            }

            if (!carries && Refusal(simulation) is { } refusal)
            {
                return Finding.NotApplicable(refusal);
            }
        }

        int plans = subject.Problem is null ? 20 : 4;
        return Finding.Of(SimulationPromises.RestartsChangeNoBit(trial, subject.DefaultSet, plans), $"{plans} runs with restarts at random edges");
    }

    private static string? Refusal(ISimulation simulation)
    {
        try
        {
            simulation.SaveStates([]);
            return null;
        }
        catch (InputException error)
        {
            return error.Problem;
        }
    }

    public override Finding OfRouting(RoutingSubject subject) =>
        BlocksCheck.OfRouting(subject, (trial, inflow, blocks) => trial.Run(inflow, blocks, restarts: false), restarts: true);
}
