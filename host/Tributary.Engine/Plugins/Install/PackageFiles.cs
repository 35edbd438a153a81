using System.IO.Compression;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Brings the files of a plugin into an empty folder: from a folder, a zip file, or a NuGet package, which is one with the plugin under <c>tributary/</c>.</summary>
internal static class PackageFiles
{
    private const string FolderInPackage = "tributary";
    private const int LinkType = 0xA000;
    private const int TypeMask = 0xF000;

    /// <summary>Copies or unpacks.</summary>
    /// <returns>The folder that holds the plugin's manifest.</returns>
    /// <exception cref="InputException">The source holds a path that climbs out of its folder, a link, or no plugin.</exception>
    public static string Bring(string source, string target)
    {
        if (Directory.Exists(source))
        {
            CopyFolder(source, target);
        }
        else
        {
            Unpack(source, target);
        }

        return new[] { target, Path.Combine(target, FolderInPackage) }
            .Concat(Directory.EnumerateDirectories(target).Order(StringComparer.Ordinal))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, PluginManifest.FileName)))
            ?? throw new InputException($"holds no {PluginManifest.FileName}", source, "Is it a plugin's folder, zip file or package?");
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(source).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is { } link)
            {
                throw new InputException($"holds a link ({Path.GetRelativePath(source, entry.FullName)} to {link}), which may lead out of the folder", source, "Put the file itself there.");
            }

            if (entry is FileInfo file)
            {
                string copy = Path.Combine(target, Path.GetRelativePath(source, file.FullName));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                file.CopyTo(copy);
            }
        }
    }

    private static void Unpack(string source, string target)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(source);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string path = PlaceOf(entry, source, target);
                if (!entry.FullName.EndsWith('/'))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    entry.ExtractToFile(path);
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"is no zip file ({error.Message})", source, "Give a plugin's folder, zip file or package.", error);
        }
    }

    /// <summary>Where an entry goes, inside the target. What would go elsewhere is refused, not mended: nobody packs it by accident.</summary>
    private static string PlaceOf(ZipArchiveEntry entry, string source, string target)
    {
        string name = entry.FullName;
        bool climbs = name.Contains('\\') || Path.IsPathRooted(name) || name.Split('/').Contains("..");
        string path = Path.GetFullPath(Path.Combine(target, name));
        if (climbs || !path.StartsWith(Path.TrimEndingDirectorySeparator(target) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InputException($"holds a path that climbs out of its folder: '{name}'", source, "Do not use it; nothing was installed.");
        }

        return ((entry.ExternalAttributes >> 16) & TypeMask) == LinkType
            ? throw new InputException($"holds a link ({name}), which may lead out of its folder", source, "Do not use it; nothing was installed.")
            : path;
    }
}
