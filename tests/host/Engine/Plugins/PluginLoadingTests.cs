using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Loading plugins that were built on their own, from their own folders.</summary>
public sealed class PluginLoadingTests
{
    [Fact]
    public void Two_plugins_get_the_version_of_a_library_that_each_was_built_with()
    {
        PluginCatalogue catalogue = CatalogueOf("NeedsLibraryV1", "NeedsLibraryV2");
        Assert.Equal("version 1", catalogue.Get<IModelPlugin>("needs-library-v1").Describe(default).Name);
        Assert.Equal("version 2", catalogue.Get<IModelPlugin>("needs-library-v2").Describe(default).Name);
    }

    [Fact]
    public void A_plugin_calls_the_native_library_in_its_own_folder()
    {
        string library = Path.Combine(BuiltPlugins.Folder("NativeAnswer"), "libtributary_answer.so");
        Assert.SkipUnless(File.Exists(library), "There was no C compiler when the fixture was built.");
        IModelPlugin plugin = CatalogueOf("NativeAnswer").Get<IModelPlugin>("native-answer", out LoadedPlugin loaded);

        Assert.Equal("answer 4729", plugin.Describe(default).Name);
        Assert.Equal(Sha256Of(library), loaded.Hashes["libtributary_answer.so"]);
    }

    [Fact]
    public void Hashes_are_the_SHA_256_of_the_files_loaded()
    {
        IModelPlugin plugin = CatalogueOf("NeedsLibraryV2").Get<IModelPlugin>("needs-library-v2", out LoadedPlugin loaded);
        plugin.Describe(default);

        Assert.Equal(["ClashingLibrary.dll", "Tributary.Fixtures.NeedsLibraryV2.dll"], loaded.Hashes.Keys);
        foreach ((string file, string hash) in loaded.Hashes)
        {
            Assert.Equal(Sha256Of(Path.Combine(loaded.Folder, file)), hash);
        }
    }

    [Fact]
    public void A_private_copy_of_the_contracts_is_not_used()
    {
        Assert.True(File.Exists(Path.Combine(BuiltPlugins.Folder("PrivateContracts"), "Tributary.Contracts.dll")));
        IModelPlugin plugin = CatalogueOf("PrivateContracts").Get<IModelPlugin>("private-contracts", out LoadedPlugin loaded);

        Assert.Same(typeof(IModelPlugin).Assembly, plugin.Describe(default).GetType().Assembly);
        Assert.DoesNotContain("Tributary.Contracts.dll", loaded.Hashes.Keys);
    }

    [Fact]
    public void A_plugin_keeps_its_own_types_apart_from_the_host()
    {
        IModelPlugin plugin = CatalogueOf("Bucket").Get<IModelPlugin>("bucket");
        Assert.StartsWith("plugin bucket", System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(plugin.GetType().Assembly)!.Name, StringComparison.Ordinal);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly =>
            assembly.GetName().Name == "Tributary.Fixtures.Bucket" && System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) == System.Runtime.Loader.AssemblyLoadContext.Default);
    }

    [Fact]
    public void A_plugin_is_loaded_once()
    {
        PluginCatalogue catalogue = CatalogueOf("Bucket");
        Assert.Same(catalogue.Load("bucket"), catalogue.Load("bucket"));
        Assert.Single(catalogue.Loaded);
    }

    [Fact]
    public void A_plugin_that_throws_in_its_constructor_is_named_with_the_cause()
    {
        var error = Assert.Throws<InputException>(() => CatalogueOf("ThrowsInConstructor").Load("throws-in-constructor"));
        Assert.Contains("the constructor of plugin throws-in-constructor failed: the moon is in the wrong phase", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void An_assembly_with_two_plugins_is_refused_naming_both()
    {
        var error = Assert.Throws<InputException>(() => CatalogueOf("TwoPlugins").Load("two-plugins"));
        Assert.Contains("OnePlugin, OtherPlugin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_of_another_kind_is_refused()
    {
        var error = Assert.Throws<InputException>(() => CatalogueOf("Showers").Get<IModelPlugin>("showers"));
        Assert.Contains("plugin 'showers' is a forcing plugin, not a model plugin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_plugin_is_refused_with_the_nearest_name()
    {
        PluginCatalogue catalogue = CatalogueOf("Bucket", "Showers");
        Assert.Contains("there is no plugin 'bukcet'; did you mean 'bucket'?", Assert.Throws<InputException>(() => catalogue.Load("bukcet")).Message, StringComparison.Ordinal);
        Assert.Contains("there are bucket, showers", Assert.Throws<InputException>(() => catalogue.Load("sacramento")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_built_in_plugin_describes_itself_by_settings_that_fit_its_schema()
    {
        PluginCatalogue catalogue = CatalogueOf("Gr", "Hbv");
        Assert.Equal(["gr", "hbv"], catalogue.Ids);
        foreach (string id in catalogue.Ids)
        {
            var plugin = catalogue.Get<IModelPlugin>(id, out LoadedPlugin loaded);
            using var nothing = JsonDocument.Parse("{}");
            ModelDescriptor model = plugin.Describe(nothing.RootElement);
            Assert.NotEmpty(loaded.Manifest.Citation);
            Assert.Equal("object", plugin.SettingsSchema.GetProperty("type").GetString());
            Assert.All(model.Parameters, parameter => Assert.InRange(parameter.Default, parameter.Lower, parameter.Upper));
            Assert.All(model.Parameters, parameter => Assert.NotNull(new UdUnits().Between($"1 {parameter.Unit}", parameter.Unit)));
            Assert.All(model.Outputs, output => Assert.NotNull(new UdUnits().Between($"1 {output.Variable.Unit}", output.Variable.Unit)));
        }
    }

    internal static PluginCatalogue CatalogueOf(params string[] projects) => new(projects.Select(BuiltPlugins.Folder));

    private static string Sha256Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
