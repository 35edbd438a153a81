namespace Tributary.Contracts;

/// <summary>What a model is, said before it runs. It may depend on the model's settings (a variant, a snow option).</summary>
public sealed record ModelDescriptor
{
    /// <summary>The model's name as its field writes it, as <c>GR4J</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Parameters that the host may set and calibrate, in the order in which the model reads them.</summary>
    public IReadOnlyList<ParameterDeclaration> Parameters { get; init; } = [];

    /// <summary>Forcing that it reads, in the order in which the model reads it.</summary>
    public IReadOnlyList<ForcingDeclaration> Forcing { get; init; } = [];

    /// <summary>Static attributes of the units that it reads.</summary>
    public IReadOnlyList<AttributeDeclaration> Attributes { get; init; } = [];

    /// <summary>What a trainable model can learn from beside discharge, where it is observed.</summary>
    public IReadOnlyList<Variable> Targets { get; init; } = [];

    /// <summary>What it can write, in the order in which the model writes it. The first is its main result.</summary>
    public required IReadOnlyList<OutputDeclaration> Outputs { get; init; }

    /// <summary>The divisions of a domain on which it makes sense.</summary>
    public SpatialModes SpatialModes { get; init; } = SpatialModes.All;

    /// <summary>Whether it reads forcing per unit or as grids.</summary>
    public InputKind InputKind { get; init; } = InputKind.Units;

    /// <summary>Shortest time step that it accepts.</summary>
    public TimeSpan ShortestStep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time step that it accepts.</summary>
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Forcing that it must have seen before its first output, as the look-back of a network; zero for most models.</summary>
    public TimeSpan History { get; init; } = TimeSpan.Zero;

    /// <summary>What it can do beside simulating.</summary>
    public Capabilities Capabilities { get; init; } = Capabilities.Stateful | Capabilities.SpatiallyIndependent;

    /// <summary>Methods by which its model explains itself, as <c>attention</c> or <c>integrated_gradients</c>; empty for a model that is no <see cref="IExplainable"/>.</summary>
    public IReadOnlyList<string> Explanations { get; init; } = [];

    /// <summary>Files and folders that it reads by itself, as weights that were trained elsewhere: results depend on what is in them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What enters and leaves it, for a model that keeps water; null for one that does not promise to.</summary>
    public WaterBalance? WaterBalance { get; init; }

    /// <summary>Index of a parameter by name; -1 where there is none.</summary>
    public int ParameterIndex(string name) => IndexOf(Parameters, name, parameter => parameter.Name);

    /// <summary>Index of an output by name; -1 where there is none.</summary>
    public int OutputIndex(string name) => IndexOf(Outputs, name, output => output.Variable.Name);

    private static int IndexOf<T>(IReadOnlyList<T> items, string name, Func<T, string> nameOf)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (nameOf(items[i]) == name)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Divisions of a domain into units.</summary>
[Flags]
public enum SpatialModes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>One unit a basin.</summary>
    Lumped = 1,

    /// <summary>Subbasins or hydrological response units with reaches between them.</summary>
    SemiDistributed = 2,

    /// <summary>Grid cells.</summary>
    Distributed = 4,

    /// <summary>Any of them.</summary>
    All = Lumped | SemiDistributed | Distributed,
}

/// <summary>How a model reads its forcing.</summary>
public enum InputKind
{
    /// <summary>One series a unit, <c>[variable][unit][time]</c> in double.</summary>
    Units,

    /// <summary>Grids, <c>[time][variable][y][x]</c> in float32.</summary>
    Grid,
}

/// <summary>What a model can do beside simulating.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>Nothing beside simulating.</summary>
    None = 0,

    /// <summary>It carries states from one block to the next, and can save and restore them.</summary>
    Stateful = 1,

    /// <summary>It learns from data; its plugin implements <see cref="ITrainablePlugin"/>.</summary>
    Trainable = 2,

    /// <summary>Some of its outputs are quantiles or members of a distribution.</summary>
    Probabilistic = 4,

    /// <summary>It can say which inputs an output came from; its model implements <see cref="IExplainable"/>.</summary>
    Explainable = 8,

    /// <summary>It offers its vector-Jacobian product.</summary>
    Adjoint = 16,

    /// <summary>No unit's result depends on another unit, so that the host may split the units as it likes.</summary>
    SpatiallyIndependent = 32,

    /// <summary>It wants to see the whole forcing once before a cold start; see <see cref="IModel.Survey"/>.</summary>
    SurveysForcing = 64,

    /// <summary>It copes with gaps (NaN) in its forcing; without this the host refuses a forcing with gaps.</summary>
    AcceptsGaps = 128,
}
