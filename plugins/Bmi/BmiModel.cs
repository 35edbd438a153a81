using System.Globalization;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A BMI model on a domain: its library is loaded, and each unit has its configuration file.</summary>
internal sealed class BmiModel : IModel
{
    private readonly nint _register;
    private readonly string[] _configurations;

    public BmiModel(BmiSettings settings, ModelDescriptor descriptor, ModelSetup setup)
    {
        Settings = settings;
        Descriptor = descriptor;
        Setup = setup;
        _configurations = [.. setup.Units.Ids.Select(ConfigurationOf)];
        if (!File.Exists(settings.Library))
        {
            throw new InputException("there is no such library", settings.Library, "Build the model as a shared library (-shared -fPIC) and name its file under 'library'.");
        }

        if (!NativeLibrary.TryLoad(settings.Library, out nint library))
        {
            throw Unloadable(settings.Library);
        }

        if (!NativeLibrary.TryGetExport(library, settings.Register, out _register))
        {
            throw new InputException($"the library has no function '{settings.Register}'", settings.Library, $"Name the right one under 'register': 'nm -D {settings.Library} | grep register_bmi' lists them.");
        }
    }

    public BmiSettings Settings { get; }

    public ModelDescriptor Descriptor { get; }

    public ModelSetup Setup { get; }

    /// <summary>A new instance for a unit of the domain.</summary>
    public BmiInstance Instance(int unit) => new($"{Descriptor.Name}, unit {Setup.Units.Ids[unit]}", _register, _configurations[unit]);

    public ISimulation Start(ParameterSets parameters) => new BmiSimulation(this, parameters);

    public void Dispose()
    {
    }

    private string ConfigurationOf(string id, int index)
    {
        string path = Settings.Config
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{index}", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return File.Exists(path) ? path : throw new InputException($"unit {id} has no configuration file", path, "Write it, or mend 'config' in the settings; {id} stands for the unit's id.");
    }

    private static InputException Unloadable(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return new InputException("the library cannot be loaded", path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            string reason = error.Message.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? error.Message;
            return new InputException($"the library cannot be loaded: {reason}", path, "'ldd' on it shows what it lacks.", error);
        }
    }
}
