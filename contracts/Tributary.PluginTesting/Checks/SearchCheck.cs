using System.Globalization;

namespace Tributary.PluginTesting;

/// <summary>An optimiser finds the bottom of a bowl, nearer than points drawn at random come to it.</summary>
internal sealed class SearchCheck() : Check("search", "an optimiser finds the best of a function that is known")
{
    private const int Budget = 3000;

    // Of 3,000 random points the nearest is off by 0.0018 in the mean: 4/3 pi r^3 is then a 3,000th.
    private const double Tolerance = 2e-4;

    public override Finding OfOptimisers(OptimiserSubject subject) => subject.Each(optimiser =>
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            double best = OptimiserSubject.Search(optimiser, seed, Budget, OptimiserSubject.Dimension, OptimiserSubject.Bowl).Best;
            if (!(best >= -Tolerance))
            {
                return string.Create(CultureInfo.InvariantCulture, $"with {Budget} points from seed {seed} it comes to {-best:G3} above the bottom of a bowl, expected {Tolerance:G3}");
            }
        }

        return null;
    });
}
