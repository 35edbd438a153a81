namespace Tributary.Plugins.Combiners;

/// <summary>The distribution of what is observed, given that a member is the right one.</summary>
internal interface IMemberDensity
{
    /// <summary>The spread that a first guess gives, the same for all members.</summary>
    /// <param name="simulated">Members, <c>[member][step]</c>.</param>
    /// <param name="observed">Observations, <c>[step]</c>.</param>
    double FirstSpread(double[][] simulated, double[] observed);

    /// <summary>Logarithm of the density.</summary>
    double Log(double observed, double simulated, double spread);

    /// <summary>The spread of greatest likelihood.</summary>
    /// <param name="pairs">Observation, simulation and how much each pair counts.</param>
    /// <param name="before">The spread so far.</param>
    double Spread(IEnumerable<(double Observed, double Simulated, double Weight)> pairs, double before);

    /// <summary>The probability that discharge is below a value.</summary>
    double Below(double value, double simulated, double spread);

    /// <summary>A distance from the simulation beyond which next to nothing lies.</summary>
    double Reach(double simulated, double spread);
}
