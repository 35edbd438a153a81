using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Tributary.Tests.Architecture;

/// <summary>Arrows run one way: plugins -> contracts &lt;- host. Checked on what was built and on what is written.</summary>
public sealed class HouseTests
{
    private const string Contracts = "Tributary.Contracts";

    [Theory]
    [InlineData("Gr", "Tributary.Plugins.Gr.dll")]
    [InlineData("Hbv", "Tributary.Plugins.Hbv.dll")]
    public void A_plugin_uses_nothing_of_Tributary_but_the_contracts(string project, string assembly) =>
        Assert.Equal([Contracts], ReferencesOf(Path.Combine(BuiltPlugins.Folder(project), assembly)).Where(IsOurs));

    [Fact]
    public void A_plugin_does_not_bring_the_contracts_along()
    {
        foreach (string project in new[] { "Gr", "Hbv" })
        {
            Assert.False(File.Exists(Path.Combine(BuiltPlugins.Folder(project), "Tributary.Contracts.dll")));
        }
    }

    [Fact]
    public void The_contracts_use_the_base_class_library_alone() =>
        Assert.All(ReferencesOf(Built("Tributary.Contracts.dll")), name => Assert.Matches(@"^(System\..*|System|netstandard)$", name));

    [Fact]
    public void What_examines_plugins_uses_the_contracts_and_the_base_class_library_alone() => Assert.All(
        ReferencesOf(Repository.At("artifacts", "bin", "Tributary.PluginTesting", Path.GetFileName(BuiltPlugins.Folder("Gr")), "Tributary.PluginTesting.dll")),
        name => Assert.Matches(@"^(System\..*|System|Tributary\.Contracts)$", name));

    [Fact]
    public void The_host_uses_no_plugin_and_geodata_not_the_engine()
    {
        foreach (string assembly in new[] { "Tributary.Engine.dll", "Tributary.Geodata.dll" })
        {
            Assert.DoesNotContain(ReferencesOf(Built(assembly)), name => name.StartsWith("Tributary.Plugins", StringComparison.Ordinal));
        }

        Assert.Equal([Contracts], ReferencesOf(Built("Tributary.Geodata.dll")).Where(IsOurs));
    }

    [Theory]
    [InlineData("host")]
    [InlineData("contracts")]
    public void Nothing_in_host_or_contracts_names_a_plugin(string folder)
    {
        IEnumerable<string> naming = SourcesIn(folder).Where(file => File.ReadAllText(file).Contains("Tributary.Plugins", StringComparison.Ordinal));
        Assert.Empty(naming.Select(file => Path.GetRelativePath(Repository.Root, file)));
    }

    [Fact]
    public void No_project_of_a_plugin_refers_to_the_host_or_to_another_plugin()
    {
        string[] projects = [.. SourcesIn("plugins").Where(file => Path.GetExtension(file) is ".csproj" or ".targets" or ".props")];
        Assert.NotEmpty(projects);
        Assert.Empty(projects.Where(file => File.ReadAllText(file).Contains("/host/", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    [Fact]
    public void The_contracts_version_of_the_assembly_is_that_which_the_host_states()
    {
        Version? assembly = typeof(Tributary.Contracts.IPlugin).Assembly.GetName().Version;
        Assert.Equal(Tributary.Contracts.ContractVersion.Current.Major, assembly?.Major);
        Assert.Equal((0, 0, 0), (assembly?.Minor, assembly?.Build, assembly?.Revision));
    }

    private static bool IsOurs(string name) => name.StartsWith("Tributary", StringComparison.Ordinal);

    private static string Built(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    private static IEnumerable<string> SourcesIn(string folder) => Directory
        .EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets");

    private static List<string> ReferencesOf(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
