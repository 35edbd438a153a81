using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Isolation;

/// <summary>Loads plugins that the build made, in this process or in one of their own.</summary>
internal static class PluginsApart
{
    // The worker is the program that the build made; these tests are another program.
    static PluginsApart() => Environment.SetEnvironmentVariable(
        "TRIBUTARY_PROGRAM",
        Repository.At("artifacts", "bin", "Tributary.Cli", $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))}_linux-x64", "tributary"));

    public static T Load<T>(string project, string id, bool isolated)
        where T : class, IPlugin => new PluginCatalogue([BuiltPlugins.Folder(project)]).Get<T>(id, out _, isolated ? new IsolationSection() : null);
}
