using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Calls into plugins, turning whatever they throw into one clear message.</summary>
internal static class PluginGuard
{
    /// <summary>Calls a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="where">The member or the section of the workflow that it serves.</param>
    /// <param name="doing">What it was asked to do, as <c>preparing the model</c>.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="WorkException">It threw something of its own.</exception>
    public static T Call<T>(LoadedPlugin plugin, string where, string doing, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw Broken(plugin, where, doing, error);
        }
    }

    /// <summary>The message for a plugin that broke down.</summary>
    public static WorkException Broken(LoadedPlugin plugin, string where, string doing, Exception error) => new(
        $"plugin {plugin.Manifest.Id} {plugin.Manifest.Version} broke down while {doing} ({PluginException.NameOf(error)}: {error.Message})",
        where,
        "The run's log holds where in the plugin; report it to the plugin's authors.",
        error);
}
