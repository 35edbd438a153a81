using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>The templates of a program's input files.</summary>
internal sealed class TemplateFolder
{
    private const string Cdl = ".nc.cdl";

    private readonly List<(string File, Template Template)> _templates = [];
    private readonly string? _copied;

    /// <summary>Reads the templates.</summary>
    /// <exception cref="InputException">The folder is missing, or a template is not right.</exception>
    public TemplateFolder(ProcessSettings settings)
    {
        _copied = settings.Copy;
        foreach (string? path in (string?[])[settings.Copy, PathOf(settings)])
        {
            if (path is not null && !Directory.Exists(path))
            {
                throw new InputException("there is no such folder", path, "Check 'templates' and 'copy' in the settings; they are relative to the workflow file.");
            }
        }

        if (PathOf(settings) is not { } folder)
        {
            return;
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(folder, path);
            _templates.Add((relative, new Template(relative, File.ReadAllText(path))));
        }
    }

    /// <summary>Where the templates lie; null where there are none.</summary>
    /// <exception cref="InputException">No such templates come with the plugin, or both are given.</exception>
    public static string? PathOf(ProcessSettings settings)
    {
        if (settings.Preset is null)
        {
            return settings.Templates;
        }

        string shipped = Path.Combine(Path.GetDirectoryName(typeof(TemplateFolder).Assembly.Location)!, "templates");
        string[] known = [.. Directory.EnumerateDirectories(shipped).Select(folder => Path.GetFileName(folder)).Order()];
        if (settings.Templates is not null)
        {
            throw new InputException("give either 'templates', a folder of your own, or 'preset'", "settings");
        }

        return known.Contains(settings.Preset)
            ? Path.Combine(shipped, settings.Preset)
            : throw new InputException($"no templates '{settings.Preset}' come with the plugin", "settings.preset", $"There are: {string.Join(", ", known)}.");
    }

    /// <summary>Fills all templates in.</summary>
    /// <param name="scope">What from.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="what">The unit, for errors.</param>
    /// <exception cref="InputException">A template names what there is not.</exception>
    /// <exception cref="WorkException">ncgen refuses a template of a NetCDF file.</exception>
    public void Fill(Scope scope, string folder, string what)
    {
        foreach (string file in _copied is null ? [] : Directory.EnumerateFiles(_copied, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(_copied!, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        foreach ((string file, Template template) in _templates)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, template.Fill(scope));
            if (file.EndsWith(Cdl, StringComparison.Ordinal))
            {
                ProgramRun.Run("ncgen", ["-k", "netCDF-4", "-o", path[..^".cdl".Length], path], folder, TimeSpan.FromMinutes(5), $"{what}, {file}");
            }
        }
    }
}
