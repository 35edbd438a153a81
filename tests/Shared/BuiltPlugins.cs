namespace Tributary.Tests;

/// <summary>Folders of plugins that the build put beside these tests, loaded from disk as a host does.</summary>
internal static class BuiltPlugins
{
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Output folder of a project, the tests' own configuration.</summary>
    public static string Folder(string project)
    {
        string folder = Repository.At("artifacts", "bin", project, Configuration);
        Assert.True(Directory.Exists(folder), $"{folder} is missing: the project {project} was not built.");
        return folder;
    }

    /// <summary>A plugin's folder copied to another place, to be spoilt there.</summary>
    public static string CopyOf(string project, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(Folder(project)))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }
}
