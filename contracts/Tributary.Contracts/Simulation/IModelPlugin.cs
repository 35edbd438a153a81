using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A plugin that offers a hydrological model.</summary>
public interface IModelPlugin : IPlugin
{
    /// <summary>What the model is with these settings.</summary>
    /// <exception cref="InputException">The settings contradict each other.</exception>
    ModelDescriptor Describe(JsonElement settings);

    /// <summary>Prepares the model on a domain: everything that depends on neither parameters nor time.</summary>
    /// <exception cref="InputException">The domain lacks something that the model needs.</exception>
    IModel Prepare(JsonElement settings, ModelSetup setup);
}

/// <summary>What a model is prepared on.</summary>
public sealed record ModelSetup
{
    /// <summary>The units on which it runs.</summary>
    public required CatchmentUnits Units { get; init; }

    /// <summary>Time step of the simulation.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>What the host offers.</summary>
    public required IHostServices Services { get; init; }

    /// <summary>For each forcing variable of the descriptor, whether the workflow provides it; null means all.</summary>
    public IReadOnlyList<bool>? ForcingProvided { get; init; }

    /// <summary>The gauges, for a model that writes discharge there; empty otherwise.</summary>
    public IReadOnlyList<Gauge> Gauges { get; init; } = [];

    /// <summary>Folder with what a training stored; null for a model that was not trained.</summary>
    public string? ArtefactFolder { get; init; }

    /// <summary>Whether the forcing variable with this index is provided.</summary>
    public bool Provides(int forcing) => ForcingProvided?[forcing] ?? true;
}

/// <summary>
/// A model on a domain. After <see cref="Survey"/> nothing in it changes, so that simulations may be started from several threads.
/// </summary>
public interface IModel : IDisposable
{
    /// <summary>
    /// Sees the whole forcing of a run once, block by block in order of time, before the first cold start. Only called where the descriptor
    /// says <see cref="Capabilities.SurveysForcing"/>. What a model learns here belongs into its states, so that a later run that
    /// restores them needs no survey.
    /// </summary>
    void Survey(in SimulationBlock forcing)
    {
    }

    /// <summary>
    /// Starts a simulation from the model's own initial states, for one or many parameter sets at once. With S sets on U units the simulation
    /// has S x U units, the sets outermost; all sets see the same forcing.
    /// </summary>
    ISimulation Start(ParameterSets parameters);
}
