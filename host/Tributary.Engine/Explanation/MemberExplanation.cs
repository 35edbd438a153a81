using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What a member says of its own results by one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Attributions">What it gave; none where the inputs did not allow it.</param>
/// <param name="Obstacle">Why it gave nothing; null where it gave something.</param>
public sealed record MemberExplanation(string Method, IReadOnlyList<Attribution> Attributions, string? Obstacle = null)
{
    /// <summary>Lets a prepared model explain itself.</summary>
    /// <param name="model">The model, on all units.</param>
    /// <param name="request">What is asked of it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">The domain or the period does not allow it.</exception>
    /// <exception cref="WorkException">The plugin broke down or gave other than it promises.</exception>
    internal static MemberExplanation Of(PreparedModel model, ExplanationRequest request, CancellationToken cancellation)
    {
        IReadOnlyList<Attribution> attributions = model.Explain(request, cancellation);
        foreach (Attribution attribution in attributions)
        {
            long wanted = attribution.Axes.Aggregate(1L, (product, axis) => product * axis.Labels.Count);
            if (attribution.Axes.Count == 0 || wanted == 0 || attribution.Values.Length != wanted)
            {
                throw new WorkException(
                    $"the plugin gave {attribution.Values.Length} values for {attribution.Name}, whose axes have {wanted}",
                    $"member {model.Member.Name}, explain: {request.Method}",
                    "Report it to the plugin's authors.");
            }
        }

        return new MemberExplanation(request.Method, attributions);
    }

    /// <summary>
    /// The mean over the members of an ensemble. Attributions of a mean are the mean of attributions where predictions are averaged, so that sums keep
    /// their meaning; shares keep their sum.
    /// </summary>
    internal static MemberExplanation Mean(IReadOnlyList<MemberExplanation> explanations)
    {
        MemberExplanation first = explanations[0];
        return explanations.Count == 1 || explanations.Any(explanation => explanation.Obstacle is not null)
            ? explanations.FirstOrDefault(explanation => explanation.Obstacle is not null) ?? first
            : first with { Attributions = [.. first.Attributions.Select((_, i) => Mean([.. explanations.Select(explanation => explanation.Attributions[i])]))] };
    }

    private static Attribution Mean(Attribution[] parts)
    {
        float[] mean = new float[parts[0].Values.Length];
        for (int at = 0; at < mean.Length; at++)
        {
            double sum = 0;
            foreach (Attribution part in parts)
            {
                sum += part.Values.Span[at];
            }

            mean[at] = (float)(sum / parts.Length);
        }

        return parts[0] with { Values = mean, Verdict = VerdictOf(parts) };
    }

    private static string? VerdictOf(Attribution[] parts) => parts.Select(part => part.Verdict).Distinct().Count() == 1
        ? parts[0].Verdict
        : string.Join(" ", parts.Select((part, place) => string.Create(CultureInfo.InvariantCulture, $"Network {place + 1}: {part.Verdict ?? "not checked."}")));
}
