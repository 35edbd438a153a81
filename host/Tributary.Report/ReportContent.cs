namespace Tributary.Report;

/// <summary>All that a run's report shows. The same content always gives the same bytes.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Time">The time steps that every series stands on.</param>
/// <param name="Basins">The basins, in the order in which they are offered.</param>
public sealed record ReportContent(string Name, ReportTime Time, IReadOnlyList<ReportBasin> Basins)
{
    /// <summary>What the run is about; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What made the report, as <c>Tributary 0.1.0</c>.</summary>
    public string Version { get; init; } = "Tributary";

    /// <summary>Short facts for the header, as period, basins, forcing and objective.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>What a reader must know before trusting the numbers.</summary>
    public IReadOnlyList<ReportNote> Notes { get; init; } = [];

    /// <summary>The split periods, in the order of the workflow file.</summary>
    public IReadOnlyList<ReportPeriod> Periods { get; init; } = [];

    /// <summary>The scores that members may carry, in the order of the table.</summary>
    public IReadOnlyList<ReportScore> Scores { get; init; } = [];

    /// <summary>The map; null where the run has no outlines.</summary>
    public ReportMap? Map { get; init; }

    /// <summary>What helps to choose among the simulations; null where there is nothing to choose.</summary>
    public ReportDecision? Decision { get; init; }

    /// <summary>The sweep whose best point the run is; null where there was none.</summary>
    public ReportSweep? Sweep { get; init; }

    /// <summary>The study of transfer whose greatest source and longest record the run is of; null where there was none.</summary>
    public ReportStudy? Study { get; init; }
}

/// <summary>Regular time steps.</summary>
/// <param name="Start">Start of the first step; its kind is ignored and it is shown as it is.</param>
/// <param name="StepSeconds">Length of a step in seconds.</param>
/// <param name="Count">Number of steps.</param>
public sealed record ReportTime(DateTime Start, long StepSeconds, int Count);

/// <summary>A line of the header.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Value">The value.</param>
public sealed record ReportFact(string Label, string Value);

/// <summary>A remark above the charts.</summary>
/// <param name="Text">The remark, a sentence.</param>
/// <param name="Warning">Whether it is a warning.</param>
public sealed record ReportNote(string Text, bool Warning = false);

/// <summary>A split period. One whose name begins with <c>warm</c> is left out where all periods are taken together.</summary>
/// <param name="Name">Its name in the workflow file, as <c>calibration</c>.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant after it.</param>
public sealed record ReportPeriod(string Name, DateTime Start, DateTime End);

/// <summary>A score.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">Its unit as CF writes it; <c>1</c> where it has none.</param>
/// <param name="Best">Its value for a perfect simulation; the member nearest to it is set in bold.</param>
/// <param name="Definition">Its definition and source.</param>
public sealed record ReportScore(string Name, string Label, string Unit, double Best, string Definition);

/// <summary>A basin and its hydrographs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Members">The simulations; members of the same name are one member over all basins.</param>
public sealed record ReportBasin(string Id, IReadOnlyList<ReportMember> Members)
{
    /// <summary>Catchment area in km2; null where it is unknown.</summary>
    public double? AreaKm2 { get; init; }

    /// <summary>Observed discharge in m3 s-1, NaN at a gap; null where nothing was observed.</summary>
    public double[]? Observed { get; init; }

    /// <summary>Precipitation in mm per step; null where there is none.</summary>
    public double[]? Precipitation { get; init; }
}

/// <summary>One simulation of a basin.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Model">The model's name for people, as <c>GR4J with CemaNeige</c>.</param>
/// <param name="Simulated">Simulated discharge in m3 s-1, NaN where there is none.</param>
public sealed record ReportMember(string Name, string Model, double[] Simulated)
{
    /// <summary>Whether it is the member or combination that the run's results take.</summary>
    public bool Chosen { get; init; }

