using MathNet.Numerics.LinearAlgebra;

namespace Tributary.Engine;

/// <summary>
/// Predicts what adapting will gain at a basin from what is known before: its attributes, the source's score and the length of the record. NSE has no lower
/// bound, so that scores are taken as <c>NSE / (2 - NSE)</c>, between -1 and 1 (Mathevet et al., 2006). A ridge regression,
/// <code>
/// minimise  mean (gain - a - c'z)^2 + penalty c'c
/// </code>
/// with z the features less their mean, by their deviation. Its error is that of basins that were left out, a tenth at a time with all their lengths of record, beside that of
/// the mean gain of the others; the penalty is chosen within the others in the same way.
/// </summary>
public sealed class GainPredictor
{
    private const int Folds = 10;

    /// <summary>The penalties that are tried.</summary>
    private static readonly double[] Penalties = [1e-3, 1e-2, 0.1, 1, 10];

    private GainPredictor(string member, IReadOnlyList<string> features, IReadOnlyList<GainCase> cases) => (Member, Features, Cases) = (member, features, cases);

    /// <summary>The member whose gain it predicts.</summary>
    public string Member { get; }

    /// <summary>Names of what it predicts from.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The basins and lengths of record with a gain.</summary>
    public IReadOnlyList<GainCase> Cases { get; }

    /// <summary>The prediction of each case by a regression that did not know its basin.</summary>
    public double[] Predicted { get; private init; } = [];

    /// <summary>The same by the mean of the others.</summary>
    public double[] MeanOfOthers { get; private init; } = [];

    /// <summary>Change of the gain by one deviation of each feature, by the regression on all cases.</summary>
    public double[] Coefficients { get; private init; } = [];

    /// <summary>Root of the mean squared error of the predictions.</summary>
    public double Error => ErrorOf(Predicted);

    /// <summary>The same of the mean of the others.</summary>
    public double TrivialError => ErrorOf(MeanOfOthers);

    /// <summary>The three coefficients that count most, in words.</summary>
    public string Largest => string.Join(", ", Features.Zip(Coefficients).OrderByDescending(pair => Math.Abs(pair.Second)).Take(3)
        .Select(pair => FormattableString.Invariant($"{pair.First} {pair.Second:+0.000;-0.000}")));

    /// <summary>A score with bounds, between -1 and 1.</summary>
    public static double Bounded(double nse) => nse / (2 - nse);

    /// <summary>Fits and cross-validates; null where there are too few basins.</summary>
    /// <param name="member">The member.</param>
    /// <param name="features">Names of the features.</param>
    /// <param name="cases">The cases.</param>
    public static GainPredictor? Of(string member, IReadOnlyList<string> features, IReadOnlyList<GainCase> cases)
    {
        GainCase[] known = [.. cases.Where(one => double.IsFinite(one.Gain) && one.Features.All(double.IsFinite))];
        int[] basins = [.. known.Select(one => one.Basin).Distinct().Order()];
        if (basins.Length < Folds)
        {
            return null;
        }

        double[] predicted = new double[known.Length];
        double[] mean = new double[known.Length];
        for (int fold = 0; fold < Folds; fold++)
        {
            HashSet<int> left = [.. basins.Where((_, place) => place % Folds == fold)];
            GainCase[] others = [.. known.Where(one => !left.Contains(one.Basin))];
            Ridge ridge = Ridge.Fit(others, PenaltyFor(others));
            for (int i = 0; i < known.Length; i++)
            {
                if (left.Contains(known[i].Basin))
                {
                    predicted[i] = ridge.Of(known[i].Features);
                    mean[i] = others.Average(one => one.Gain);
                }
            }
        }

        return new GainPredictor(member, features, known) { Predicted = predicted, MeanOfOthers = mean, Coefficients = Ridge.Fit(known, PenaltyFor(known)).Coefficients };
    }

    private static double PenaltyFor(GainCase[] cases)
    {
        int[] basins = [.. cases.Select(one => one.Basin).Distinct().Order()];
        return Penalties.MinBy(penalty => Enumerable.Range(0, Folds).Sum(fold =>
        {
            HashSet<int> left = [.. basins.Where((_, place) => place % Folds == fold)];
            if (left.Count == 0 || left.Count == basins.Length)
            {
                return 0;
            }

            Ridge ridge = Ridge.Fit([.. cases.Where(one => !left.Contains(one.Basin))], penalty);
            return cases.Where(one => left.Contains(one.Basin)).Sum(one => Math.Pow(one.Gain - ridge.Of(one.Features), 2));
        }));
    }

    private double ErrorOf(double[] predicted) => Math.Sqrt(Cases.Zip(predicted).Average(pair => Math.Pow(pair.First.Gain - pair.Second, 2)));

    /// <summary>A ridge regression on features by their deviation.</summary>
    internal sealed record Ridge(double[] Means, double[] Deviations, double Constant, double[] Coefficients)
    {
        public static Ridge Fit(GainCase[] cases, double penalty)
        {
            int count = cases[0].Features.Length;
            double[] means = [.. Enumerable.Range(0, count).Select(k => cases.Average(one => one.Features[k]))];
            double[] deviations = [.. Enumerable.Range(0, count).Select(k => Math.Sqrt(cases.Average(one => Math.Pow(one.Features[k] - means[k], 2))))];
            double constant = cases.Average(one => one.Gain);
            Matrix<double> z = Matrix<double>.Build.Dense(cases.Length, count, (i, k) => deviations[k] > 0 ? (cases[i].Features[k] - means[k]) / deviations[k] : 0);
            Vector<double> gains = Vector<double>.Build.Dense(cases.Length, i => cases[i].Gain - constant);
            Matrix<double> normal = (z.TransposeThisAndMultiply(z) / cases.Length) + (penalty * Matrix<double>.Build.DenseIdentity(count));
            return new Ridge(means, deviations, constant, [.. normal.Cholesky().Solve(z.TransposeThisAndMultiply(gains) / cases.Length)]);
        }

        public double Of(double[] features)
        {
            double sum = Constant;
            for (int k = 0; k < features.Length; k++)
            {
                sum += Deviations[k] > 0 ? Coefficients[k] * (features[k] - Means[k]) / Deviations[k] : 0;
            }

            return sum;
        }
    }
}

/// <summary>A basin with a length of record, and what adapting gained there.</summary>
/// <param name="Basin">Index of the basin.</param>
/// <param name="Years">Years of discharge.</param>
/// <param name="Features">What was known before, <c>[feature]</c>.</param>
/// <param name="Gain">The gain, in bounded scores.</param>
public sealed record GainCase(int Basin, int Years, double[] Features, double Gain);
