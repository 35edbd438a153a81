using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MathNet.Numerics.Random;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A study of transfer whose sources and periods are known; nothing has been read or trained.</summary>
public sealed class StudyPlan
{
    /// <summary>What stands in a member's settings for the folder of the source's network.</summary>
    public const string SourcePlace = "{source}";

    private const string SourceMember = "source";
    private static readonly string[] SourceKeys = ["domain", "forcing", "period", "splits"];

    private readonly WorkflowPlan _base;
    private readonly JsonArray _basins;

    private StudyPlan(WorkflowPlan plan, StudySection section)
    {
        (_base, Section) = (plan, section);
        _basins = section.Source.Trained is null ? ReadBasins() : [];
        Sizes = section.Source.Trained is not null ? [0] : section.Source.Sizes.Count == 0 ? [_basins.Count] : [.. section.Source.Sizes.Select(SizeOf).Order()];
        Years = section.Years.Count > 0 ? [.. section.Years.Order()] : [WholeYears()];
    }

    /// <summary>What the workflow says of it.</summary>
    public StudySection Section { get; }

    /// <summary>Numbers of source basins, ascending; one 0 where the network was trained before.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Years of discharge to learn from, ascending.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>The baseline's name.</summary>
    public string Baseline => _base.Workflow.Evaluate.Baseline!;

    /// <summary>What is run: the greatest source with all years, and the smaller ones with the fewest.</summary>
    public IEnumerable<StudyPoint> Points =>
        from size in Sizes
        from years in size == Sizes[^1] ? Years : [Years[0]]
        from fold in Enumerable.Range(0, Section.CrossValidation ?? 1)
        select new StudyPoint(size, years, fold);

    private string[] Members => [.. _base.Workflow.Models.Select(member => member.Name)];

    /// <summary>Whether a member begins with the study's source.</summary>
    public static bool TakesSource(MemberSection member) =>
        member.Settings.ValueKind == JsonValueKind.Object && member.Settings.GetRawText().Contains($"\"{SourcePlace}\"", StringComparison.Ordinal);

    /// <summary>Checks the study.</summary>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it; all of it is listed.</exception>
    internal static StudyPlan Read(WorkflowPlan plan, StudySection section)
    {
        var problems = new ProblemList(plan.Source);
        new StudyCheck(plan, section, problems).Run();
        problems.ThrowIfAny();
        StudyPlan? study = null;
        problems.Try("study.source.domain", () => study = new StudyPlan(plan, section));
        problems.ThrowIfAny();
        foreach (int size in study!.Sizes.Where(size => size > study._basins.Count))
        {
            problems.Add("study.source.sizes", $"there are {study._basins.Count} source basins, fewer than {size}");
        }

        foreach (StudyPoint point in study.Points)
        {
            problems.Try("study.years", () => study.SplitsOf(point));
            problems.ThrowIfAny();
        }

        problems.ThrowIfAny();
        if (section.Source.Trained is { } trained)
        {
            study.TargetOf(study.Points.First(), Path.GetFullPath(trained, plan.Folder));
        }
        else
        {
            study.SourceOf(study.Sizes[^1]);
        }

        return study;
    }

    /// <summary>The workflow that trains a source.</summary>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it; keys are told as the study has them.</exception>
    internal WorkflowPlan SourceOf(int size)
    {
        JsonObject root = Whole();
        var said = (JsonObject)_base.Source.Root["study"]!["source"]!;
        foreach (string key in SourceKeys.Where(said.ContainsKey))
        {
            root[key] = said[key]!.DeepClone();
        }

        foreach (string other in (ReadOnlySpan<string>)["observations", "routing", "ensemble", "evaluate"])
        {
            root.Remove(other);
        }

        root["domain"]!["basins"] = new JsonArray([.. Nested(size).Select(basin => _basins[basin]!.DeepClone())]);
        StudyModelSection model = Section.Source.Model!;
        var member = new JsonObject { ["name"] = SourceMember, ["plugin"] = model.Plugin };
        if (said["model"]!["settings"] is { } settings)
        {
            member["settings"] = settings.DeepClone();
        }

        root["models"] = new JsonArray(member);
        if (model.Seed is { } seed)
        {
            root["run"] ??= new JsonObject();
            root["run"]!["seed"] = seed;
        }

        try
        {
            return _base.Vary(root);
        }
        catch (WorkflowProblemsException error)
        {
            throw new WorkflowProblemsException([.. error.Problems.Select(OfSource)]);
        }
    }

    /// <summary>The workflow of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="source">Folder of the source's network.</param>
    /// <exception cref="WorkflowProblemsException">Something is wrong with it.</exception>
    internal WorkflowPlan TargetOf(StudyPoint point, string source)
    {
        JsonObject root = Whole();
        (Period calibration, Period test) = SplitsOf(point);
        root["splits"]!["calibration"] = Days(calibration);
        root["splits"]!["test"] = Days(test);
        foreach (JsonNode? member in (JsonArray)root["models"]!)
        {
            Fill(member!["settings"], source);
            if (Section.Seeds > 1 && member["seeds"] is null && _base.Plugins.Get<IModelPlugin>(member["plugin"]!.ToString(), out _, IsolationSection.Of((JsonObject)member)) is ITrainablePlugin)
            {
                member["seeds"] = Section.Seeds;
            }
        }

        return _base.Vary(root);
    }

