using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tributary.Tests.Engine;

/// <summary>A local NuGet feed (API version 3): the index, the registrations and the packages of a folder.</summary>
internal sealed class FeedStub : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;
    private readonly string _root;

    public FeedStub()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"{_root}/");
        _listener.Start();
        _work = Task.Run(Serve);
    }

    public string Url => $"{_root}/index.json";

    /// <summary>The bytes of a package's versions.</summary>
    public Dictionary<string, SortedDictionary<string, byte[]>> Packages { get; } = [];

    /// <summary>What was asked for.</summary>
    public List<string> Asked { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        _work.Wait();
    }

    private void Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            string path = context.Request.Url!.AbsolutePath;
            Asked.Add(path);
            byte[]? answer = AnswerTo(path.Split('/', StringSplitOptions.RemoveEmptyEntries));
            context.Response.StatusCode = answer is null ? 404 : 200;
            context.Response.OutputStream.Write(answer);
            context.Response.Close();
        }
    }

    private byte[]? AnswerTo(string[] path) => path switch
    {
        ["index.json"] => Encoding.UTF8.GetBytes(
            $$"""{ "version": "3.0.0", "resources": [{ "@id": "{{_root}}/flat/", "@type": "PackageBaseAddress/3.0.0" }, { "@id": "{{_root}}/registration/", "@type": "RegistrationsBaseUrl/3.6.0" }] }"""),
        ["flat", string name, "index.json"] when Packages.TryGetValue(name, out SortedDictionary<string, byte[]>? versions) =>
            Encoding.UTF8.GetBytes($$"""{ "versions": [{{string.Join(", ", versions.Keys.Select(version => $"\"{version}\""))}}] }"""),
        ["registration", string name, "index.json"] when Packages.TryGetValue(name, out SortedDictionary<string, byte[]>? versions) => Registration(name, [.. versions.Keys]),
        ["flat", string name, string version, _] when Packages.TryGetValue(name, out SortedDictionary<string, byte[]>? versions) => versions.GetValueOrDefault(version),
        _ => null,
    };

    private byte[] Registration(string name, string[] versions)
    {
        string items = string.Join(", ", versions.Select(version =>
            $$"""{ "@id": "{{_root}}/registration/{{name}}/{{version}}.json", "packageContent": "{{_root}}/flat/{{name}}/{{version}}/{{name}}.{{version}}.nupkg", "catalogEntry": { "@id": "{{_root}}/catalogue/{{name}}/{{version}}.json", "id": "{{name}}", "version": "{{version}}", "listed": true } }"""));
        return Encoding.UTF8.GetBytes(
            $$"""{ "count": 1, "items": [{ "@id": "{{_root}}/registration/{{name}}/index.json#page", "count": {{versions.Length}}, "lower": "{{versions[0]}}", "upper": "{{versions[^1]}}", "items": [{{items}}] }] }""");
    }
}
