namespace Tributary.Contracts;

/// <summary>The version of these contracts, by semantic versioning: a new major version breaks plugins.</summary>
public static class ContractVersion
{
    /// <summary>The version of the contracts that this assembly holds.</summary>
    public static Version Current { get; } = new(1, 0);
}
