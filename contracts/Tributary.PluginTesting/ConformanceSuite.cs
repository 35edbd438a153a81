using System.Diagnostics;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Examines plugins: whether each keeps what its descriptor and its kind promise.</summary>
public static class ConformanceSuite
{
    private static readonly Check[] Checks =
    [
        new DescriptorCheck(),
        new SettingsSchemaCheck(),
        new OutputsCheck(),
        new UnitsCheck(),
        new BestValueCheck(),
        new SearchCheck(),
        new FittingCheck(),
        new WaterBalanceCheck(),
        new DeterminismCheck(),
        new ThreadsCheck(),
        new BlocksCheck(),
        new RestartCheck(),
        new PartitionCheck(),
        new LumpedDistributedCheck(),
        new GapsCheck(),
        new BoundsCheck(),
        new AdjointCheck(),
        new TrainingImprovesCheck(),
        new TrainingFreezesCheck(),
        new TrainingCancellationCheck(),
        new TrainingReloadCheck(),
        new InstancesCheck(),
        new MemoryCheck(),
        new SpeedCheck(),
    ];

    private static readonly Finding NoSettings = Finding.NotApplicable("it needs settings, and its plugin.json names none under 'checks'");

    /// <summary>The names of the checks with what each examines, in order.</summary>
    public static IReadOnlyList<(string Name, string Promise)> Promises { get; } = [.. Checks.Select(check => (check.Name, check.Promise))];

    /// <summary>Examines a plugin with the settings of one case. Nothing that the plugin throws leaves here: it becomes a verdict.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="given">The settings.</param>
    /// <param name="services">What the host offers; null for a host that knows no units beside equal ones and opens no NetCDF.</param>
    /// <param name="told">Receives each verdict as soon as it is known.</param>
    /// <param name="cancellation">Asks to stop between two checks.</param>
    /// <returns>One verdict a check.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static IReadOnlyList<Verdict> Examine(
        IPlugin plugin, CheckCase given, IHostServices? services = null, Action<Verdict>? told = null, CancellationToken cancellation = default)
    {
        given = given with { Settings = SettingsPaths.Resolve(given.Settings, plugin.SettingsSchema, Path.GetFullPath(given.Folder)) };
        using var subject = Subject.Of(plugin, given, services ?? new LoneServices());
        bool lacksSettings = given.IsDefault && plugin.SettingsSchema.ValueKind == JsonValueKind.Object && plugin.SettingsSchema.TryGetProperty("required", out JsonElement required) && required.GetArrayLength() > 0;
        var verdicts = new List<Verdict>();
        foreach (Check check in Checks)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            var verdict = new Verdict(given.Name, check.Name, check.Promise, lacksSettings && check is not SettingsSchemaCheck ? NoSettings : Run(check, subject), Stopwatch.GetElapsedTime(start));
            verdicts.Add(verdict);
            told?.Invoke(verdict);
        }

        return verdicts;
    }

    /// <summary>What a plugin breaks, a line each, with the cases of its folder; empty where it keeps everything. For a plugin's own tests.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="folder">Folder with its <c>plugin.json</c>.</param>
    /// <param name="services">As in <see cref="Examine"/>.</param>
    public static IReadOnlyList<string> Faults(IPlugin plugin, string folder, IHostServices? services = null) =>
    [
        .. CheckCase.Of(folder)
            .SelectMany(given => Examine(plugin, given, services))
            .Where(verdict => verdict.Finding.Outcome == Outcome.Failed)
            .Select(verdict => $"{verdict.Case}: {verdict.Check}: {verdict.Finding.Reason}"),
    ];

    private static Finding Run(Check check, Subject subject)
    {
        try
        {
            return subject.Examine(check);
        }
#pragma warning disable CA1031 // Whatever a plugin throws is a verdict on it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Finding.Failed(error is TributaryException ? error.Message : $"{error.GetType().Name}: {error.Message}");
        }
    }
}