    /// <summary>The scores of each period that has some.</summary>
    public IReadOnlyList<ReportPeriodScores> Scores { get; init; } = [];

    /// <summary>The parameters; empty where the member has none.</summary>
    public IReadOnlyList<ReportParameter> Parameters { get; init; } = [];

    /// <summary>How the calibration went; null where there was none.</summary>
    public ReportCalibration? Calibration { get; init; }

    /// <summary>Bars of what is known of the simulation: how reliable its quantiles are, which parameters matter.</summary>
    public IReadOnlyList<ReportPanel> Panels { get; init; } = [];

    /// <summary>What the model says of where its results came from; empty where it was not asked.</summary>
    public IReadOnlyList<ReportExplanation> Explanations { get; init; } = [];

    /// <summary>What it went by, through the year; null where it does not say.</summary>
    public ReportInfluence? Influence { get; init; }
}

/// <summary>Named bars, in their order.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Description">How to read them, in one sentence.</param>
/// <param name="Names">A name a bar.</param>
/// <param name="Values">Their lengths, NaN where there is none.</param>
public sealed record ReportPanel(string Title, string Description, IReadOnlyList<string> Names, double[] Values);

/// <summary>Weights of inputs: by name and lag a heat map, by lag a line, by name bars.</summary>
/// <param name="Name">What they are, as <c>integrated_gradients</c>.</param>
/// <param name="Description">How to read them, in one sentence.</param>
/// <param name="Unit">Their unit as CF writes it; <c>1</c> where they have none.</param>
/// <param name="Names">Input variables or static attributes; empty for none.</param>
/// <param name="Lags">Time steps before the output, ascending; empty for none.</param>
/// <param name="Values">The weights, <c>[name][lag]</c>, NaN where there is none.</param>
public sealed record ReportExplanation(string Name, string Description, string Unit, IReadOnlyList<string> Names, IReadOnlyList<double> Lags, double[] Values);

/// <summary>The scores of one period.</summary>
/// <param name="Period">The period's name.</param>
/// <param name="Values">The values; NaN where a score is undefined.</param>
public sealed record ReportPeriodScores(string Period, IReadOnlyList<ReportScoreValue> Values);

/// <summary>The value of a score.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Value">Its value.</param>
public sealed record ReportScoreValue(string Score, double Value);

/// <summary>A parameter of a member.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">Its unit as CF writes it; <c>1</c> where it has none.</param>
/// <param name="Lower">Lower bound; NaN where there is none.</param>
/// <param name="Upper">Upper bound; NaN where there is none.</param>
/// <param name="Description">What it means.</param>
/// <param name="Calibrated">Whether it was calibrated; otherwise it was given.</param>
public sealed record ReportParameter(string Name, double Value, string Unit, double Lower, double Upper, string Description, bool Calibrated);

/// <summary>The course of a calibration.</summary>
/// <param name="Objective">The objective for people, as <c>KGE</c>.</param>
/// <param name="Starts">For each start, its best objective so far after each evaluation.</param>
public sealed record ReportCalibration(string Objective, IReadOnlyList<IReadOnlyList<ReportEvaluation>> Starts)
{
    /// <summary>What can be reached of several scores; null where one was maximised.</summary>
    public ReportFront? Front { get; init; }
}

/// <summary>A Pareto front.</summary>
/// <param name="Scores">The scores for people; one where a lower value is better stands with a minus.</param>
/// <param name="Points">Their values at each point, higher being better, sorted by the first.</param>
/// <param name="Chosen">Index of the point that was taken.</param>
public sealed record ReportFront(IReadOnlyList<string> Scores, IReadOnlyList<double[]> Points, int Chosen);

/// <summary>A point of a calibration's course.</summary>
/// <param name="Evaluation">The evaluation, counted from 1.</param>
/// <param name="Best">Best objective of its start so far.</param>
public sealed record ReportEvaluation(int Evaluation, double Best);
