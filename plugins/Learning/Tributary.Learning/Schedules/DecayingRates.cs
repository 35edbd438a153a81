namespace Tributary.Learning;

/// <summary>A rate multiplied by a factor every so many epochs: <c>initial * factor ^ floor((epoch - 1) / every)</c>.</summary>
/// <param name="Initial">Rate of the first epoch.</param>
/// <param name="Every">Epochs between two changes.</param>
/// <param name="Factor">The factor, as 0.5.</param>
public sealed record GeometricRate(double Initial, int Every, double Factor) : ILearningRate
{
    /// <inheritdoc/>
    public double At(int epoch, ReadOnlySpan<double> scores) => Initial * Math.Pow(Factor, (epoch - 1) / Every);
}

/// <summary>
/// A rate along half a cosine (Loshchilov and Hutter, 2017): <c>lowest + (initial - lowest) (1 + cos(pi (epoch - 1) / epochs)) / 2</c>.
/// </summary>
/// <param name="Initial">Rate of the first epoch.</param>
/// <param name="Epochs">Epochs until the lowest rate, which holds thereafter.</param>
/// <param name="Lowest">Lowest rate.</param>
public sealed record CosineRate(double Initial, int Epochs, double Lowest = 0) : ILearningRate
{
    /// <inheritdoc/>
    public double At(int epoch, ReadOnlySpan<double> scores) =>
        Lowest + ((Initial - Lowest) * (1 + Math.Cos(Math.PI * Math.Min(epoch - 1, Epochs) / Epochs)) / 2);
}

/// <summary>A rate multiplied by a factor whenever the score has not risen for some epochs; the count then begins anew.</summary>
/// <param name="Initial">Rate of the first epoch.</param>
/// <param name="Patience">Epochs without a better score that are borne.</param>
/// <param name="Factor">The factor, as 0.1.</param>
/// <param name="Lowest">Lowest rate.</param>
public sealed record PlateauRate(double Initial, int Patience, double Factor = 0.1, double Lowest = 0) : ILearningRate
{
    /// <inheritdoc/>
    public double At(int epoch, ReadOnlySpan<double> scores)
    {
        double rate = Initial;
        double best = double.NegativeInfinity;
        int waited = 0;
        foreach (double score in scores)
        {
            waited = score > best ? 0 : waited + 1;
            best = score > best ? score : best;
            if (waited > Patience)
            {
                rate = Math.Max(Lowest, rate * Factor);
                waited = 0;
            }
        }

        return rate;
    }
}
