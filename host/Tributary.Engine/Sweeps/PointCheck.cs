namespace Tributary.Engine;

/// <summary>Checks every point of a sweep as a workflow of its own, so that none fails for a value that could have been known to be wrong.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="source">The file.</param>
internal sealed class PointCheck(SweepPlan sweep, YamlSource source)
{
    private readonly Dictionary<(string Place, string Message), (List<SweepPoint> Points, HashSet<int> Items)> _found = [];

    /// <summary>Checks all.</summary>
    /// <exception cref="WorkflowProblemsException">Some are wrong; what is wrong with several is told once.</exception>
    public void Run()
    {
        SweepPoint[] all = [.. sweep.Points, .. sweep.Probes()];
        foreach (SweepPoint point in all)
        {
            Check(point, sweep.Steps?[0].Resource);
        }

        foreach (HalvingStep step in sweep.Steps?.Skip(1) ?? [])
        {
            Check(sweep.Points[0], step.Resource);
        }

        var problems = new ProblemList(source);
        foreach (((string place, string message), (List<SweepPoint> points, HashSet<int> items)) in _found)
        {
            int item = items.Count == 1 ? items.First() : -1;
            bool isOfAll = points.Count >= all.Length && points.Count > 1;
            string others = points.Count > 1 ? $" (and {points.Count - 1} more)" : string.Empty;
            string number = points[0].Number > 0 ? $"point {points[0].Number}{others}, " : string.Empty;
            problems.Add(
                item < 0 ? place : $"{place}[{item}]",
                isOfAll ? message : $"{number}{sweep.TextOf(points[0])}: {message}",
                ofKey: item < 0 && isOfAll);
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
        (string Place, int Item)? own = sweep.PlaceOf(problem.Key, point);
        (string, string) key = (own?.Place ?? "sweep.over", own is null && problem.Key.Length > 0 ? $"{problem.Key}: {problem.Message}" : problem.Message);
        if (!_found.TryGetValue(key, out (List<SweepPoint> Points, HashSet<int> Items) known))
        {
            _found[key] = known = ([], []);
        }

        known.Points.Add(point);
        known.Items.Add(own?.Item ?? -1);
    }
}
