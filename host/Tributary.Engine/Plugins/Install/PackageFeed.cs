using System.Diagnostics;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Finds a package's file: in a folder of packages, or through the .NET SDK, which knows the feeds of the machine.</summary>
internal static class PackageFeed
{
    /// <summary>The package's newest version, or the one that is asked for (<c>Name@1.2.0</c>).</summary>
    /// <param name="package">Its name, with a version where one is meant.</param>
    /// <param name="feed">A folder, or the address of a NuGet feed; null for the machine's own feeds.</param>
    /// <param name="folder">Folder to download to.</param>
    /// <exception cref="InputException">It is not there.</exception>
    public static string Find(string package, string? feed, string folder)
    {
        string[] parts = package.Split('@', 2);
        return feed is not null && Directory.Exists(feed) ? InFolder(parts[0], parts.ElementAtOrDefault(1), feed) : Download(package, feed, folder);
    }

    private static string InFolder(string name, string? version, string feed)
    {
        (string File, Version Version)[] found =
        [
            .. Directory.EnumerateFiles(feed, "*.nupkg").Where(file => Path.GetFileName(file).StartsWith(name + ".", StringComparison.OrdinalIgnoreCase))
                .Select(file => (File: file, Text: Path.GetFileNameWithoutExtension(file)[(name.Length + 1)..]))
                .Where(one => Version.TryParse(one.Text, out _) && (version is null || one.Text == version))
                .Select(one => (one.File, Version.Parse(one.Text))),
        ];
        return found.Length > 0
            ? found.MaxBy(one => one.Version).File
            : throw new InputException($"has no package {name}{(version is null ? string.Empty : $" {version}")}", feed, "Give the name of a package in it, or the path of a zip file or folder.");
    }

    private static string Download(string package, string? feed, string folder)
    {
        Directory.CreateDirectory(folder);

        // What does not leave the machine needs no encryption; any other feed by http is refused by the SDK.
        bool isLocal = Uri.TryCreate(feed, UriKind.Absolute, out Uri? address) && address is { Scheme: "http", IsLoopback: true };
        string[] arguments = ["package", "download", package, "--output", folder, .. feed is null ? (string[])[] : ["--source", feed], .. isLocal ? (string[])["--allow-insecure-connections"] : []];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string said;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            said = $"{process.StandardOutput.ReadToEnd()}\n{error.GetAwaiter().GetResult()}";
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InputException("is neither a folder nor a file, and the .NET SDK, which would download a package of that name, is missing", package, "Give a path, or install the .NET SDK 10.", error);
        }

        string last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? "no such package";
        return Directory.EnumerateFiles(folder, "*.nupkg", SearchOption.AllDirectories).FirstOrDefault()
            ?? throw new InputException($"is neither a folder nor a file, and no package of that name could be downloaded ({last})", package, "Give a path, or name the feed with --source.");
    }
}
