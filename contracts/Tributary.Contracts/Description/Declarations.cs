namespace Tributary.Contracts;

/// <summary>A parameter that the host may set and calibrate.</summary>
/// <param name="Name">Its name, as the workflow file and the model's publication write it.</param>
/// <param name="Unit">Its unit, as UDUNITS-2 reads it; <c>1</c> where it has none.</param>
/// <param name="Lower">Lowest value tried by a calibration, and the lowest accepted.</param>
/// <param name="Upper">Highest value tried by a calibration, and the highest accepted.</param>
/// <param name="Default">Value where nobody sets one.</param>
/// <param name="Description">What it is, in one clause.</param>
/// <param name="Scale">How a search should spread its trials between the bounds.</param>
public sealed record ParameterDeclaration(
    string Name,
    string Unit,
    double Lower,
    double Upper,
    double Default,
    string Description,
    ParameterScale Scale = ParameterScale.Linear);

/// <summary>How a search spreads its trials between a parameter's bounds.</summary>
public enum ParameterScale
{
    /// <summary>Evenly in the value.</summary>
    Linear,

    /// <summary>Evenly in the logarithm of the value; both bounds are positive.</summary>
    Logarithmic,
}

/// <summary>A forcing variable that a model reads.</summary>
/// <param name="Variable">What it is and in which unit the model wants it.</param>
/// <param name="Required">Whether the model cannot do without it.</param>
public sealed record ForcingDeclaration(Variable Variable, bool Required = true);

/// <summary>A static attribute of a unit that a model reads.</summary>
/// <param name="Name">Its name in the attribute table.</param>
/// <param name="Unit">Its unit, as UDUNITS-2 reads it.</param>
/// <param name="Description">What it is, in one clause.</param>
/// <param name="Required">Whether the model cannot do without it.</param>
public sealed record AttributeDeclaration(string Name, string Unit, string Description, bool Required = true);

/// <summary>A result that a model can write.</summary>
/// <param name="Variable">What it is and in which unit the model writes it.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Quantile">
/// Where it is a quantile of the model's first output, in that one's unit: the probability, above 0 and below 1, with which it is not exceeded. Null where it is
/// none. At lumped basins the host then tells how well the quantiles fit.
/// </param>
public sealed record OutputDeclaration(Variable Variable, OutputLocation Location = OutputLocation.Unit, double? Quantile = null);

/// <summary>Where a result stands.</summary>
public enum OutputLocation
{
    /// <summary>One series a catchment unit.</summary>
    Unit,

    /// <summary>One series a reach.</summary>
    Reach,

    /// <summary>One series a gauge.</summary>
    Gauge,

    /// <summary>One map a time step.</summary>
    Grid,
}
