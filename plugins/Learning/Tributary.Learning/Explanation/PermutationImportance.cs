namespace Tributary.Learning;

/// <summary>
/// Permutation importance (Breiman, 2001; Fisher, Rudin and Dominici, 2019) of static attributes: what it does to the predictions of all units when an
/// attribute's values go round among them. Each permutation is one cycle (Sattolo, 1986), so that every unit gets the value of another.
/// </summary>
public static class PermutationImportance
{
    /// <summary>Permutes one attribute after the other.</summary>
    /// <param name="statics">Attributes, <c>[unit, attribute]</c>.</param>
    /// <param name="units">Number of units, at least 2.</param>
    /// <param name="repeats">Permutations of each attribute, over which effects are averaged.</param>
    /// <param name="generator">Where permutations come from.</param>
    /// <param name="predict">Maps attributes <c>[unit, attribute]</c> to predictions <c>[unit, step]</c>.</param>
    /// <param name="score">The score of predictions; NaN where there is none.</param>
    /// <returns>The effect of each attribute.</returns>
    public static PermutationEffect[] Of(
        float[] statics, int units, int repeats, Xoshiro256 generator, Func<float[], double[]> predict, Func<double[], double> score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 2);
        int width = statics.Length / units;
        double[] unchanged = predict(statics);
        double best = score(unchanged);
        var effects = new PermutationEffect[width];
        for (int attribute = 0; attribute < width; attribute++)
        {
            double[] change = new double[units];
            double loss = 0;
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                double[] predicted = predict(Permuted(statics, attribute, width, Cycle(units, generator)));
                int steps = predicted.Length / units;
                for (int at = 0; at < predicted.Length; at++)
                {
                    change[at / steps] += Math.Abs(predicted[at] - unchanged[at]) / steps / repeats;
                }

                loss += (best - score(predicted)) / repeats;
            }

            effects[attribute] = new PermutationEffect(change, loss);
        }

        return effects;
    }

    private static float[] Permuted(float[] statics, int attribute, int width, int[] from)
    {
        float[] permuted = [.. statics];
        for (int unit = 0; unit < from.Length; unit++)
        {
            permuted[(unit * width) + attribute] = statics[(from[unit] * width) + attribute];
        }

        return permuted;
    }

    private static int[] Cycle(int count, Xoshiro256 generator)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int last = count - 1; last > 0; last--)
        {
            int other = generator.Below(last);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}

/// <summary>What permuting an attribute does.</summary>
/// <param name="Change">Mean absolute change of the predictions of each unit.</param>
/// <param name="Loss">Mean loss of the score; NaN where there is none.</param>
public sealed record PermutationEffect(double[] Change, double Loss);
