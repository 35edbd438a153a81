using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A plugin with the settings to examine it with, and a folder of its own that is gone afterwards.</summary>
internal abstract class Subject(CheckCase given, IHostServices services) : IDisposable
{
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("tributary-check-").FullName);

    public CheckCase Case { get; } = given;

    public JsonElement Settings => Case.Settings;

    public IHostServices Services { get; } = services;

    public static Subject Of(IPlugin plugin, CheckCase given, IHostServices services) => plugin switch
    {
        IModelPlugin model => new ModelSubject(model, given, services),
        IRoutingPlugin routing => new RoutingSubject(routing, given, services),
        IForcingPlugin forcing => new ForcingSubject(forcing, given, services),
        ICombinerPlugin combiners => new CombinerSubject(combiners, given, services),
        IMetricPlugin metrics => new MetricSubject(metrics, given, services),
        IOptimiserPlugin optimisers => new OptimiserSubject(optimisers, given, services),
        _ => new OtherSubject(plugin, given, services),
    };

    /// <summary>Another instance of a plugin.</summary>
    public static T Another<T>(T plugin)
        where T : IPlugin => (T)Activator.CreateInstance(plugin.GetType())!;

    public abstract Finding Examine(Check check);

    /// <summary>A folder for files, created anew.</summary>
    public string FolderOf(string name)
    {
        string path = Path.Combine(_folder.Value, name);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The attributes that a descriptor asks for, and those of the case, on some units or reaches.</summary>
    public AttributeTable AttributesFor(IEnumerable<AttributeDeclaration> declared, int count)
    {
        var table = new AttributeTable(count);
        foreach (AttributeDeclaration attribute in declared)
        {
            if (Case.Attributes.TryGetValue(attribute.Name, out double[]? values))
            {
                table.Set(attribute.Name, attribute.Unit, [.. Enumerable.Range(0, count).Select(place => values[place % values.Length])]);
            }
            else if (attribute.Required)
            {
                table.Set(attribute.Name, attribute.Unit, [.. Enumerable.Range(0, count).Select(place => 0.5 + (0.1 * (place % 7)))]);
            }
        }

        return table;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }
}

/// <summary>A plugin of a kind that only has settings.</summary>
internal sealed class OtherSubject(IPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    public IPlugin Plugin { get; } = plugin;

    public override Finding Examine(Check check) => check.OfOther(this);
}