    /// <summary>The members that a point compares.</summary>
    internal IReadOnlyList<MemberPlan> Compared(WorkflowPlan target, StudyPoint point)
    {
        if (point.Size == Sizes[^1])
        {
            return target.Members;
        }

        IReadOnlyList<string> named = Section.Source.Compare ?? [.. _base.Workflow.Models.Where(TakesSource).Select(member => member.Name)];
        return [.. target.Members.Where(member => named.Contains(member.Name) || member.Name == Baseline)];
    }

    /// <summary>The periods of a point: the last years of the calibration, or those beside the block that is the test.</summary>
    /// <exception cref="InputException">There is no room for so many years.</exception>
    internal (Period Calibration, Period Test) SplitsOf(StudyPoint point)
    {
        Period calibration = _base.Splits.Calibration!.Value;
        Period test = _base.Splits.Test!.Value;
        if (Section.CrossValidation is not { } folds)
        {
            DateTime start = Section.Years.Count == 0 ? calibration.Start : calibration.End.AddYears(-point.Years);
            return start >= calibration.Start
                ? (new Period(start, calibration.End), test)
                : throw new InputException($"the calibration period ({calibration}) is shorter than {point.Years} years");
        }

        int months = ((test.End.Year - calibration.Start.Year) * 12) + test.End.Month - calibration.Start.Month;
        var block = new Period(calibration.Start.AddMonths(months * point.Fold / folds), point.Fold + 1 == folds ? test.End : calibration.Start.AddMonths(months * (point.Fold + 1) / folds));
        return block.Start.AddYears(-point.Years) >= calibration.Start ? (new Period(block.Start.AddYears(-point.Years), block.Start), block)
            : block.End.AddYears(point.Years) <= test.End ? (new Period(block.End, block.End.AddYears(point.Years)), block)
            : throw new InputException($"there are no {point.Years} years beside the block {block} of the cross-validation; give fewer years or more blocks");
    }

    /// <summary>The source basins of a size: the first ones of one drawing, so that each size is a part of the next. In the order of the list.</summary>
    internal IReadOnlyList<int> Nested(int size) => Nested(_basins.Count, size, _base.Workflow.Run.Seed);

    /// <inheritdoc cref="Nested(int)"/>
    internal static IReadOnlyList<int> Nested(int count, int size, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        var random = new MersenneTwister(seed);
        for (int left = count; left > 1; left--)
        {
            int drawn = random.Next(left);
            (order[left - 1], order[drawn]) = (order[drawn], order[left - 1]);
        }

        return [.. order.Take(size).Order()];
    }

    private JsonObject Whole()
    {
        var root = (JsonObject)_base.Source.Root.DeepClone();
        root.Remove("study");
        root["splits"] ??= new JsonObject();
        return root;
    }

    private JsonArray ReadBasins()
    {
        JsonNode? basins = _base.Source.Root["study"]?["source"]?["domain"]?["basins"];
        return basins is JsonObject or JsonArray
            ? WorkflowReader.Basins(basins, _base.Folder, _base.Source.Root["synthetic"])
            : throw new InputException("source basins are given by a list, or by a file of one: domain: { basins: { file: FILE } }");
    }

    private int SizeOf(JsonElement size) => size.ValueKind == JsonValueKind.Number ? size.GetInt32() : _basins.Count;

    private int WholeYears() => (int)Math.Round(_base.Splits.Calibration!.Value.Length.TotalDays / 365.25);

    private static JsonArray Days(Period period) => [Day(period.Start), Day(period.End.AddDays(-1))];

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Fill(JsonNode? settings, string source)
    {
        foreach ((string key, JsonNode? value) in (settings as JsonObject)?.ToList() ?? [])
        {
            if (value is JsonValue text && text.ToString() == SourcePlace)
            {
                settings![key] = source;
            }
        }
    }

    /// <summary>A problem of the source's workflow, told of the study's key.</summary>
    private Problem OfSource(Problem problem)
    {
        const string Model = "models[0]";
        string key = problem.Key.StartsWith(Model, StringComparison.Ordinal) ? $"study.source.model{problem.Key[Model.Length..]}"
            : SourceKeys.Any(own => problem.Key.StartsWith(own, StringComparison.Ordinal)) && _base.Source.Has($"study.source.{problem.Key.Split('.', '[')[0]}") ? $"study.source.{problem.Key}"
            : problem.Key;
        return _base.Source.ProblemAt(key, problem.Message);
    }
}

/// <summary>A source and a length of record.</summary>
/// <param name="Size">Number of source basins; 0 for a network that was trained before.</param>
/// <param name="Years">Years of discharge to learn from.</param>
/// <param name="Fold">Block of the cross-validation over years, from 0.</param>
public sealed record StudyPoint(int Size, int Years, int Fold)
{
    /// <summary>In words, as <c>200 sources, 1 year</c>.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Size == 0 ? string.Empty : $"{Size} sources, ")}{Years} year{(Years == 1 ? string.Empty : "s")}{(Fold == 0 ? string.Empty : $", block {Fold + 1}")}");
}
