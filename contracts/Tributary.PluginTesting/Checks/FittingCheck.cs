using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>What is fitted on the validation period knows nothing of what is observed later, and its weights are numbers, one a member.</summary>
internal sealed class FittingCheck() : Check("fitting", "what is fitted knows the validation period alone, and its weights are finite")
{
    public override Finding OfCombiners(CombinerSubject subject)
    {
        EnsembleSeries whole = CombinerSubject.Members;
        double[][] members = [.. Enumerable.Range(0, whole.Members.Count).Select(member => whole.Simulated(member).ToArray())];
        var unobserved = new EnsembleSeries(whole.Time, whole.Members, members);
        var otherwise = new EnsembleSeries(whole.Time, whole.Members, members, [.. whole.Observed.ToArray().Select(flow => 3 * flow)]);
        return subject.Each(combiner =>
        {
            double[][] expected = subject.Combine(combiner);
            CombinationWeights? wrong = subject.Fit(combiner).Weights.FirstOrDefault(part => part.Values.Count != members.Length || !part.Values.All(double.IsFinite) || !double.IsFinite(part.Constant));
            return wrong is not null ? $"its weights{(wrong.Part.Length > 0 ? $" of {wrong.Part}" : string.Empty)} are not one finite number a member: {string.Join(", ", wrong.Values)}"
                : DeterminismCheck.RowsDiffer(expected, subject.Combine(combiner, unobserved)) is { } without ? $"it combines otherwise where nothing is observed: {without}"
                : DeterminismCheck.RowsDiffer(expected, subject.Combine(combiner, otherwise)) is { } other ? $"it combines otherwise where something else is observed: {other}"
                : null;
        });
    }
}
