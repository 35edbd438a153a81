namespace Tributary.Learning;

/// <summary>A window of one basin: 8 bytes, whatever the look-back.</summary>
/// <param name="Basin">Index of the basin in the store.</param>
/// <param name="End">Index of the last time step that goes in.</param>
public readonly record struct Sample(int Basin, int End);
