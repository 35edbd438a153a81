using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A sweep whose points have all been checked as workflows of their own; no data has been read.</summary>
public sealed class SweepPlan
{
    private readonly WorkflowPlan _base;
    private readonly KeyPath? _resource;

    private SweepPlan(WorkflowPlan plan, SweepSection section)
    {
        _base = plan;
        Section = section;
        Axes = [.. section.Over.Select(entry => new SweepAxis(entry.Key, KeyPath.Find(plan.Source.Root, entry.Key), entry.Value))];
        _resource = section.Halving is { } halving ? KeyPath.Find(plan.Source.Root, halving.Resource) : null;
        Label();
    }

    /// <summary>What the workflow says of it.</summary>
    public SweepSection Section { get; }

    /// <summary>The same as it stands in the file.</summary>
    internal JsonNode? Said => _base.Source.Root["sweep"];

    /// <summary>The keys that it goes over.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; }

    /// <summary>The points; by tpe those that it begins with.</summary>
    public IReadOnlyList<SweepPoint> Points { get; private set; } = [];

    /// <summary>How many points are tried at most.</summary>
    public int PointCount => Section.Method == SweepSection.Tpe ? Section.Budget!.Value : Points.Count;

    /// <summary>The steps of successive halving; null for the other methods.</summary>
    public IReadOnlyList<HalvingStep>? Steps { get; private set; }

    /// <summary>The score that points are compared by.</summary>
    public IMetric Metric => _base.Metrics[Section.Metric];

    /// <summary>The end of the resource's path; null where nothing is halved.</summary>
    public string? ResourceLabel => Section.Halving?.Resource.Split('.')[^1];

    /// <summary>Makes the points and checks each.</summary>
    /// <exception cref="WorkflowProblemsException">A point is no workflow that could run; points and keys are named.</exception>
    internal static SweepPlan Read(WorkflowPlan plan, SweepSection section)
    {
        var sweep = new SweepPlan(plan, section);
        var problems = new ProblemList(plan.Source);
        foreach (SweepAxis axis in sweep.Axes.Where(axis => axis.IsRange))
        {
            axis.IsWhole = sweep.Refuses(axis.Path, JsonValue.Create(axis.Between));
            if (axis.Fault() is { } fault)
            {
                problems.Add($"sweep.over.{axis.Key}", fault);
            }
        }

        if (section.Halving is { } halving && !sweep.Refuses(sweep._resource!, JsonValue.Create(halving.From + 0.5)))
        {
            problems.Add("sweep.halving.resource", $"{halving.Resource} does not take whole numbers only; a resource is counted, as epochs or a budget of model runs");
        }

        problems.ThrowIfAny();
        sweep.MakePoints(problems);
        problems.ThrowIfAny();
        new PointCheck(sweep, plan.Source).Run();
        return sweep;
    }

    /// <summary>The workflow of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="resource">What successive halving gives it; null where nothing is halved.</param>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it; all of it is listed.</exception>
    internal WorkflowPlan Variant(SweepPoint point, int? resource)
    {
        JsonObject root = Whole();
        for (int i = 0; i < Axes.Count; i++)
        {
            Axes[i].Path.Set(root, point.Values[i]);
        }

        if (resource is { } given)
        {
            _resource!.Set(root, JsonValue.Create(given));
        }

        return _base.Vary(root);
    }

    /// <summary>The members of a variant that are run and compared.</summary>
    internal IReadOnlyList<MemberPlan> Compared(WorkflowPlan variant)
    {
        if (Section.Members is { } named)
        {
            return [.. variant.Members.Where(member => named.Contains(member.Name))];
        }

        return Axes.All(axis => axis.Path.Member is not null)
            ? [.. variant.Members.Where((_, index) => Axes.Any(axis => axis.Path.Member == index))]
            : variant.Members;
    }

    /// <summary>Points one after another; null for methods whose points are all there at the beginning.</summary>
    internal ParzenPoints? Parzen() => Section.Method == SweepSection.Tpe ? new ParzenPoints(Axes, Section.Budget!.Value, Seed) : null;

