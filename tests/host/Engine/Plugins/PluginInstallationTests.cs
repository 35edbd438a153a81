using System.IO.Compression;
using System.Security.Cryptography;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Plugins of others: what is installed is what was recorded, and what would harm is refused before anything is written.</summary>
public sealed class PluginInstallationTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _root;

    public PluginInstallationTests() => _root = _temporary.At("plugins");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_folder_is_installed_with_the_hash_of_every_file()
    {
        (string id, LockedPlugin plugin) = new PluginInstallation(_root).Install(BuiltPlugins.Folder("Bucket"));

        Assert.Equal(("bucket", "0.1.0"), (id, plugin.Version));
        string entry = Path.Combine(_root, "bucket", "Tributary.Fixtures.Bucket.dll");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry))), plugin.Files["Tributary.Fixtures.Bucket.dll"]);
        Assert.Equal(plugin.Sha256, PluginLock.Read(_root)!.Plugins["bucket"].Sha256);
        Assert.NotNull(new PluginCatalogue([_root]).Get<IModelPlugin>("bucket"));
        Assert.Equal(["bucket", PluginLock.FileName], Directory.EnumerateFileSystemEntries(_root).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void A_zip_and_a_package_of_a_feed_install_the_same()
    {
        string feed = Directory.CreateDirectory(_temporary.At("feed")).FullName;
        ZipFile.CreateFromDirectory(BuiltPlugins.Folder("Bucket"), _temporary.At("bucket.zip"));
        foreach (string version in new[] { "0.9.0", "0.10.0" })
        {
            using ZipArchive package = ZipFile.Open(Path.Combine(feed, $"Bucket.{version}.nupkg"), ZipArchiveMode.Create);
            foreach (string file in Directory.EnumerateFiles(BuiltPlugins.Folder("Bucket")))
            {
                package.CreateEntryFromFile(file, $"tributary/{Path.GetFileName(file)}");
            }

            package.CreateEntryFromFile(Path.Combine(BuiltPlugins.Folder("Bucket"), "plugin.json"), $"made-{version}.nuspec");
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_temporary.At("bucket.zip"))));
        LockedPlugin zipped = new PluginInstallation(_temporary.At("a")).Install(_temporary.At("bucket.zip"), sha256: hash).Plugin;
        LockedPlugin packed = new PluginInstallation(_temporary.At("b")).Install("Bucket", feed).Plugin;

        Assert.Equal(zipped.Files, packed.Files);
        Assert.Equal(feed, packed.Feed);
        Assert.Contains("has no package Bucket 7.0", Refusal(() => new PluginInstallation(_root).Install("Bucket@7.0", feed)), StringComparison.Ordinal);
        Assert.Contains("not 00", Refusal(() => new PluginInstallation(_root).Install(_temporary.At("bucket.zip"), sha256: "00")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("tributary/../../evil.dll")]
    [InlineData("/tmp/tributary-evil.dll")]
    [InlineData("..\\evil.dll")]
    public void A_path_that_climbs_out_of_the_package_is_refused_and_nothing_is_written(string path)
    {
        string package = Zip(archive => archive.CreateEntry(path));
        Assert.Contains($"a path that climbs out of its folder: '{path}'", Refusal(() => new PluginInstallation(_root).Install(package)), StringComparison.Ordinal);
        NothingIsLeft();
        Assert.False(File.Exists(_temporary.At("evil.dll")));
    }

    [Fact]
    public void A_link_in_a_package_or_folder_is_refused()
    {
        string package = Zip(archive => archive.CreateEntry("libanswer.so").ExternalAttributes = 0xA1FF << 16);
        Assert.Contains("holds a link (libanswer.so)", Refusal(() => new PluginInstallation(_root).Install(package)), StringComparison.Ordinal);
        string folder = BuiltPlugins.CopyOf("Bucket", _temporary.At("linked"));
        File.CreateSymbolicLink(Path.Combine(folder, "passwords"), "/etc/passwd");
        Assert.Contains("holds a link (passwords to /etc/passwd)", Refusal(() => new PluginInstallation(_root).Install(folder)), StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Fact]
    public void A_file_that_is_no_package_and_a_folder_without_a_manifest_are_refused()
    {
        Assert.Contains("is no zip file", Refusal(() => new PluginInstallation(_root).Install(_temporary.Write("text.zip", "text"))), StringComparison.Ordinal);
        Assert.Contains("holds no plugin.json", Refusal(() => new PluginInstallation(_root).Install(Directory.CreateDirectory(_temporary.At("empty")).FullName)), StringComparison.Ordinal);
        Assert.Contains("is not there", Refusal(() => new PluginInstallation(_root).Install(_temporary.At("none.zip"))), StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Theory]
    [InlineData("\"id\": \"bucket\"", "\"id\": \"../bucket\"", "the id '../bucket' is not made of small letters")]
    [InlineData("\"Tributary.Fixtures.Bucket.dll\"", "\"../other/Tributary.dll\"", "is not the name of a file beside it")]
    [InlineData("  \"licence\": \"MIT\"", "  \"needs\": []", "the field 'licence' is missing")]
    [InlineData("\"Tributary.Fixtures.Bucket.dll\"", "\"Tributary.Fixtures.Bucket.deps.json\"", "is no .NET assembly")]
    public void What_could_not_be_loaded_is_not_installed(string part, string other, string fault)
    {
        string folder = BuiltPlugins.CopyOf("Bucket", _temporary.At("bad"));
        string manifest = Path.Combine(folder, PluginManifest.FileName);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(part, other, StringComparison.Ordinal));
        Assert.Contains(fault, Refusal(() => new PluginInstallation(_root).Install(folder)), StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Fact]
    public void A_native_library_for_another_CPU_is_refused_by_name()
    {
        string folder = BuiltPlugins.CopyOf("NativeAnswer", _temporary.At("native"));
        string library = Directory.EnumerateFiles(folder, "*.so").Single();
        byte[] image = File.ReadAllBytes(library);
        image[18] = 183;
        File.WriteAllBytes(library, image);
        InputException refusal = PluginFolder.Inspect(folder).Refusal!;
        Assert.Contains($"the native library {Path.GetFileName(library)} of plugin", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is for ARM64, but this machine is x86-64", refusal.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(folder, "runtimes", "linux-arm64", "native"));
        File.Move(library, Path.Combine(folder, "runtimes", "linux-arm64", "native", Path.GetFileName(library)));
        Assert.Null(PluginFolder.Inspect(folder).Refusal);
        File.WriteAllText(library, "no library");
        Assert.Contains("has no ELF header", PluginFolder.Inspect(folder).Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tributary.Fixtures.Bucket.dll")]
    [InlineData("plugin.json")]
    public void A_file_that_was_changed_after_it_was_installed_is_refused(string file)
    {
        new PluginInstallation(_root).Install(BuiltPlugins.Folder("Bucket"));
        File.AppendAllText(Path.Combine(_root, "bucket", file), " ");
        Assert.Contains($"{file} of plugin bucket has the SHA-256", Assert.Throws<InputException>(() => new PluginCatalogue([_root]).Load("bucket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_changed_between_the_look_and_the_load_is_refused_too()
    {
        new PluginInstallation(_root).Install(BuiltPlugins.Folder("Bucket"));
        var catalogue = new PluginCatalogue([_root]);
        File.AppendAllText(Path.Combine(_root, "bucket", "Tributary.Fixtures.Bucket.dll"), " ");
        Assert.Contains("is not the one of plugins.lock", Assert.Throws<InputException>(() => catalogue.Load("bucket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_put_beside_installed_plugins_by_hand_is_refused()
    {
        new PluginInstallation(_root).Install(BuiltPlugins.Folder("Bucket"));
        BuiltPlugins.CopyOf("Delay", Path.Combine(_root, "delay"));
        var catalogue = new PluginCatalogue([_root]);
        Assert.NotNull(catalogue.Load("bucket"));
        Assert.Contains("is not in", Assert.Throws<InputException>(() => catalogue.Load("delay")).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_root, "bucket", "extra.dll"), "x");
        Assert.Contains("extra.dll of plugin bucket was not installed with it", Assert.Throws<InputException>(() => new PluginCatalogue([_root]).Load("bucket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_takes_the_source_again_and_remove_leaves_nothing()
    {
        string source = BuiltPlugins.CopyOf("Bucket", _temporary.At("source"));
        var installation = new PluginInstallation(_root);
        installation.Install(source);
        Assert.Contains("is already there", Refusal(() => installation.Install(source)), StringComparison.Ordinal);
        Assert.False(installation.Update("bucket").Changed);
        string manifest = Path.Combine(source, PluginManifest.FileName);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("0.1.0", "0.2.0", StringComparison.Ordinal));

        (LockedPlugin plugin, bool changed) = installation.Update("bucket");

        Assert.Equal(("0.2.0", true), (plugin.Version, changed));
        Assert.Equal("0.2.0", new PluginCatalogue([_root]).Load("bucket").Manifest.Version);
        installation.Remove("bucket");
        Assert.Empty(installation.All);
        Assert.False(Directory.Exists(Path.Combine(_root, "bucket")));
        Assert.Contains("there is no installed plugin 'bucket'", Refusal(() => installation.Remove("bucket")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_of_a_feed_on_the_net_is_installed_and_updated_by_its_name()
    {
        using var feed = new FeedStub();
        feed.Packages["tributary.trial.bucket"] = new() { ["0.9.0"] = Package("0.9.0") };
        var installation = new PluginInstallation(_root);
        LockedPlugin plugin = installation.Install("Tributary.Trial.Bucket", feed.Url).Plugin;
        Assert.Equal(("0.1.0", "Tributary.Trial.Bucket", feed.Url), (plugin.Version, plugin.Source, plugin.Feed));
        Assert.Contains("/flat/tributary.trial.bucket/0.9.0/tributary.trial.bucket.0.9.0.nupkg", feed.Asked);
        Assert.NotNull(new PluginCatalogue([_root]).Get<IModelPlugin>("bucket"));
        Assert.Equal([.. Directory.EnumerateFiles(BuiltPlugins.Folder("Bucket")).Select(Path.GetFileName).Order(StringComparer.Ordinal)], plugin.Files.Keys);

        installation.Remove("bucket");
        Assert.Equal("0.1.0", installation.Install("Tributary.Trial.Bucket@0.9.0", feed.Url, Convert.ToHexStringLower(SHA256.HashData(feed.Packages["tributary.trial.bucket"]["0.9.0"]))).Plugin.Version);
        Assert.False(installation.Update("bucket").Changed);
        Assert.Contains("no package of that name could be downloaded", Refusal(() => new PluginInstallation(_temporary.At("other")).Install("Tributary.Trial.None", feed.Url)), StringComparison.Ordinal);
        Assert.Contains("not 00", Refusal(() => new PluginInstallation(_temporary.At("other")).Install("Tributary.Trial.Bucket", feed.Url, "00")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_that_is_not_there_and_one_by_http_beyond_the_machine_are_refused()
    {
        string gone;
        using (var feed = new FeedStub())
        {
            gone = feed.Url;
        }

        Assert.Contains("no package of that name could be downloaded", Refusal(() => new PluginInstallation(_root).Install("Bucket", gone)), StringComparison.Ordinal);
        Assert.Contains("HTTP", Refusal(() => new PluginInstallation(_root).Install("Bucket", "http://feed.invalid/index.json")), StringComparison.Ordinal);
        NothingIsLeft();
    }

    private static byte[] Package(string version)
    {
        using var bytes = new MemoryStream();
        using (var package = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using (var writer = new StreamWriter(package.CreateEntry("Tributary.Trial.Bucket.nuspec").Open()))
            {
                writer.Write($"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Tributary.Trial.Bucket</id><version>{version}</version><authors>trial</authors><description>trial</description></metadata></package>""");
            }

            foreach (string file in Directory.EnumerateFiles(BuiltPlugins.Folder("Bucket")))
            {
                package.CreateEntryFromFile(file, $"tributary/{Path.GetFileName(file)}");
            }
        }

        return bytes.ToArray();
    }

    private static string Refusal(Action action) => Assert.Throws<InputException>(action).Message;

    private void NothingIsLeft() => Assert.Empty(Directory.Exists(_root) ? Directory.EnumerateFileSystemEntries(_root) : []);

    private string Zip(Action<ZipArchive> add)
    {
        string path = _temporary.At("package.zip");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        archive.CreateEntryFromFile(Path.Combine(BuiltPlugins.Folder("Bucket"), "plugin.json"), "plugin.json");
        add(archive);
        return path;
    }
}
