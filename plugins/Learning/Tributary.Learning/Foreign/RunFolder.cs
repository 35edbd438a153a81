using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The files of a run of NeuralHydrology and its kin: config.yml, a scaler, and a model_epochNNN.pt for each epoch that was kept.</summary>
internal sealed partial class RunFolder
{
    private RunFolder(string folder, string configuration)
    {
        Folder = folder;
        Configuration = configuration;
    }

    public string Folder { get; }

    public string Configuration { get; }

    /// <summary>Finds a run by its folder or by its configuration file.</summary>
    /// <exception cref="InputException">There is neither.</exception>
    public static RunFolder At(string path)
    {
        if (Directory.Exists(path))
        {
            return new RunFolder(path, Path.Combine(path, "config.yml"));
        }

        return File.Exists(path)
            ? new RunFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, path)
            : throw new InputException("there is no such run", path, "Name the folder of a NeuralHydrology run, which holds config.yml, or that file.");
    }

    /// <summary>The checkpoint of an epoch; null for the last one.</summary>
    /// <exception cref="InputException">There is none; lists those that are there.</exception>
    public (string Path, int Epoch) Model(int? epoch)
    {
        (string Path, int Epoch)[] kept = [.. Directory.EnumerateFiles(Folder, "model_epoch*.pt")
            .Select(file => (file, Name().Match(Path.GetFileName(file))))
            .Where(pair => pair.Item2.Success)
            .Select(pair => (pair.file, int.Parse(pair.Item2.Groups[1].ValueSpan, CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Item2)];
        if (kept.Length == 0)
        {
            throw new InputException("there is no model_epochNNN.pt", Folder, "Copy a checkpoint of the run beside its config.yml.");
        }

        int at = epoch is { } wanted ? Array.FindIndex(kept, pair => pair.Epoch == wanted) : kept.Length - 1;
        return at >= 0
            ? kept[at]
            : throw new InputException($"there is no checkpoint of epoch {epoch}", Folder, $"There are those of {string.Join(", ", kept.Select(pair => pair.Epoch))}.");
    }

    /// <summary>Reads a checkpoint's weights. Those of a network that went through torch.compile bear <c>_orig_mod.</c> before their names, which is taken off.</summary>
    public static OrderedDictionary<string, StoredTensor> Weights(string path)
    {
        const string Compiled = "_orig_mod.";
        var weights = new OrderedDictionary<string, StoredTensor>();
        foreach ((string name, StoredTensor tensor) in PyTorchFile.ReadTensors(path))
        {
            weights.Add(name.StartsWith(Compiled, StringComparison.Ordinal) ? name[Compiled.Length..] : name, tensor);
        }

        return weights;
    }

    [GeneratedRegex(@"^model_epoch(\d+)\.pt$")]
    private static partial Regex Name();
}
