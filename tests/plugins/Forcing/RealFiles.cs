namespace Tributary.Tests.Forcing;

/// <summary>Real data sets, which lie beside the repository and are never part of it.</summary>
public static class RealFiles
{
    /// <summary>Path of a data set; the test is skipped where it is absent.</summary>
    public static string Folder(string name)
    {
        string? root = Environment.GetEnvironmentVariable("TRIBUTARY_DATA") ?? BesideRepository();
        string path = Path.Combine(root ?? string.Empty, name);
        Assert.SkipUnless(root is not null && Directory.Exists(path), $"The real data set '{name}' is neither in ../shared/data nor in TRIBUTARY_DATA.");
        return path;
    }

    private static string? BesideRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Framework.sln")))
            {
                return Path.Combine(folder.Parent!.FullName, "shared", "data");
            }
        }

        return null;
    }
}
