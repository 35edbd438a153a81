using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>What the members of a run said of where their results came from, as it lies in the run's folder, to be asked.</summary>
public sealed class ExplanationStore : IDisposable
{
    private readonly IArrayFile _file;

    private ExplanationStore(string folder)
    {
        Folder = folder;
        string path = Path.Combine(folder, ExplanationFile.Name);
        if (!File.Exists(path))
        {
            throw new InputException("no member of the run explains itself", folder, "Give a member 'explain: [METHOD]' in the workflow file and run again; 'tributary plugins show ID' names the methods.");
        }

        _file = new NetCdfFiles().Open(path);
        Units = StoredUnits.Read(_file);
        Weights = [.. _file.Variables.Select(variable => ExplanationWeights.Of(_file, variable, Units)).OfType<ExplanationWeights>()];
        Curves = [.. _file.Variables.Where(variable => variable.Text("attribution") is not null && variable.Text("verdict") is null && variable.Dimensions.All(dimension => dimension.Name.Split('_')[0] is "part" or "variable" or "attribute"))];
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    internal StoredUnits Units { get; }

    /// <summary>All sets of weights over variables.</summary>
    internal IReadOnlyList<ExplanationWeights> Weights { get; }

    /// <summary>What has neither steps, units nor a verdict: curves of checks and responses.</summary>
    internal IReadOnlyList<ArrayVariable> Curves { get; }

    /// <summary>Opens that of a finished run.</summary>
    /// <param name="run">The run's folder, or the name of one under 'runs' in the current folder.</param>
    /// <exception cref="InputException">It is no run's folder, is not finished, or none of its members explains itself.</exception>
    public static ExplanationStore Open(string run)
    {
        string folder = RunStatus.FolderOf(run);
        return RunStatus.ManifestOf(folder) is null
            ? throw new InputException("the run has no results yet", folder, "Let 'tributary run' go on to its end.")
            : new ExplanationStore(folder);
    }

    /// <summary>Opens that of a folder of results.</summary>
    internal static ExplanationStore In(string folder) => new(folder);

    /// <summary>The weights to answer from: those that say most of when and where.</summary>
    /// <param name="member">The member; null for the first.</param>
    /// <param name="name">Name of the weights; null for the most detailed.</param>
    /// <exception cref="InputException">There are none.</exception>
    internal ExplanationWeights Choose(string? member, string? name)
    {
        string[] members = [.. Weights.Select(weights => weights.Member).Distinct()];
        if (members.Length == 0)
        {
            throw new InputException("no member tells weights of variables", Folder, "Ask a member for such a method: attention of a gridded network, or integrated_gradients.");
        }

        string of = member ?? members[0];
        ExplanationWeights[] own = [.. Weights.Where(weights => weights.Member == of)];
        if (own.Length == 0)
        {
            throw new InputException($"no member '{of}' explains itself by weights of variables{Nearest.Suggest(of, members)}", "member");
        }

        return name is null
            ? own.OrderByDescending(weights => (weights.Times.Length > 1, weights.HasUnits)).First()
            : own.FirstOrDefault(weights => weights.Name == name) ?? throw new InputException($"member {of} has no weights '{name}'{Nearest.Suggest(name, own.Select(weights => weights.Name))}", "weights");
    }

    /// <summary>Area of all units in km2; NaN where it is unknown.</summary>
    internal double AreaKm2 => Units.AreaKm2.Length == 0 ? double.NaN : Units.AreaKm2.Sum();

    /// <summary>The gauges whose hydrographs the run wrote.</summary>
    internal string[] Gauges =>
        [.. Directory.EnumerateFiles(Folder, "hydrograph_*.csv").Select(file => Path.GetFileNameWithoutExtension(file)["hydrograph_".Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The hydrograph of a gauge.</summary>
    /// <param name="gauge">Its id; null for the first.</param>
    /// <exception cref="InputException">There is no such gauge.</exception>
    internal GaugeFlow Flow(string? gauge)
    {
        string[] gauges = Gauges;
        string id = gauge ?? gauges.FirstOrDefault() ?? throw new InputException("the run wrote no hydrograph", Folder);
        return gauges.Contains(ResultFiles.FileNameOf(id))
            ? GaugeFlow.Read(id, Path.Combine(Folder, $"hydrograph_{ResultFiles.FileNameOf(id)}.csv"))
            : throw new InputException($"there is no gauge '{id}'{Nearest.Suggest(id, gauges)}", "gauge");
    }

    /// <summary>The values of a curve with the names along its axes.</summary>
    internal IEnumerable<(string Of, double Value)> Read(ArrayVariable curve)
    {
        double[] values = new double[curve.Length];
        _file.Read(curve.Name, new long[curve.Dimensions.Count], [.. curve.Dimensions.Select(dimension => dimension.Length)], values);
        string[][] names = [.. curve.Dimensions.Select(dimension => _file.ReadText($"{dimension.Name}_name"))];
        for (int at = 0; at < values.Length; at++)
        {
            int rest = at;
            string[] along = new string[names.Length];
            for (int axis = names.Length - 1; axis >= 0; axis--)
            {
                along[axis] = names[axis][rest % names[axis].Length];
                rest /= names[axis].Length;
            }

            yield return (string.Join(", ", along), values[at]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
