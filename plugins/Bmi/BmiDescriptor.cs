using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>What a BMI model is, as its settings say it; the model is not loaded for this.</summary>
internal static class BmiDescriptor
{
    /// <exception cref="InputException">The settings name what is not there, or lack the model or runoff.</exception>
    public static ModelDescriptor Of(BmiSettings settings)
    {
        bool isPython = settings.Language == Language.Python;
        if (!isPython && settings.Library is null)
        {
            throw new InputException("'library' is missing", "settings", "Name the model's shared library, or say 'language: python' and give its 'class'.");
        }

        if (isPython && settings.Class?.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            throw new InputException("the model's class is missing, or not written as package.module:Class", "settings.class", "As 'class: heat.bmi_heat:BmiHeat'.");
        }

        string model = isPython ? settings.Class!.Split(':')[1] : Path.GetFileNameWithoutExtension(settings.Library!);
        return new ModelDescriptor
        {
            Name = settings.Name ?? model,
            Description = $"a model with the Basic Model Interface, {(isPython ? $"class {settings.Class}" : Path.GetFileName(settings.Library))}",
            Parameters = [.. settings.Parameters.Select(pair => pair.Value.Declare(pair.Key))],
            Forcing = [.. settings.Forcing.Select(pair => pair.Value.Declare(pair.Key))],
            Outputs = [.. Outputs(settings).Select(name => ForeignResults.Declare(name, settings.Outputs[name].Unit, settings.Outputs[name].Variable))],
            ShortestStep = TimeSpan.FromMinutes(1),
            LongestStep = TimeSpan.FromDays(1),
            Capabilities = Capabilities.SpatiallyIndependent | (settings.States.Count > 0 ? Capabilities.Stateful : Capabilities.None),
            Files = [.. isPython ? Sources(settings) : [settings.Library!], .. Configurations(settings.Config)],
        };
    }

    /// <summary>The folder of the configuration file, or the innermost that holds those of all units.</summary>
    public static string FolderOf(string config)
    {
        string folder = Path.GetDirectoryName(config) ?? "/";
        return folder.Contains('{', StringComparison.Ordinal) ? FolderOf(folder) : folder;
    }

    /// <summary>The results, runoff first.</summary>
    public static IReadOnlyList<string> Outputs(BmiSettings settings) => ForeignResults.RunoffFirst(settings.Outputs.Keys, "runoff: { variable: Q_OUT, unit: m }");

    /// <summary>The configuration files that fit the pattern, of whatever units.</summary>
    private static IEnumerable<string> Configurations(string config)
    {
        string outermost = FolderOf(config);
        string[] parts = [.. Path.GetRelativePath(outermost, config).Split('/').Select(part => part.Replace("{id}", "*", StringComparison.Ordinal).Replace("{index}", "*", StringComparison.Ordinal))];
        IEnumerable<string> folders = [outermost];
        foreach (string part in parts[..^1])
        {
            folders = [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder, part))];
        }

        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, parts[^1])).Order(StringComparer.Ordinal)];
    }

    /// <summary>The Python sources of the class's module or package in the search path.</summary>
    private static IEnumerable<string> Sources(BmiSettings settings)
    {
        if (settings.SearchPath is not { } folder)
        {
            return [];
        }

        string package = Path.Combine(folder, settings.Class!.Split('.', ':')[0]);
        return Directory.Exists(package)
            ? Directory.EnumerateFiles(package, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : new[] { $"{package}.py" }.Where(File.Exists);
    }
}
