using System.Reflection;
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
        foreach (string? path in (string?[])[settings.Copy, settings.Templates])
        {
            if (path is not null && !Directory.Exists(path))
            {
                throw new InputException("there is no such folder", path, "Check 'templates' and 'copy' in the settings; they are relative to the workflow file.");
            }
        }

        foreach ((string file, string text) in settings.Preset is null ? Own(settings.Templates) : Shipped(settings))
        {
            _templates.Add((file, new Template(file, text)));
        }
    }

    private static IEnumerable<(string File, string Text)> Own(string? folder) => folder is null
        ? []
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(folder, path), File.ReadAllText(path)));

    private static IEnumerable<(string File, string Text)> Shipped(ProcessSettings settings)
    {
        if (settings.Templates is not null)
        {
            throw new InputException("give either 'templates', a folder of your own, or 'preset'", "settings");
        }

        Assembly own = typeof(TemplateFolder).Assembly;
        string[] names = own.GetManifestResourceNames();
        string[] files = [.. names.Where(name => name.StartsWith($"{settings.Preset}/", StringComparison.Ordinal))];
        if (files.Length == 0)
        {
            throw new InputException(
                $"no templates '{settings.Preset}' come with the plugin", "settings.preset", $"There are: {string.Join(", ", names.Select(name => name.Split('/')[0]).Distinct().Order())}.");
        }

        foreach (string file in files)
        {
            using var reader = new StreamReader(own.GetManifestResourceStream(file)!);
            yield return (file[(settings.Preset!.Length + 1)..], reader.ReadToEnd());
        }
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
