using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The scalings of a network's inputs, attributes and targets, stored beside its weights: without them the weights mean nothing.</summary>
public sealed record Scaler
{
    /// <summary>Version of the file's form.</summary>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>What it was fitted on, in words.</summary>
    public string FittedOn { get; set; } = string.Empty;

    /// <summary>Scalings of the inputs, in the network's order.</summary>
    public required IReadOnlyList<VariableScaling> Inputs { get; set; }

    /// <summary>Scalings of the static attributes, in the network's order.</summary>
    public required IReadOnlyList<VariableScaling> Attributes { get; set; }

    /// <summary>Scalings of the targets, in the network's order.</summary>
    public required IReadOnlyList<VariableScaling> Targets { get; set; }

    /// <summary>Scales all series of a store in place; gaps stay gaps.</summary>
    /// <param name="store">The series, in their units, with the same variables in the same order.</param>
    /// <exception cref="InputException">A variable is not the one that was scaled: lists both.</exception>
    public void Apply(SeriesStore store)
    {
        Match("inputs", Inputs, store.Variables);
        Match("static attributes", Attributes, store.Attributes);
        Match("targets", Targets, store.TargetNames);
        Parallel.For(0, store.Basins.Count, basin =>
        {
            string id = store.Basins[basin];
            Apply(Inputs, id, store.Inputs(basin));
            Apply(Attributes, id, store.Statics(basin));
            Apply(Targets, id, store.Targets(basin));
        });
    }

    private static void Match(string what, IReadOnlyList<VariableScaling> scalings, IReadOnlyList<string> names)
    {
        if (!scalings.Select(scaling => scaling.Name).SequenceEqual(names))
        {
            throw new InputException(
                $"The scaler was fitted on the {what} {string.Join(", ", scalings.Select(scaling => scaling.Name))} but the series hold {string.Join(", ", names)}",
                "scaler",
                "Give the same variables in the same order, or train anew.");
        }
    }

    private static void Apply(IReadOnlyList<VariableScaling> scalings, string basin, Span<float> rows)
    {
        int width = scalings.Count;
        for (int column = 0; column < width; column++)
        {
            VariableScaling scaling = scalings[column];
            (double center, double scale) = scaling.For(basin);
            for (int at = column; at < rows.Length; at += width)
            {
                rows[at] = (float)((scaling.Transform.Apply(rows[at]) - center) / scale);
            }
        }
    }
}
