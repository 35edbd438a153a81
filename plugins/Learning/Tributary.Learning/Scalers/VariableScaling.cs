namespace Tributary.Learning;

/// <summary>The fitted scaling of one variable: <c>z = (transform(x) - center) / scale</c>.</summary>
public sealed record VariableScaling
{
    /// <summary>The variable.</summary>
    public required string Name { get; set; }

    /// <summary>Its unit before scaling; empty where unknown.</summary>
    public string Unit { get; set; } = string.Empty;

    /// <summary>What is done before scaling.</summary>
    public ValueTransform Transform { get; set; }

    /// <summary>How it was scaled.</summary>
    public ScalingMethod Method { get; set; }

    /// <summary>What is taken off, after the transform.</summary>
    public double Center { get; set; }

    /// <summary>What it is then divided by.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>Lowest value that it was fitted on; null where unknown.</summary>
    public double? Lowest { get; set; }

    /// <summary>Highest value that it was fitted on; null where unknown.</summary>
    public double? Highest { get; set; }

    /// <summary>Centre and scale of single basins, by id; null where all share the common ones.</summary>
    public SortedDictionary<string, BasinScale>? PerBasin { get; set; }

    /// <summary>The scaled value; NaN stays NaN.</summary>
    /// <param name="value">The value in <see cref="Unit"/>.</param>
    /// <param name="basin">Id of its basin; only a scaling by basin asks for it.</param>
    public double Apply(double value, string? basin = null)
    {
        BasinScale own = For(basin);
        return (Transform.Apply(value) - own.Center) / own.Scale;
    }

    /// <summary>The value behind a scaled one; NaN stays NaN.</summary>
    /// <inheritdoc cref="Apply(double, string)"/>
    public double Invert(double scaled, string? basin = null)
    {
        BasinScale own = For(basin);
        return Transform.Invert((scaled * own.Scale) + own.Center);
    }

    /// <summary>Centre and scale that hold for a basin.</summary>
    public BasinScale For(string? basin) =>
        basin is not null && PerBasin is not null && PerBasin.TryGetValue(basin, out BasinScale own) ? own : new BasinScale(Center, Scale);
}

/// <summary>Centre and scale of a variable in one basin.</summary>
/// <param name="Center">What is taken off.</param>
/// <param name="Scale">What it is then divided by.</param>
public readonly record struct BasinScale(double Center, double Scale);
