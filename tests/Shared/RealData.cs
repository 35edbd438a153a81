namespace Tributary.Tests;

/// <summary>Observed basins that tests may use where they are there: they are never part of the repository.</summary>
internal static class RealData
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("TRIBUTARY_DATA") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine("..", "shared", "data"), Repository.Root);

    /// <summary>Results of peers' own programs on that data.</summary>
    public static string References { get; } = Path.GetFullPath(Path.Combine("..", "reference"), Folder);

    /// <summary>Path of a file; skips the test where it is missing.</summary>
    public static string At(params string[] parts) => Demand(Path.Combine([Folder, .. parts]));

    /// <summary>Path of a reference result; skips the test where it is missing.</summary>
    public static string Reference(params string[] parts) => Demand(Path.Combine([References, .. parts]));

    private static string Demand(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"There is no {path}; name the folder of real data in TRIBUTARY_DATA.");
        return path;
    }
}
