using System.Globalization;
using Tributary.Contracts;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Plugins.Flux.Definition;

/// <summary>A place in a model file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal readonly record struct SourceMark(string File, int Line, int Column)
{
    /// <summary>The place of an expression's part.</summary>
    public SourceMark Behind(Place place) => this with { Column = Column + place.Offset };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>An expression of a model file.</summary>
/// <param name="Owner">What it belongs to, as <c>flux percolation</c>.</param>
/// <param name="Expression">The expression.</param>
/// <param name="At">Where it stands.</param>
internal sealed record Formula(string Owner, Expression Expression, SourceMark At)
{
    /// <summary>An error at a part of it.</summary>
    public InputException Wrong(string problem, Place part, string? remedy = null) => new($"{Owner}: {problem}", At.Behind(part).ToString(), remedy);
}

/// <summary>What a model reads at each step.</summary>
/// <param name="Name">Its name in the expressions.</param>
/// <param name="Variable">What it is.</param>
internal sealed record ForcingTerm(string Name, Variable Variable);

/// <summary>A number with a name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record ConstantTerm(string Name, double Value, string Unit);

/// <summary>A store of water.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Unit of its contents.</param>
/// <param name="Description">What it is.</param>
/// <param name="Initial">Contents before the first step; null for empty.</param>
/// <param name="MayBeNegative">Whether its contents may fall below 0.</param>
internal sealed record StoreTerm(string Name, string Unit, string Description, Formula? Initial, bool MayBeNegative);

/// <summary>A unit hydrograph: what flows in leaves over the steps from this one on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Unit of the water in it.</param>
/// <param name="Description">What it is.</param>
/// <param name="SCurve">Share of the water that has left by the time <c>t</c>.</param>
/// <param name="Longest">Number of steps after which all has left.</param>
internal sealed record DelayTerm(string Name, string Unit, string Description, Formula SCurve, int Longest);

/// <summary>Water that moves in a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The store, delay, junction, forcing or outside that it leaves.</param>
/// <param name="To">The store, delay, junction or outside that it enters.</param>
/// <param name="Value">Its amount; null for all that is there, or for what leaves a delay.</param>
/// <param name="Signed">Whether it may be negative, and then flows the other way.</param>
/// <param name="Description">What it is.</param>
/// <param name="At">Where it stands.</param>
internal sealed record FluxTerm(string Name, string From, string To, Formula? Value, bool Signed, string Description, SourceMark At);

/// <summary>A model as a file and the decisions in it define it. All names are different from each other.</summary>
internal sealed class ModelDefinition
{
    /// <summary>Name of the length of a step, d, in every expression.</summary>
    public const string StepName = "dt";

    /// <summary>Name of the time since water came in, d, in an S-curve.</summary>
    public const string TimeName = "t";

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Its file; the name alone where it comes with the plugin.</summary>
    public required string File { get; init; }

    public required TimeSpan ShortestStep { get; init; }

    public required TimeSpan LongestStep { get; init; }

    public required int Substeps { get; init; }

    public List<ForcingTerm> Forcing { get; } = [];

    public List<ConstantTerm> Constants { get; } = [];

    public List<ParameterDeclaration> Parameters { get; } = [];

    public List<StoreTerm> Stores { get; } = [];

    public List<DelayTerm> Delays { get; } = [];

    /// <summary>Places that are empty at the start and at the end of every step.</summary>
    public List<string> Junctions { get; } = [];

    /// <summary>What lies outside the model, by name, with what it is; runoff is the first.</summary>
    public List<(string Name, string Description)> Outside { get; } = [];

    public Dictionary<string, Formula> Values { get; } = [];

    public List<FluxTerm> Fluxes { get; } = [];

    public StoreTerm? Store(string name) => Stores.Find(store => store.Name == name);

    public int DelayIndex(string name) => Delays.FindIndex(delay => delay.Name == name);

    public bool IsOutside(string name) => Outside.Exists(outside => outside.Name == name);

    public bool IsForcing(string name) => Forcing.Exists(forcing => forcing.Name == name);

    /// <summary>Index of the first flux that runs once a step; those before it run once a substep.</summary>
    public int FirstOncePerStep => Substeps == 1 ? 0 : Fluxes.FindIndex(flux => DelayIndex(flux.From) >= 0) is >= 0 and int first ? first : Fluxes.Count;
}