    /// <summary>Where not all points are there at the beginning: every listed value and the ends of every range, each with what the first point has of the others.</summary>
    internal IEnumerable<SweepPoint> Probes() => Section.Method != SweepSection.Tpe
        ? []
        : Axes.SelectMany((axis, i) => axis.Extremes().Select(value => new SweepPoint(0, [.. Points[0].Values.Select((own, other) => other == i ? value : own)])));

    /// <summary>Where in the sweep a key of the workflow that has a problem got its value, with the number of the value in a list, or -1; null where it is none of the sweep's.</summary>
    internal (string Place, int Item)? PlaceOf(string key, SweepPoint point)
    {
        for (int i = 0; i < Axes.Count; i++)
        {
            if (Axes[i].Path.Concerns(key))
            {
                return ($"sweep.over.{Axes[i].Key}", Axes[i].Values.ToList().IndexOf(point.Values[i]));
            }
        }

        return _resource?.Concerns(key) == true ? ("sweep.halving", -1) : null;
    }

    /// <summary>The values of a point, as <c>hidden_size 128, dropout 0.2</c>.</summary>
    internal string TextOf(SweepPoint point) => string.Join(", ", Axes.Select((axis, i) => $"{axis.Label} {Shortly(point.Values[i])}"));

    private int Seed => Section.Seed ?? _base.Workflow.Run.Seed;

    private static string Shortly(JsonNode? value) => value is JsonValue number && number.TryGetValue(out double real)
        ? real.ToString("G6", CultureInfo.InvariantCulture)
        : SweepAxis.TextOf(value);

    private JsonObject Whole()
    {
        var root = (JsonObject)_base.Source.Root.DeepClone();
        root.Remove("sweep");
        return root;
    }

    /// <summary>Whether a key cannot have a value.</summary>
    private bool Refuses(KeyPath path, JsonNode value)
    {
        JsonObject root = Whole();
        path.Set(root, value);
        try
        {
            _base.Vary(root);
            return false;
        }
        catch (WorkflowProblemsException error)
        {
            return error.Problems.Any(problem => path.Concerns(problem.Key));
        }
    }

    private void MakePoints(ProblemList problems)
    {
        const int Most = 100_000;
        bool takesAll = Section.Method == SweepSection.Grid || (Section.Method == SweepSection.SuccessiveHalving && Section.Budget is null);
        if (takesAll && SweepSampling.GridSize(Axes) > Most)
        {
            problems.Add("sweep.over", string.Create(CultureInfo.InvariantCulture, $"the grid has {SweepSampling.GridSize(Axes):0} points, more than {Most}; draw some with method: random and a budget"), ofKey: true);
            return;
        }

        IEnumerable<JsonNode?[]> values = takesAll ? SweepSampling.Grid(Axes)!
            : Section.Method == SweepSection.LatinHypercube ? SweepSampling.LatinHypercube(Axes, Section.Budget!.Value, Seed)
            : Section.Method == SweepSection.Tpe ? Parzen()!.Start()
            : SweepSampling.Random(Axes, Section.Budget!.Value, Seed);
        Points = [.. values.Select((point, i) => new SweepPoint(i + 1, point))];
        Steps = Section.Halving is { } halving ? HalvingSchedule.Of(Points.Count, halving.From, halving.To, halving.Factor) : null;
    }

    /// <summary>As few parts of each key's end as tell it from the others.</summary>
    private void Label()
    {
        string[][] parts = [.. Axes.Select(axis => axis.Key.Split('.'))];
        for (int i = 0; i < Axes.Count; i++)
        {
            // A number alone, as the epoch of a learning rate, tells nothing.
            int count = parts[i][^1].All(char.IsAsciiDigit) ? Math.Min(2, parts[i].Length) : 1;
            while (count < parts[i].Length && parts.Where((_, other) => other != i).Any(other => End(other, count) == End(parts[i], count)))
            {
                count++;
            }

            Axes[i].Label = End(parts[i], count);
        }
    }

    private static string End(string[] parts, int count) => string.Join('.', parts[Math.Max(parts.Length - count, 0)..]);
}

/// <summary>A point of a sweep.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Values">A value for each key, in the order of the keys; null for the key's default.</param>
public sealed record SweepPoint(int Number, IReadOnlyList<JsonNode?> Values);
