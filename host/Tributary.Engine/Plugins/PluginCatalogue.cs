using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// All plugins on the search path: the built-in folder, the workflow's own folders, the user's installed ones, then those of TRIBUTARY_PLUGINS. A plugin's code is
/// loaded when it is first asked for. In a folder with a <c>plugins.lock</c> only what it lists is accepted, byte for byte. A folder that cannot be loaded is kept with its reason and stops nobody else.
/// </summary>
public sealed class PluginCatalogue
{
    /// <summary>Environment variable with further folders, separated as PATH is.</summary>
    public const string SearchVariable = "TRIBUTARY_PLUGINS";

    private readonly List<PluginFolder> _folders = [];
    private readonly Dictionary<string, PluginFolder> _byId = [];
    private readonly Dictionary<string, LoadedPlugin> _loaded = [];
    private readonly Dictionary<(string Id, IsolationSection Isolation), PluginWorkers> _workers = [];
    private readonly Dictionary<(string Id, IsolationSection Isolation), LoadedPlugin> _isolated = [];
    private readonly AllowList? _allowed;

    /// <summary>Looks through folders for plugins; no code runs.</summary>
    /// <param name="roots">Folders that hold plugin folders, or are one themselves; the first that offers an id wins.</param>
    /// <param name="allowed">Hashes of the files that may be loaded; null allows all.</param>
    public PluginCatalogue(IEnumerable<string> roots, AllowList? allowed = null)
    {
        _allowed = allowed;
        foreach (string root in roots)
        {
            PluginLock? held = PluginLock.Read(root);
            foreach (string folder in PluginFoldersIn(root))
            {
                Add(PluginFolder.Inspect(folder, held));
            }
        }
    }

    /// <summary>The plugins that run in processes of their own, by id, wherever they are used.</summary>
    public IReadOnlyDictionary<string, IsolationSection> Isolated { get; set; } = new Dictionary<string, IsolationSection>();

    /// <summary>Has every plugin run in processes of its own.</summary>
    public void IsolateAll() => Isolated = Ids.ToDictionary(id => id, _ => new IsolationSection());

    /// <summary>Every plugin folder found, the refused ones too.</summary>
    public IReadOnlyList<PluginFolder> Folders => _folders;

    /// <summary>The plugins loaded so far.</summary>
    public IEnumerable<LoadedPlugin> Loaded => _loaded.Values.Concat(_isolated.Values);

    /// <summary>The ids that can be asked for.</summary>
    public IEnumerable<string> Ids => _byId.Keys.Order(StringComparer.Ordinal);

    /// <summary>The search path of a run.</summary>
    /// <param name="furtherFolders">The workflow's own folders.</param>
    public static IEnumerable<string> SearchPath(IEnumerable<string> furtherFolders)
    {
        yield return Path.Combine(AppContext.BaseDirectory, "plugins");
        foreach (string folder in furtherFolders)
        {
            yield return folder;
        }

        yield return PluginInstallation.UserFolder;
        string named = Environment.GetEnvironmentVariable(SearchVariable) ?? string.Empty;
        foreach (string folder in named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }
    }

    /// <summary>A plugin of one kind, loaded.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="id">Its id.</param>
    /// <param name="plugin">Receives it, with its manifest.</param>
    /// <param name="isolation">The processes of its own that it runs in; null for what <see cref="Isolated"/> says of it.</param>
    /// <exception cref="InputException">There is none, it does not load, or it is of another kind.</exception>
    public T Get<T>(string id, out LoadedPlugin plugin, IsolationSection? isolation = null)
        where T : class, IPlugin
    {
        plugin = isolation is null ? Load(id) : Isolate(id, isolation);
        return plugin.As<T>()
            ?? throw new InputException($"plugin '{id}' is a {plugin.Kind} plugin, not a {KindOf<T>()} plugin", plugin.Folder);
    }

    /// <inheritdoc cref="Get{T}(string, out LoadedPlugin, IsolationSection?)"/>
    public T Get<T>(string id)
        where T : class, IPlugin => Get<T>(id, out _);

    /// <summary>A plugin, loaded.</summary>
    /// <exception cref="InputException">There is none, or it does not load.</exception>
    public LoadedPlugin Load(string id)
    {
        if (Isolated.TryGetValue(id, out IsolationSection? isolation))
        {
            return Isolate(id, isolation);
        }

        lock (_loaded)
        {
            if (_loaded.TryGetValue(id, out LoadedPlugin? loaded))
            {
                return loaded;
            }

            if (_byId.TryGetValue(id, out PluginFolder? folder))
            {
                return _loaded[id] = LoadedPlugin.Load(folder, _allowed);
            }
        }

        throw RefusalOf(id);
    }

    /// <summary>A plugin's folder; no code runs.</summary>
    /// <exception cref="InputException">There is none, or it is refused.</exception>
    public PluginFolder Find(string id) => _byId.TryGetValue(id, out PluginFolder? folder) ? folder : throw RefusalOf(id);

