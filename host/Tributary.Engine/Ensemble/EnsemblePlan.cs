using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The combinations of a workflow, checked.</summary>
/// <param name="Members">Names of the members that are combined.</param>
/// <param name="Combinations">The combinations.</param>
/// <param name="Chosen">The member or combination whose hydrograph is written; null for the best by the validation period.</param>
public sealed record EnsemblePlan(IReadOnlyList<string> Members, IReadOnlyList<CombinationPlan> Combinations, string? Chosen);

/// <summary>A combination whose plugin is loaded and whose settings are checked.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Combiner">The way of combining.</param>
/// <param name="Loaded">The plugin that offers it.</param>
/// <param name="Descriptor">What it is with all members.</param>
public sealed record CombinationPlan(string Name, JsonElement Settings, ICombiner Combiner, LoadedPlugin Loaded, CombinerDescriptor Descriptor);
