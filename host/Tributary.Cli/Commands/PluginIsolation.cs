using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary>The plugins of a command that no workflow governs, in the program or apart from it.</summary>
internal static class PluginIsolation
{
    /// <summary>What the option does.</summary>
    public const string What = "ask each plugin in a process of its own, so that one that crashes is named and ends nothing else";

    /// <summary>The plugins at hand.</summary>
    /// <param name="folders">Further folders to look in.</param>
    /// <param name="isolates">Whether each runs in a process of its own.</param>
    public static PluginCatalogue Catalogue(IEnumerable<string> folders, bool isolates)
    {
        var catalogue = new PluginCatalogue(PluginCatalogue.SearchPath(folders.Select(Path.GetFullPath)));
        if (isolates)
        {
            catalogue.IsolateAll();
        }

        return catalogue;
    }
}
