using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin's folder, looked at without running any of its code.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Manifest">Who it is; null where the manifest cannot be read.</param>
/// <param name="Refusal">Why it cannot be loaded; null where nothing speaks against it.</param>
public sealed record PluginFolder(string Folder, PluginManifest? Manifest, InputException? Refusal)
{
    /// <summary>What was installed, whose hashes the loaded bytes must have; null where nothing keeps a record.</summary>
    public LockedPlugin? Locked { get; init; }

    /// <summary>Path of the entry assembly.</summary>
    public string EntryPath => Path.Combine(Folder, Manifest?.Entry ?? string.Empty);

    /// <summary>Looks at a folder. Whatever is wrong with it becomes its <see cref="Refusal"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="held">What was installed beside it; null where nothing keeps a record.</param>
    public static PluginFolder Inspect(string folder, PluginLock? held = null)
    {
        PluginManifest? manifest = null;
        try
        {
            string path = Path.Combine(folder, PluginManifest.FileName);
            manifest = PluginManifest.Read(path);
            CheckContracts(manifest, path);
            CheckEntry(Path.Combine(folder, manifest.Entry), manifest);
            NativeLibraries.Check(folder, manifest);
            InputException? distrust = held?.RefusalOf(folder);
            return new PluginFolder(folder, manifest, distrust) { Locked = distrust is null ? held?.Plugins[manifest.Id] : null };
        }
        catch (InputException refusal)
        {
            return new PluginFolder(folder, manifest, refusal);
        }
    }

    private static void CheckContracts(PluginManifest manifest, string path)
    {
        if (!VersionRange.Parse(manifest.Contracts, path).Contains(ContractVersion.Current))
        {
            throw new InputException(
                $"plugin {manifest.Id} {manifest.Version} works with contract versions {manifest.Contracts}, but this host has {ContractVersion.Current}",
                path,
                "Install a version of the plugin that was built for this host, or the host that it was built for.");
        }
    }

    /// <summary>The manifest may claim anything; the assembly's own references tell what it was built against.</summary>
    private static void CheckEntry(string path, PluginManifest manifest)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"the entry assembly of plugin {manifest.Id} is missing", path, "Build the plugin, or correct 'entry' in its plugin.json.");
        }

        try
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata)
            {
                throw new InputException($"the entry assembly of plugin {manifest.Id} is no .NET assembly", path);
            }

            MetadataReader metadata = image.GetMetadataReader();
            Version? builtAgainst = null;
            foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
            {
                AssemblyReference reference = metadata.GetAssemblyReference(handle);
                if (metadata.GetString(reference.Name) == PluginLoadContext.ContractsName)
                {
                    builtAgainst = reference.Version;
                }
            }

            if (builtAgainst is null)
            {
                throw new InputException($"the entry assembly of plugin {manifest.Id} does not use {PluginLoadContext.ContractsName}", path, "Is it the right assembly?");
            }

            Version host = ContractVersion.Current;
            if (builtAgainst.Major != host.Major || builtAgainst.Minor > host.Minor)
            {
                throw new InputException(
                    $"plugin {manifest.Id} {manifest.Version} was built against contracts {builtAgainst.Major}.{builtAgainst.Minor}, but this host has {host}",
                    path,
                    builtAgainst > host ? "Take a newer host, or rebuild the plugin against this host's contracts." : "Rebuild it against this host's contracts.");
            }
        }
        catch (BadImageFormatException error)
        {
            throw new InputException($"the entry assembly of plugin {manifest.Id} is no .NET assembly", path, cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }
}
