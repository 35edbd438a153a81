using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Loads one plugin's assemblies and native libraries from its own folder. Only the contracts are the host's; every other dependency is the plugin's own, so
/// that two plugins may need different versions of one library. This keeps plugins apart; it is no protection from a malicious one.
/// </summary>
internal sealed class PluginLoadContext(PluginFolder plugin, AllowList? allowed)
    : AssemblyLoadContext($"plugin {plugin.Manifest!.Id}", isCollectible: false)
{
    /// <summary>Simple name of the assembly that host and plugins share.</summary>
    public const string ContractsName = "Tributary.Contracts";

    private readonly AssemblyDependencyResolver _resolver = new(plugin.EntryPath);
    private readonly Dictionary<string, string> _hashes = [];

    /// <summary>SHA-256 of every file that was loaded, by file name.</summary>
    public IReadOnlyDictionary<string, string> Hashes
    {
        get
        {
            lock (_hashes)
            {
                return new SortedDictionary<string, string>(_hashes, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Loads the entry assembly.</summary>
    public Assembly LoadEntry() => LoadHashed(plugin.EntryPath);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A private copy of the contracts would load, and then nothing in it would be an IPlugin of the host's.
        if (assemblyName.Name == ContractsName)
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadHashed(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? BesideEntry(unmanagedDllName);
        if (path is null)
        {
            return 0;
        }

        Record(path, File.ReadAllBytes(path));
        return LoadUnmanagedDllFromPath(path);
    }

    private string? BesideEntry(string name)
    {
        foreach (string candidate in (ReadOnlySpan<string>)[name, $"lib{name}.so", $"{name}.so"])
        {
            string path = Path.Combine(plugin.Folder, candidate);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Loads the very bytes that were hashed, so that the record in the manifest is true.</summary>
    private Assembly LoadHashed(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        Record(path, image);
        string symbols = Path.ChangeExtension(path, ".pdb");
        using var imageStream = new MemoryStream(image);
        using Stream? symbolStream = File.Exists(symbols) ? File.OpenRead(symbols) : null;
        return LoadFromStream(imageStream, symbolStream);
    }

    private void Record(string path, byte[] content)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        allowed?.Demand(path, hash);
        plugin.Locked?.Demand(plugin.Folder, path, hash);
        lock (_hashes)
        {
            _hashes[Path.GetFileName(path)] = hash;
        }
    }
}

/// <summary>A file of SHA-256 hashes; what is not on it is not loaded.</summary>
/// <param name="path">The file: a hash a line, as <c>sha256sum</c> writes them; <c>#</c> starts a comment.</param>
public sealed class AllowList(string path)
{
    private readonly HashSet<string> _hashes = Read(path);

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Refuses a file that is not on the list.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public void Demand(string file, string hash)
    {
        if (!_hashes.Contains(hash))
        {
            throw new InputException($"its SHA-256 {hash} is not on the allow-list {Path}", file, "Add the hash if you trust the file.");
        }
    }

    private static HashSet<string> Read(string path)
    {
        try
        {
            var hashes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (string line in File.ReadLines(path))
            {
                string word = line.Split(['#', ' ', '\t'], 2)[0].Trim();
                if (word.Length > 0)
                {
                    hashes.Add(word);
                }
            }

            return hashes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the allow-list of plugins cannot be read ({error.Message})", path, cause: error);
        }
    }
}
