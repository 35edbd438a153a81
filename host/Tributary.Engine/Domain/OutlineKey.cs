using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Finds the key of the workflow that a problem with polygons or their network belongs to.</summary>
internal static class OutlineKey
{
    /// <summary>The key's path.</summary>
    /// <param name="part">What was being read.</param>
    /// <param name="domain">What the workflow says of the domain.</param>
    /// <param name="problem">What is wrong.</param>
    public static string Of(DomainPart part, DomainSection domain, InputException problem) => part switch
    {
        DomainPart.Layer => domain.Units!.Layer is null ? "domain.units.file" : Named(problem, ("domain.units.layer", domain.Units.Layer)) ?? "domain.units.file",
        DomainPart.Ids => "domain.units.id",
        DomainPart.Outlines => domain.Units!.Crs is null ? "domain.units.file" : "domain.units.crs",
        DomainPart.Areas => "domain.units.area",
        DomainPart.Elevations => "domain.units.elevation",
        DomainPart.Attributes => Named(problem, [.. domain.Units!.Attributes.Select((field, i) => ($"domain.units.attributes[{i}]", field))]) ?? "domain.units.attributes",
        DomainPart.Connections => "domain.units.subbasin",
        _ => OfNetwork(domain.Network!, problem),
    };

    private static string OfNetwork(NetworkSection network, InputException problem)
    {
        (string, string?)[] keys =
        [
            ("domain.network.downstream", network.Downstream),
            ("domain.network.downstream_refers_to", network.DownstreamRefersTo),
            ("domain.network.length", network.Length?.Field),
            ("domain.network.slope", network.Slope?.Field),
            ("domain.network.id", network.Id),
            .. network.Attributes.Select(attribute => ($"domain.network.attributes.{attribute.Key}", attribute.Value.Field)),
        ];
        return Named(problem, keys) ?? (network.Preset is not null ? "domain.network.preset" : network.File is not null ? "domain.network.file" : "domain.network");
    }

    /// <summary>The first key whose field the problem names.</summary>
    private static string? Named(InputException problem, params ReadOnlySpan<(string Key, string? Field)> keys)
    {
        foreach ((string key, string? field) in keys)
        {
            if (field is not null && problem.Message.Contains($"'{field}'", StringComparison.Ordinal))
            {
                return key;
            }
        }

        return null;
    }
}
