namespace Tributary.Engine;

/// <summary>A step of successive halving.</summary>
/// <param name="Resource">What each point gets.</param>
/// <param name="Points">How many points it has.</param>
public sealed record HalvingStep(int Resource, int Points);

/// <summary>The steps of successive halving (Jamieson and Talwalkar, 2016): the resource grows by a factor from step to step and the points are fewer by it.</summary>
internal static class HalvingSchedule
{
    /// <summary>All steps. Where one point is left, it gets the whole resource at once.</summary>
    public static IReadOnlyList<HalvingStep> Of(int points, int from, int to, int factor)
    {
        var steps = new List<HalvingStep>();
        long resource = from;
        while (resource < to && points > 1)
        {
            steps.Add(new HalvingStep((int)resource, points));
            resource *= factor;
            points = Math.Max(points / factor, 1);
        }

        return [.. steps, new HalvingStep(to, points)];
    }
}
