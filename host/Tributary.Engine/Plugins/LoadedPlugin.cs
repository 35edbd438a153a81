using System.Reflection;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin whose code is loaded.</summary>
public sealed class LoadedPlugin
{
    private readonly Func<IReadOnlyDictionary<string, string>> _hashes;
    private string? _folderHash;

    private LoadedPlugin(PluginManifest manifest, string folder, IPlugin instance, Func<IReadOnlyDictionary<string, string>> hashes)
    {
        Manifest = manifest;
        Folder = folder;
        Instance = instance;
        _hashes = hashes;
    }

    /// <summary>Who it is.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>What its entry assembly offers.</summary>
    public IPlugin Instance { get; }

    /// <summary>SHA-256 of every file loaded so far, by file name.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes();

    /// <summary>One SHA-256 of all code in the plugin's folder, loaded yet or not.</summary>
    public string FolderHash => _folderHash ??= HashFolder();

    /// <summary>What kind of plugin it is, for people.</summary>
    public string Kind => Instance switch
    {
        ITrainablePlugin => "trainable model",
        IModelPlugin => "model",
        IRoutingPlugin => "routing",
        IForcingPlugin => "forcing",
        IDiagnosticPlugin => "diagnostic",
        IImportPlugin => "import",
        ICombinerPlugin => "combiner",
        IMetricPlugin => "metric",
        IOptimiserPlugin => "optimiser",
        _ => "unknown",
    };

    /// <summary>The plugin as one of its kinds; null where it is not of that kind.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    public T? As<T>()
        where T : class, IPlugin => Instance is IsolatedPlugin isolated ? isolated.As<T>() : Instance as T;

    /// <summary>Loads a plugin's code and makes its one plugin object.</summary>
    /// <exception cref="InputException">It is refused or does not load; the message says why.</exception>
    internal static LoadedPlugin Load(PluginFolder plugin, AllowList? allowed)
    {
        if (plugin.Refusal is { } refusal)
        {
            throw refusal;
        }

        var context = new PluginLoadContext(plugin, allowed);
        try
        {
            Type type = PluginTypeOf(context.LoadEntry(), plugin);
            var instance = (IPlugin)Activator.CreateInstance(type)!;
            return new LoadedPlugin(plugin.Manifest!, plugin.Folder, instance, () => context.Hashes);
        }
        catch (TargetInvocationException error)
        {
            Exception cause = error.InnerException ?? error;
            throw new InputException($"the constructor of plugin {plugin.Manifest!.Id} failed: {cause.Message}", plugin.EntryPath, cause: cause);
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or MissingMethodException or TypeInitializationException)
        {
            throw new InputException($"plugin {plugin.Manifest!.Id} does not load: {error.Message}", plugin.EntryPath, cause: error);
        }
    }

    /// <summary>Loads a plugin's code in a process of its own; none of it is loaded in this one.</summary>
    /// <exception cref="InputException">It is refused or does not load; the message says why.</exception>
    /// <exception cref="WorkException">Its process ended.</exception>
    internal static LoadedPlugin Isolate(PluginFolder plugin, PluginWorkers workers) =>
        new(plugin.Manifest!, plugin.Folder, IsolatedPlugin.Of(workers), () => workers.Hashes);

    private static Type PluginTypeOf(Assembly assembly, PluginFolder plugin)
    {
        Type[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            string causes = string.Join("; ", error.LoaderExceptions.OfType<Exception>().Select(cause => cause.Message).Distinct());
            throw new InputException($"plugin {plugin.Manifest!.Id} does not load: {causes}", plugin.EntryPath, cause: error);
        }

        Type[] plugins = [.. types.Where(type => type.IsPublic && !type.IsAbstract && typeof(IPlugin).IsAssignableFrom(type))];
        return plugins switch
        {
            [Type only] when only.GetConstructor(Type.EmptyTypes) is not null => only,
            [Type only] => throw new InputException($"{only.FullName} has no public parameterless constructor", plugin.EntryPath),
            [] => throw new InputException("its entry assembly has no public class that implements IPlugin", plugin.EntryPath),
            _ => throw new InputException(
                $"its entry assembly has {plugins.Length} public classes that implement IPlugin ({string.Join(", ", plugins.Select(type => type.Name))})",
                plugin.EntryPath,
                "Leave exactly one public."),
        };
    }

    private string HashFolder()
    {
        using var key = new StepKey("code");
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is ".dll" or ".so")
            {
                key.Add(Path.GetRelativePath(Folder, file), FileHash.Of(file));
            }
        }

        return key.Finish();
    }
}
