namespace Tributary.Geodata;

/// <summary>What a raster says of one of its bands.</summary>
/// <param name="Description">Its description; empty where it has none.</param>
/// <param name="Unit">The unit of its physical values; null where it has none.</param>
/// <param name="Scale">What a stored value is multiplied by.</param>
/// <param name="Metadata">The items of its metadata.</param>
public sealed record RasterBand(string Description, string? Unit, double Scale, IReadOnlyDictionary<string, string> Metadata);
