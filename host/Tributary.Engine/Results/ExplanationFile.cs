using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>All attributions of a run in one CF-1.11 file: one variable an attribution and member, on dimensions that say what runs along them.</summary>
internal static class ExplanationFile
{
    /// <summary>Name of the file in a run's folder.</summary>
    public const string Name = "explanation.nc";

    private const int ValuesAtOnce = 1 << 20;

    /// <summary>Whether there is anything to write.</summary>
    public static bool IsNeeded(RunSummary run) => run.Members.Any(member => member.Explanations.Any(explanation => explanation.Attributions.Count > 0));

    public static void Write(RunSummary run, string path)
    {
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", $"explanation of {run.Plan.Workflow.Description ?? run.Plan.Workflow.Name}");
        file.DefineAttribute("source", string.Join("; ", run.Members.Where(member => member.Explanations.Count > 0).Select(member =>
            $"{member.Member.Name}: {member.Member.Descriptor.Name} (plugin {member.Member.Loaded.Manifest.Id} {member.Member.Loaded.Manifest.Version})")));
        file.DefineAttribute("history", $"tributary {WorkflowRun.Version} run {Path.GetFileName(run.Plan.Source.Path)} (SHA-256 of what it says {run.Plan.Digest()})");

        var dimensions = new List<Dimension>();
        var variables = new List<(string Name, Attribution Of)>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (MemberResult member in run.Members)
        {
            foreach (Attribution attribution in member.Explanations.SelectMany(explanation => explanation.Attributions))
            {
                foreach (AttributionAxis axis in attribution.Axes)
                {
                    Find(dimensions, axis);
                }

                variables.Add((NetCdfResults.NameOf(attribution.Name, member.Member.Name, names), attribution));
            }
        }

        DefineDimensions(file, dimensions);
        Dimension? ofUnits = dimensions.Find(dimension => dimension.Axis.Kind == AttributionAxisKind.Unit && dimension.Axis.Labels.SequenceEqual(run.Inputs.Domain.Units.Ids));
        ExplainedUnits? units = ofUnits is null ? null : ExplainedUnits.Define(file, ofUnits.Name, run.Inputs.Domain.Units, names);
        int at = 0;
        foreach (MemberResult member in run.Members)
        {
            foreach ((string method, Attribution attribution) in member.Explanations.SelectMany(explanation => explanation.Attributions.Select(attribution => (explanation.Method, attribution))))
            {
                Dimension[] along = [.. attribution.Axes.Select(axis => Find(dimensions, axis))];
                var attributes = new List<(string, string)>
                {
                    ("long_name", $"{attribution.Name.Replace('_', ' ')} of {member.Member.Name} ({member.Member.Descriptor.Name})"), ("comment", attribution.Description), ("units", attribution.Unit),
                    ("attribution", attribution.Name), ("member", member.Member.Name), ("method", method),
                };
                if (attribution.Verdict is { } verdict)
                {
                    attributes.Add(("verdict", verdict));
                }

                string texts = string.Join(' ', along.Where(dimension => dimension.Numbers is null).Select(dimension => dimension.LabelName + (dimension == ofUnits ? units!.Coordinates : string.Empty)));
                if (texts.Length > 0)
                {
                    attributes.Add(("coordinates", texts));
                }

                if (along.Contains(ofUnits))
                {
                    attributes.Add(("cell_measures", $"area: {ExplainedUnits.AreaName}"));
                }

                file.DefineVariable(variables[at++].Name, [.. along.Select(dimension => dimension.Name)], NetCdfKind.Real32, [.. attributes]);
            }
        }

        foreach (Dimension dimension in dimensions)
        {
            if (dimension.Numbers is { } numbers)
            {
                file.Write(dimension.Name, numbers);
            }
            else
            {
                file.Write(dimension.LabelName, dimension.Axis.Labels);
            }
        }

        units?.Write(file);
        foreach ((string name, Attribution attribution) in variables)
        {
            WriteValues(file, name, attribution);
        }

        file.Complete();
    }

