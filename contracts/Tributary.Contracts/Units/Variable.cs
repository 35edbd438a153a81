namespace Tributary.Contracts;

/// <summary>How a value stands for its time interval, in CF's words.</summary>
public enum CellMethod
{
    /// <summary>The mean over the interval, as temperature or a rate.</summary>
    Mean,

    /// <summary>The amount accumulated over the interval, as a depth of precipitation.</summary>
    Sum,

    /// <summary>The value at an instant, as a store's level.</summary>
    Point,

    /// <summary>The lowest value in the interval.</summary>
    Minimum,

    /// <summary>The highest value in the interval.</summary>
    Maximum,
}

/// <summary>
/// A quantity that crosses the boundary between host and plugins: one name, one unit, one meaning.
/// </summary>
/// <param name="Name">Tributary's name, as a workflow file writes it.</param>
/// <param name="StandardName">CF standard name; empty where CF has none.</param>
/// <param name="Unit">Unit in which it crosses the boundary, as UDUNITS-2 reads it.</param>
/// <param name="CellMethod">How a value stands for its interval. An amount is per time step.</param>
/// <param name="Description">What it is, in one clause.</param>
/// <param name="Lowest">Lowest value that is physically possible; a lower one is refused.</param>
/// <param name="Highest">Highest plausible value; a higher one is refused as a likely wrong unit.</param>
public sealed record Variable(
    string Name,
    string StandardName,
    string Unit,
    CellMethod CellMethod,
    string Description,
    double Lowest = double.NegativeInfinity,
    double Highest = double.PositiveInfinity);
