using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>Text files beside these tests, one entry a line, kept equal to what the code says; TRIBUTARY_RECORD=1 writes them anew.</summary>
internal static class Lists
{
    public static string[] Read(string name) => File.Exists(Place(name)) ? File.ReadAllLines(Place(name)) : [];

    public static void Check(string name, IEnumerable<string> lines)
    {
        string[] wanted = [.. lines.Distinct().OrderBy(line => line, StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("TRIBUTARY_RECORD") == "1")
        {
            File.WriteAllLines(Place(name), wanted);
        }

        string[] told = Read(name);
        Assert.True(wanted.SequenceEqual(told), $"{name} is no longer true (TRIBUTARY_RECORD=1 writes it anew).\nNot listed:\n  {string.Join("\n  ", wanted.Except(told))}\nListed, but not so:\n  {string.Join("\n  ", told.Except(wanted))}");
    }

    private static string Place(string name) => Repository.At("tests", "learning", name);
}
