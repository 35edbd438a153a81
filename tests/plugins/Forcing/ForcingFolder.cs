using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Forcing;

/// <summary>A temporary folder of input files, and the host's services to read them with.</summary>
public sealed class ForcingFolder : IDisposable
{
    private readonly List<string> _warnings = [];

    public ForcingFolder() => Services = new HostServices(_warnings.Add);

    public string Path { get; } = Directory.CreateTempSubdirectory("tributary-forcing-").FullName;

    public HostServices Services { get; }

    public IReadOnlyList<string> Warnings => _warnings;

    public static JsonElement Settings(string json) => JsonDocument.Parse(json).RootElement;

    public string Write(string name, string text)
    {
        string path = At(name);
        File.WriteAllText(path, text);
        return path;
    }

    public string At(string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public IBasinSource Open(IForcingPlugin plugin, string settings = "{}", string? files = null, string? folder = null) =>
        plugin.Open(Settings(settings), new ForcingSetup(folder ?? Path, files, Services));

    public BasinRecord Read(IForcingPlugin plugin, string basin, string settings = "{}", string? files = null, string? folder = null)
    {
        using IBasinSource source = Open(plugin, settings, files, folder);
        return source.Read(basin, CancellationToken.None);
    }

    public string Refusal(IForcingPlugin plugin, string basin, string settings = "{}", string? files = null) =>
        Assert.Throws<InputException>(() => Read(plugin, basin, settings, files)).Message;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
