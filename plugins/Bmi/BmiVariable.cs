namespace Tributary.Plugins.Bmi;

/// <summary>A variable of an instance.</summary>
/// <param name="Index">Its number in the worker.</param>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of its elements.</param>
/// <param name="Unit">Its unit, as the model says it.</param>
internal sealed record BmiVariable(uint Index, string Name, int Count, string Unit);