    /// <summary>Starts the process of a plugin that will soon be wanted, while other things are read. Whatever is wrong with it shows when it is.</summary>
    internal void Warm(string id, IsolationSection isolation)
    {
        lock (_loaded)
        {
            if (_byId.TryGetValue(id, out PluginFolder? folder) && !_workers.ContainsKey((id, isolation)))
            {
                WorkersOf(folder, isolation).Warm();
            }
        }
    }

    private LoadedPlugin Isolate(string id, IsolationSection isolation)
    {
        lock (_loaded)
        {
            if (_isolated.TryGetValue((id, isolation), out LoadedPlugin? loaded))
            {
                return loaded;
            }

            return _byId.TryGetValue(id, out PluginFolder? folder)
                ? _isolated[(id, isolation)] = LoadedPlugin.Isolate(folder, WorkersOf(folder, isolation))
                : throw RefusalOf(id);
        }
    }

    private PluginWorkers WorkersOf(PluginFolder folder, IsolationSection isolation)
    {
        (string, IsolationSection) key = (folder.Manifest!.Id, isolation);
        return _workers.TryGetValue(key, out PluginWorkers? workers) ? workers : _workers[key] = new PluginWorkers(folder, _allowed?.Path, isolation.Limits);
    }

    private InputException RefusalOf(string id)
    {
        PluginFolder? refused = _folders.Find(folder => folder.Manifest?.Id == id);
        return refused?.Refusal ?? new InputException($"there is no plugin '{id}'{Nearest.Suggest(id, Ids)}");
    }

    /// <summary>A way of combining members, by the name that a plugin's manifest gives it; of several plugins that offer it, the first on the search path.</summary>
    /// <exception cref="InputException">None offers it, or its plugin does not load.</exception>
    public (ICombiner Combiner, LoadedPlugin Plugin) Combiner(string name) =>
        Offered<ICombinerPlugin, ICombiner>(name, "combination", manifest => manifest.Combiners, plugin => plugin.Combiners, combiner => combiner.Name);

    /// <summary>A metric, by its name in the same way.</summary>
    /// <exception cref="InputException">None offers it, or its plugin does not load.</exception>
    public (IMetric Metric, LoadedPlugin Plugin) Metric(string name) =>
        Offered<IMetricPlugin, IMetric>(name, "score", manifest => manifest.Metrics, plugin => plugin.Metrics, metric => metric.Name);

    /// <summary>An optimiser, by its name in the same way.</summary>
    /// <exception cref="InputException">None offers it, or its plugin does not load.</exception>
    public (IOptimiser Optimiser, LoadedPlugin Plugin) Optimiser(string name) =>
        Offered<IOptimiserPlugin, IOptimiser>(name, "algorithm", manifest => manifest.Optimisers, plugin => plugin.Optimisers, optimiser => optimiser.Name);

    private (TItem Item, LoadedPlugin Plugin) Offered<TPlugin, TItem>(
        string name, string what, Func<PluginManifest, IReadOnlyList<string>> named, Func<TPlugin, IReadOnlyList<TItem>> itemsOf, Func<TItem, string> nameOf)
        where TPlugin : class, IPlugin
    {
        PluginManifest? manifest = _folders.Find(folder => folder.Refusal is null && named(folder.Manifest!).Contains(name))?.Manifest;
        if (manifest is null)
        {
            throw new InputException($"there is no {what} '{name}'{Nearest.Suggest(name, _folders.Where(folder => folder.Refusal is null).SelectMany(folder => named(folder.Manifest!)).Distinct())}");
        }

        TPlugin offering = Get<TPlugin>(manifest.Id, out LoadedPlugin plugin);
        foreach (TItem item in PluginGuard.Call(plugin, $"{what} '{name}'", "telling what it offers", () => itemsOf(offering)))
        {
            if (nameOf(item) == name)
            {
                return (item, plugin);
            }
        }

        throw new InputException($"plugin '{manifest.Id}' does not offer the {what} '{name}' that its {PluginManifest.FileName} names", plugin.Folder);
    }

    private static string KindOf<T>() =>
        typeof(T) == typeof(IModelPlugin) ? "model" : typeof(T) == typeof(IForcingPlugin) ? "forcing" : typeof(T) == typeof(IRoutingPlugin) ? "routing" : typeof(T) == typeof(ICombinerPlugin) ? "combiner"
        : typeof(T) == typeof(IMetricPlugin) ? "metric" : typeof(T) == typeof(IOptimiserPlugin) ? "optimiser" : typeof(T).Name;

    private static IEnumerable<string> PluginFoldersIn(string root)
    {
        if (File.Exists(Path.Combine(root, PluginManifest.FileName)))
        {
            yield return root;
            yield break;
        }

        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (string folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(folder, PluginManifest.FileName)))
            {
                yield return folder;
            }
        }
    }

    private void Add(PluginFolder folder)
    {
        if (folder is { Refusal: null, Manifest: { } manifest } && !_byId.TryAdd(manifest.Id, folder))
        {
            folder = folder with
            {
                Refusal = new InputException($"the plugin '{manifest.Id}' is already there from {_byId[manifest.Id].Folder}", folder.Folder, "Give one of them another id."),
            };
        }

        _folders.Add(folder);
    }
}
