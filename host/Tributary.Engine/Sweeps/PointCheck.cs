namespace Tributary.Engine;

/// <summary>Checks every point of a sweep as a workflow of its own, so that none fails for a value that could have been known to be wrong.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="source">The file.</param>
internal sealed class PointCheck(SweepPlan sweep, YamlSource source)
{
    private readonly Dictionary<(string Place, string Message), (SweepPoint First, int Count)> _found = [];

    /// <summary>Checks all.</summary>
    /// <exception cref="WorkflowProblemsException">Some are wrong; what is wrong with several is told once.</exception>
    public void Run()
    {
        foreach (SweepPoint point in sweep.Points)
        {
            Check(point, sweep.Steps?[0].Resource);
        }

        foreach (HalvingStep step in sweep.Steps?.Skip(1) ?? [])
        {
            Check(sweep.Points[0], step.Resource);
        }

        var problems = new ProblemList(source);
        foreach (((string place, string message), (SweepPoint first, int count)) in _found)
        {
            bool isOfAll = count >= sweep.Points.Count && sweep.Points.Count > 1;
            string others = count > 1 ? $" (and {count - 1} more)" : string.Empty;
            problems.Add(place, isOfAll ? $"all points: {message}" : $"point {first.Number}{others}, {sweep.TextOf(first)}: {message}");
        }

        problems.ThrowIfAny();
    }

    private void Check(SweepPoint point, int? resource)
    {
        try
        {
            if (sweep.Compared(sweep.Variant(point, resource)).Count == 0)
            {
                Add(point, new Problem("none of its members is compared", "sweep.members", source.PlaceOf("sweep.members")));
            }
        }
        catch (WorkflowProblemsException error)
        {
            foreach (Problem problem in error.Problems)
            {
                Add(point, problem);
            }
        }
    }

    private void Add(SweepPoint point, Problem problem)
    {
        string? own = sweep.PlaceOf(problem.Key, point);
        (string, string) key = (own ?? "sweep.over", own is null && problem.Key.Length > 0 ? $"{problem.Key}: {problem.Message}" : problem.Message);
        _found[key] = _found.TryGetValue(key, out (SweepPoint First, int Count) known) ? (known.First, known.Count + 1) : (point, 1);
    }
}
