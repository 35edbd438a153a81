namespace Tributary.Learning;

/// <summary>How one variable is to be scaled.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Unit">Its unit; empty where unknown.</param>
/// <param name="Method">How it is scaled.</param>
/// <param name="Transform">What is done before.</param>
/// <param name="PerBasin">Whether each basin has its own mean and spread; basins never seen take the common ones.</param>
public sealed record ScalingRule(
    string Name, string Unit = "", ScalingMethod Method = ScalingMethod.Standard, ValueTransform Transform = ValueTransform.None, bool PerBasin = false);
