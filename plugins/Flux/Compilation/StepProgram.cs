namespace Tributary.Plugins.Flux.Compilation;

/// <summary>A part of a step: a graph and what becomes of its results.</summary>
internal sealed class StepPhase
{
    public StepGraph Graph { get; } = new();

    /// <summary>For each store the node of its new contents.</summary>
    public int[] Stores { get; set; } = [];

    /// <summary>Amounts that are added up over the substeps, by slot.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>Water that came in less water that went out.</summary>
    public int Net { get; set; }

    /// <summary>Water left behind in places that are to be empty, as a magnitude.</summary>
    public int Left { get; set; }

    /// <summary>Results: the output and the node of its value.</summary>
    public List<(int Output, int Node)> Outputs { get; } = [];
}

/// <summary>A step: a part that runs once a substep, if there are substeps, and one that runs once.</summary>
/// <param name="Substeps">How often the first part runs.</param>
/// <param name="Often">The first part; null where all runs once.</param>
/// <param name="Once">The second part.</param>
internal sealed record StepProgram(int Substeps, StepPhase? Often, StepPhase Once);
