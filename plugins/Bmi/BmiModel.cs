using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A BMI model on a domain: a first worker has loaded it, and each unit has its configuration file.</summary>
internal sealed class BmiModel : IModel
{
    private readonly string[] _configurations;

    /// <exception cref="InputException">The library or class cannot be loaded, or a unit has no configuration file.</exception>
    public BmiModel(BmiSettings settings, ModelDescriptor descriptor, ModelSetup setup)
    {
        Settings = settings;
        Descriptor = descriptor;
        Setup = setup;
        _configurations = [.. setup.Units.Ids.Select(ConfigurationOf)];
        if (settings.Language != Language.Python && !File.Exists(settings.Library))
        {
            throw new InputException("there is no such library", settings.Library, "Build the model as a shared library (-shared -fPIC) and name its file under 'library'.");
        }

        if (settings.Folder is { } folder && !Directory.Exists(folder))
        {
            throw new InputException("there is no such folder", folder, "Check 'folder' in the settings; it is relative to the workflow file.");
        }

        Workers = new WorkerPool(settings, settings.Folder ?? BmiDescriptor.FolderOf(settings.Config));
        try
        {
            Workers.Give(Workers.Take());
        }
        catch
        {
            Workers.Dispose();
            throw;
        }
    }

    public BmiSettings Settings { get; }

    public ModelDescriptor Descriptor { get; }

    public ModelSetup Setup { get; }

    /// <summary>The processes that hold its instances.</summary>
    public WorkerPool Workers { get; }

    /// <summary>A new instance for a unit of the domain.</summary>
    public BmiInstance Instance(BmiWorker worker, int unit) => new(worker, $"{Descriptor.Name}, unit {Setup.Units.Ids[unit]}, {_configurations[unit]}", _configurations[unit]);

    public ISimulation Start(ParameterSets parameters) => new BmiSimulation(this, parameters);

    public void Dispose() => Workers.Dispose();

    private string ConfigurationOf(string id, int index)
    {
        string path = Settings.Config
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{index}", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return File.Exists(path) ? path : throw new InputException($"unit {id} has no configuration file", path, "Write it, or mend 'config' in the settings; {id} stands for the unit's id.");
    }
}
