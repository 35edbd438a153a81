using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A plugin that reads forcing (and where the source holds them, observations and attributes) from some format.</summary>
public interface IForcingPlugin : IPlugin
{
    /// <summary>Opens a source; no series is read yet.</summary>
    /// <param name="settings">The plugin's own settings.</param>
    /// <param name="setup">What the workflow says of every source.</param>
    /// <exception cref="InputException">A file or folder is missing or is not of this format.</exception>
    IBasinSource Open(JsonElement settings, ForcingSetup setup);
}

/// <summary>What the workflow says of every forcing source.</summary>
/// <param name="Folder">Folder that relative paths start from.</param>
/// <param name="Files">Path or pattern of the files; null where the format has its own layout. <c>{basin}</c> stands for a basin's id.</param>
/// <param name="Services">What the host offers.</param>
public sealed record ForcingSetup(string Folder, string? Files, IHostServices Services)
{
    /// <summary>A path of the workflow made absolute.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    /// <summary>The file of one basin.</summary>
    public string FileOf(string basin) => Resolve((Files ?? string.Empty).Replace("{basin}", basin, StringComparison.Ordinal));
}

/// <summary>An open source of series per basin.</summary>
public interface IBasinSource : IDisposable
{
    /// <summary>The ids of the basins that it holds, any other being none; null where it cannot tell.</summary>
    IReadOnlyList<string>? BasinIds { get; }

    /// <summary>One id of each basin or station that it holds, to read all of them by; null where it cannot tell.</summary>
    IReadOnlyList<string>? AllIds => BasinIds;

    /// <summary>Reads what the source holds of one basin.</summary>
    /// <exception cref="InputException">The basin is not there, or its files are damaged.</exception>
    BasinRecord Read(string basin, CancellationToken cancellation);
}

/// <summary>What a source holds of one basin.</summary>
public sealed record BasinRecord
{
    /// <summary>The basin's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its series, of forcing and of observations.</summary>
    public required IReadOnlyList<BasinSeries> Series { get; init; }

    /// <summary>Area in km2; null where the source does not say.</summary>
    public double? AreaKm2 { get; init; }

    /// <summary>Latitude in degrees north; null where the source does not say.</summary>
    public double? Latitude { get; init; }

    /// <summary>Longitude in degrees east; null where the source does not say.</summary>
    public double? Longitude { get; init; }

    /// <summary>Elevation in m above sea level to which the forcing refers; null where the source does not say.</summary>
    public double? Elevation { get; init; }

    /// <summary>Static attributes by name.</summary>
    public IReadOnlyDictionary<string, double> Attributes { get; init; } = new Dictionary<string, double>();

    /// <summary>The files that it was read from, for provenance.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

/// <summary>One series as its source holds it.</summary>
/// <param name="Name">The source's own name, as a column's heading.</param>
/// <param name="Variable">The standard variable that it is; null where the source's name has no fixed meaning.</param>
/// <param name="Unit">Its unit as the source writes it; null where the source does not say.</param>
/// <param name="Time">Its time axis; a missing stamp is a gap in the values.</param>
/// <param name="Values">Its values, <c>[time]</c>, a gap being NaN.</param>
public sealed record BasinSeries(string Name, Variable? Variable, string? Unit, TimeAxis Time, double[] Values);