    private static Dimension Find(List<Dimension> dimensions, AttributionAxis axis)
    {
        Dimension? known = dimensions.Find(dimension => dimension.Axis.Kind == axis.Kind && dimension.Axis.Labels.SequenceEqual(axis.Labels));
        if (known is null)
        {
            int others = dimensions.Count(dimension => dimension.Axis.Kind == axis.Kind);
            string name = axis.Kind.ToString().ToLowerInvariant();
            known = new Dimension(others == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{others + 1}"), axis, NumbersOf(axis));
            dimensions.Add(known);
        }

        return known;
    }

    private static void DefineDimensions(NetCdfWriter file, List<Dimension> dimensions)
    {
        IEnumerable<string> texts = dimensions.Where(dimension => dimension.Numbers is null).SelectMany(dimension => dimension.Axis.Labels);
        file.DefineDimension("label_length", texts.Select(text => Encoding.UTF8.GetByteCount(text)).Append(1).Max());
        foreach (Dimension dimension in dimensions)
        {
            file.DefineDimension(dimension.Name, dimension.Axis.Labels.Count);
            if (dimension.Numbers is null)
            {
                file.DefineVariable(dimension.LabelName, [dimension.Name, "label_length"], NetCdfKind.Text, ("long_name", LongNameOf(dimension.Axis.Kind)));
            }
            else
            {
                file.DefineVariable(dimension.Name, [dimension.Name], NetCdfKind.Coordinate, AttributesOf(dimension.Axis.Kind));
            }
        }
    }

    private static (string, string)[] AttributesOf(AttributionAxisKind kind) => kind switch
    {
        AttributionAxisKind.Time =>
            [("standard_name", "time"), ("long_name", "start of the output's interval"), ("units", "seconds since 1970-01-01 00:00:00"), ("calendar", "proleptic_gregorian"), ("axis", "T")],
        AttributionAxisKind.Y => [("long_name", LongNameOf(kind)), ("axis", "Y")],
        AttributionAxisKind.X => [("long_name", LongNameOf(kind)), ("axis", "X")],
        _ => [("long_name", LongNameOf(kind)), ("units", "1")],
    };

    private static string LongNameOf(AttributionAxisKind kind) => kind switch
    {
        AttributionAxisKind.Time => "time of the output",
        AttributionAxisKind.Lag => "time steps before the output",
        AttributionAxisKind.Variable => "input variable",
        AttributionAxisKind.Attribute => "static attribute",
        AttributionAxisKind.Unit => "id of the catchment unit",
        AttributionAxisKind.Part => "part of the year, of the basin or of a test",
        AttributionAxisKind.Y => "rows of the grid",
        _ => "columns of the grid",
    };

    /// <summary>Times, lags and places as numbers; null where they are names.</summary>
    private static double[]? NumbersOf(AttributionAxis axis)
    {
        double[] numbers = new double[axis.Labels.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            string label = axis.Labels[i];
            bool isNumber = axis.Kind switch
            {
                AttributionAxisKind.Time => TryStamp(label, out numbers[i]),
                AttributionAxisKind.Lag or AttributionAxisKind.Y or AttributionAxisKind.X => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]),
                _ => false,
            };
            if (!isNumber)
            {
                return null;
            }
        }

        return numbers;
    }

    private static bool TryStamp(string label, out double seconds)
    {
        bool isStamp = DateTime.TryParseExact(label, AttributionAxis.StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime stamp);
        seconds = (stamp - DateTime.UnixEpoch).TotalSeconds;
        return isStamp;
    }

    /// <summary>Slice by slice along the first axis, so that the copy in double precision stays small.</summary>
    private static void WriteValues(NetCdfWriter file, string name, Attribution attribution)
    {
        int[] shape = [.. attribution.Axes.Select(axis => axis.Labels.Count)];
        int slice = shape.Skip(1).Aggregate(1, (product, length) => product * length);
        int rows = Math.Max(1, ValuesAtOnce / Math.Max(1, slice));
        for (int first = 0; first < shape[0]; first += rows)
        {
            int count = Math.Min(rows, shape[0] - first);
            double[] values = new double[count * slice];
            ReadOnlySpan<float> part = attribution.Values.Span.Slice(first * slice, values.Length);
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(part, values);
            file.Write(name, [first, .. shape.Skip(1).Select(_ => 0)], [count, .. shape.Skip(1)], values);
        }
    }

    /// <summary>A dimension of the file.</summary>
    private sealed record Dimension(string Name, AttributionAxis Axis, double[]? Numbers)
    {
        public string LabelName => $"{Name}_{(Axis.Kind == AttributionAxisKind.Unit ? "id" : "name")}";
    }
}
