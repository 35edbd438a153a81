using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A routing with a network to run it on.</summary>
internal sealed class RoutingSubject(IRoutingPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    public const int ReachCount = 40;
    public const int StepCount = 120;

    private RoutingDescriptor? _descriptor;

    public IRoutingPlugin Plugin { get; } = plugin;

    public RoutingDescriptor Descriptor => _descriptor ??= Plugin.Describe(Settings);

    /// <summary>Time steps to examine it with: from short to long.</summary>
    public static IReadOnlyList<TimeSpan> Steps { get; } = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)];

    public double[] Defaults => [.. Descriptor.Parameters.Select(parameter => parameter.Default)];

    public static double[] Inflow(int reaches = ReachCount, int steps = StepCount) => InventedNetwork.Inflow(reaches, steps, seed: 3);

    public RoutingTrial Trial(TimeSpan step, double[]? parameters = null, int threads = 1, int reaches = ReachCount, IRoutingPlugin? plugin = null) =>
        new(plugin ?? Plugin, Settings, new RoutingSetup(NetworkOf(reaches), step, threads, Services), parameters ?? Defaults);

    public override Finding Examine(Check check) => check.OfRouting(this);

    private RiverNetwork NetworkOf(int reaches)
    {
        RiverNetwork bare = InventedNetwork.Random(reaches, seed: 5, outlets: 3);
        return new RiverNetwork(
            bare.Ids, bare.Downstream.ToArray(), bare.LengthMetres.ToArray(), bare.Slope.ToArray(), bare.ReachOfUnit.ToArray(), AttributesFor(Descriptor.ReachAttributes, reaches));
    }
}
