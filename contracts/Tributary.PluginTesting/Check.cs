namespace Tributary.PluginTesting;

/// <summary>Examines one promise of plugins. Each kind of plugin to which it applies has a method of its own.</summary>
/// <param name="name">Its name.</param>
/// <param name="promise">What is promised, in one clause.</param>
internal abstract class Check(string name, string promise)
{
    public string Name => name;

    public string Promise => promise;

    public virtual Finding OfModel(ModelSubject subject) => NotOf("a model");

    public virtual Finding OfRouting(RoutingSubject subject) => NotOf("a routing");

    public virtual Finding OfForcing(ForcingSubject subject) => NotOf("a forcing plugin");

    public virtual Finding OfCombiners(CombinerSubject subject) => NotOf("a combination");

    public virtual Finding OfMetrics(MetricSubject subject) => NotOf("a metric");

    public virtual Finding OfOptimisers(OptimiserSubject subject) => NotOf("an optimiser");

    public virtual Finding OfOther(OtherSubject subject) => NotOf("this kind of plugin");

    private static Finding NotOf(string kind) => Finding.NotApplicable($"not asked of {kind}");
}
