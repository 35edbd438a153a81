using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>What is wrong with a plugin's folder is found before any of its code runs, and stops nobody else.</summary>
public sealed class PluginFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_sound_folder_is_not_refused()
    {
        var folder = PluginFolder.Inspect(BuiltPlugins.Folder("Bucket"));
        Assert.Null(folder.Refusal);
        Assert.Equal("bucket", folder.Manifest!.Id);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("version")]
    [InlineData("contracts")]
    [InlineData("entry")]
    [InlineData("licence")]
    public void A_missing_field_of_the_manifest_is_named(string field)
    {
        InputException refusal = RefusalAfter(manifest => manifest.Remove(field));
        Assert.Contains($"the field '{field}' is missing", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("plugin.json", refusal.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_is_no_JSON_is_refused_with_its_line()
    {
        CopyWithManifest("{\n  \"id\": bucket\n}");
        InputException refusal = PluginFolder.Inspect(_temporary.At("plugin")).Refusal!;
        Assert.Contains("is no valid manifest", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2.0, 3.0)")]
    [InlineData("[0.1, 1.0)")]
    [InlineData("(1.0, 2.0)")]
    public void A_contract_range_that_does_not_fit_names_both_versions(string range)
    {
        InputException refusal = RefusalAfter(manifest => manifest["contracts"] = range);
        Assert.Contains(range, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"this host has {ContractVersion.Current}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("[1.0; 2.0)")]
    [InlineData("[one, two)")]
    public void A_contract_range_that_cannot_be_read_is_refused(string range) =>
        Assert.Contains($"'{range}' is no range of contract versions", RefusalAfter(manifest => manifest["contracts"] = range).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_entry_assembly_is_refused() =>
        Assert.Contains("the entry assembly of plugin bucket is missing", RefusalAfter(manifest => manifest["entry"] = "Nowhere.dll").Message, StringComparison.Ordinal);

    [Fact]
    public void An_entry_that_is_no_NET_assembly_is_refused()
    {
        InputException text = RefusalAfter(manifest => manifest["entry"] = "Tributary.Fixtures.Bucket.deps.json");
        Assert.Contains("is no .NET assembly", text.Message, StringComparison.Ordinal);
        Directory.Delete(_temporary.At("plugin"), recursive: true);
        File.WriteAllBytes(Path.Combine(BuiltPlugins.CopyOf("Bucket", _temporary.At("plugin")), "Tributary.Fixtures.Bucket.dll"), []);
        Assert.Contains("is no .NET assembly", PluginFolder.Inspect(_temporary.At("plugin")).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_assembly_that_does_not_use_the_contracts_is_refused()
    {
        InputException refusal = RefusalAfter(manifest => manifest["entry"] = "ClashingLibrary.dll", "NeedsLibraryV1");
        Assert.Contains("does not use Tributary.Contracts", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_built_against_another_major_version_of_the_contracts_is_refused_whatever_its_manifest_says()
    {
        InputException refusal = PluginFolder.Inspect(BuiltPlugins.Folder("BuiltForTomorrow")).Refusal!;
        Assert.Contains("was built against contracts 2.0, but this host has 1.0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void A_plugin_built_against_an_older_major_or_any_newer_version_is_refused(int major, int minor)
    {
        InputException refusal = BuiltAgainst(major, minor).Refusal!;
        Assert.Contains($"was built against contracts {major}.{minor}, but this host has 1.0", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Tributary.Fixtures.Bucket.dll", refusal.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_built_against_these_contracts_is_loaded_however_far_back_and_ahead_its_manifest_reaches()
    {
        PluginFolder folder = BuiltAgainst(1, 0);
        Assert.Null(folder.Refusal);
        Assert.Equal("bucket", new PluginCatalogue([folder.Folder]).Load("bucket").Manifest.Id);
    }

    [Fact]
    public void The_contracts_assembly_bears_the_version_that_plugins_are_held_against()
    {
        Version assembly = typeof(IPlugin).Assembly.GetName().Version!;
        Assert.Equal(ContractVersion.Current, new Version(assembly.Major, assembly.Minor));
    }

    [Fact]
    public void Of_two_plugins_with_one_id_the_first_is_kept_and_the_second_named()
    {
        string second = BuiltPlugins.CopyOf("Bucket", _temporary.At("second"));
        var catalogue = new PluginCatalogue([BuiltPlugins.Folder("Bucket"), second]);
        Assert.Equal(BuiltPlugins.Folder("Bucket"), catalogue.Load("bucket").Folder);
        Assert.Contains($"the plugin 'bucket' is already there from {BuiltPlugins.Folder("Bucket")}", catalogue.Folders[1].Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_folder_stops_nobody_else_and_tells_why_when_it_is_asked_for()
    {
        string root = _temporary.At("root");
        BuiltPlugins.CopyOf("BuiltForTomorrow", Path.Combine(root, "a"));
        BuiltPlugins.CopyOf("Bucket", Path.Combine(root, "b"));
        Directory.CreateDirectory(Path.Combine(root, "c"));
        var catalogue = new PluginCatalogue([root, _temporary.At("not there")]);

        Assert.Equal(["bucket"], catalogue.Ids);
        Assert.Equal(2, catalogue.Folders.Count);
        Assert.NotNull(catalogue.Get<IModelPlugin>("bucket"));
        Assert.Contains("contracts 2.0", Assert.Throws<InputException>(() => catalogue.Load("built-for-tomorrow")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_hash_is_accepted_and_a_file_that_is_not_listed_is_refused()
    {
        string entry = Path.Combine(BuiltPlugins.Folder("NeedsLibraryV1"), "Tributary.Fixtures.NeedsLibraryV1.dll");
        string library = Path.Combine(BuiltPlugins.Folder("NeedsLibraryV1"), "ClashingLibrary.dll");
        string both = _temporary.Write("both.txt", $"# trusted\n{Sha256Of(entry)}  entry.dll\n{Sha256Of(library).ToUpperInvariant()}\n");
        string onlyEntry = _temporary.Write("entry.txt", $"{Sha256Of(entry)} # the library is not listed\n");
        string none = _temporary.Write("none.txt", "\n");

        Assert.Equal("version 1", Describe(both).Name);
        Exception unlisted = Assert.ThrowsAny<Exception>(() => Describe(onlyEntry));
        Assert.Contains("is not on the allow-list", (unlisted.InnerException ?? unlisted).Message, StringComparison.Ordinal);
        Assert.Contains("is not on the allow-list", Assert.Throws<InputException>(() => Describe(none)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => Describe(_temporary.At("missing.txt"))).Message, StringComparison.Ordinal);

        ModelDescriptor Describe(string list) =>
            new PluginCatalogue([BuiltPlugins.Folder("NeedsLibraryV1")], new AllowList(list)).Get<IModelPlugin>("needs-library-v1").Describe(default);
    }

    [Theory]
    [InlineData("[1.0, 2.0)", "1.0", true)]
    [InlineData("(1.0, 2.0)", "1.0", false)]
    [InlineData("[1.0, 2.0)", "2.0", false)]
    [InlineData("[1.0, 2.0]", "2.0", true)]
    [InlineData("[1.3, )", "1.2", false)]
    [InlineData(" [1.3,) ", "7.0", true)]
    public void A_version_range_includes_by_its_brackets(string range, string version, bool inside) =>
        Assert.Equal(inside, VersionRange.Parse(range, "test").Contains(Version.Parse(version)));

    private void CopyWithManifest(string json)
    {
        string manifest = Path.Combine(BuiltPlugins.CopyOf("Bucket", _temporary.At("plugin")), PluginManifest.FileName);
        File.WriteAllText(manifest, json);
    }

    /// <summary>A plugin whose manifest fits any contracts, and whose assembly refers to those of a version.</summary>
    private PluginFolder BuiltAgainst(int major, int minor)
    {
        string folder = BuiltPlugins.CopyOf("Bucket", _temporary.At("plugin"));
        string path = Path.Combine(folder, "Tributary.Fixtures.Bucket.dll");
        byte[] image = File.ReadAllBytes(path);
        using (var file = new PEReader([.. image]))
        {
            MetadataReader metadata = file.GetMetadataReader();
            AssemblyReferenceHandle handle = metadata.AssemblyReferences.Single(one => metadata.GetString(metadata.GetAssemblyReference(one).Name) == "Tributary.Contracts");

            // A row begins with the major and the minor version, two bytes each.
            int row = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + ((MetadataTokens.GetRowNumber(handle) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef));
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(row), (ushort)major);
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(row + 2), (ushort)minor);
        }

        File.WriteAllBytes(path, image);
        string manifest = Path.Combine(folder, PluginManifest.FileName);
        var fields = (JsonObject)JsonNode.Parse(File.ReadAllText(manifest))!;
        fields["contracts"] = "[0.1, 9.0)";
        File.WriteAllText(manifest, fields.ToJsonString());
        return PluginFolder.Inspect(folder);
    }

    private InputException RefusalAfter(Action<JsonObject> change, string project = "Bucket")
    {
        string folder = BuiltPlugins.CopyOf(project, _temporary.At("plugin"));
        string path = Path.Combine(folder, PluginManifest.FileName);
        var manifest = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
        InputException? refusal = PluginFolder.Inspect(folder).Refusal;
        Assert.NotNull(refusal);
        return refusal;
    }

    private static string Sha256Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
