using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member as a finished run left it: its parameters, its artefacts, and its states, at the run's end and at each issue of a forecast since.</summary>
internal sealed class StoredMember
{
    private const string ForecastFolder = "forecasts";
    private const string Stamp = "yyyyMMdd'T'HHmmss";

    private readonly string _folder;
    private readonly string _updates;
    private readonly HostServices _services;

    /// <summary>Finds it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="services">What the host offers.</param>
    public StoredMember(MemberPlan member, string run, HostServices services)
    {
        (Member, _services) = (member, services);
        _folder = Path.Combine(run, RunFolder.ModelsName, member.Name);
        string end = Path.Combine(_folder, StateFile.Name);
        HasStates = File.Exists(end);

        // States that another run left are none of this one's.
        _updates = HasStates ? Path.Combine(run, ForecastFolder, $"{member.Name}-{FileHash.Of(end)[..16]}") : string.Empty;
    }

    /// <summary>The member.</summary>
    public MemberPlan Member { get; }

    /// <summary>Whether the run stored states.</summary>
    public bool HasStates { get; }

    /// <summary>Folders of what the trainings left; one null for a model that was not trained.</summary>
    public IReadOnlyList<string?> Artefacts => Member.Plugin is not ITrainablePlugin ? [null]
        : Member.Section.Seeds == 1 ? [_folder]
        : [.. Directory.EnumerateDirectories(_folder, "seed-*").OrderBy(folder => int.Parse(Path.GetFileName(folder)[5..], CultureInfo.InvariantCulture))];

    /// <summary>The latest states up to an instant, one for each training; null where all are later.</summary>
    public IReadOnlyList<SimulationStates>? Latest(DateTime before)
    {
        string? latest = Directory.Exists(_updates)
            ? Directory.EnumerateFiles(_updates, "*.nc").Where(file => string.CompareOrdinal(Path.GetFileNameWithoutExtension(file), NameOf(before)) <= 0).Max(StringComparer.Ordinal)
            : null;
        IReadOnlyList<SimulationStates> end = StateFile.Read(_services.ArrayFiles, Path.Combine(_folder, StateFile.Name));
        IReadOnlyList<SimulationStates>? update = latest is null ? null : StateFile.Read(_services.ArrayFiles, latest);
        return update is not null && (end[0].Time > before || update[0].Time >= end[0].Time) ? update : end[0].Time <= before ? end : null;
    }

    /// <summary>Stores the states of an issue, unless they are there.</summary>
    /// <returns>The file; null where there was one.</returns>
    /// <exception cref="WorkException">The disk fails.</exception>
    public string? Keep(IReadOnlyList<SimulationStates> states)
    {
        string path = Path.Combine(_updates, $"{NameOf(states[0].Time)}.nc");
        if (File.Exists(path))
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(_updates);
            string draft = $"{path}.part";
            StateFile.Write(states, draft);
            File.Move(draft, path);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }
    }

    /// <summary>The parameter set of each unit, <c>[unit][parameter]</c>.</summary>
    /// <exception cref="InputException">The run was made on other basins or with another model.</exception>
    public double[][] Parameters(BasinDomain domain)
    {
        string path = Path.Combine(_folder, "parameters.json");
        JsonObject basins = (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!["basins"]!;
        JsonNode?[] sets = [.. domain.Units.Ids.Select(id => basins.Count == 1 ? basins.First().Value : basins[id])];
        return
        [
            .. sets.Select((set, unit) => Member.Descriptor.Parameters.Select(parameter => set?["values"]?[parameter.Name]?.GetValue<double>()
                ?? throw new InputException($"has no {parameter.Name} of {domain.Units.Ids[unit]}", path, "Run the workflow again.")).ToArray()),
        ];
    }

    private static string NameOf(DateTime time) => time.ToString(Stamp, CultureInfo.InvariantCulture);
}
