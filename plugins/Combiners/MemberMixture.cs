namespace Tributary.Plugins.Combiners;

/// <summary>A mixture with one component a member: observed discharge comes from member k with the probability <c>w_k</c>.</summary>
/// <param name="Density">The form of the components.</param>
/// <param name="Weights">The probabilities; they sum to one.</param>
/// <param name="Spreads">The spread of each component.</param>
internal sealed record MemberMixture(IMemberDensity Density, double[] Weights, double[] Spreads)
{
    private const double Tolerance = 1e-10;
    private const double Nothing = 1e-12;

    /// <summary>Log-likelihood after each iteration, the last one that of this mixture.</summary>
    public IReadOnlyList<double> Likelihoods { get; init; } = [];

    /// <summary>Fits by expectation and maximisation (Raftery et al., 2005, doi:10.1175/MWR2906.1, section 2b).</summary>
    /// <param name="density">The form of the components.</param>
    /// <param name="simulated">Members, <c>[member][step]</c>.</param>
    /// <param name="observed">Observations, <c>[step]</c>.</param>
    /// <param name="isCommon">Whether all components have the same spread.</param>
    /// <param name="most">Most iterations.</param>
    public static MemberMixture Fit(IMemberDensity density, double[][] simulated, double[] observed, bool isCommon, int most)
    {
        int members = simulated.Length, steps = observed.Length;
        double[] weights = [.. Enumerable.Repeat(1.0 / members, members)];
        double[] spreads = [.. Enumerable.Repeat(density.FirstSpread(simulated, observed), members)];
        double[][] shares = [.. simulated.Select(_ => new double[steps])];
        var likelihoods = new List<double>();
        for (int iteration = 0; iteration < most; iteration++)
        {
            likelihoods.Add(Share(density, simulated, observed, weights, spreads, shares));
            if (iteration > 0 && likelihoods[^1] - likelihoods[^2] <= Tolerance * steps)
            {
                break;
            }

            weights = [.. shares.Select(row => row.Sum() / steps)];
            IEnumerable<(double, double, double)> Pairs(int member) => Enumerable.Range(0, steps).Select(step => (observed[step], simulated[member][step], shares[member][step]));
            spreads = isCommon
                ? [.. Enumerable.Repeat(density.Spread(Enumerable.Range(0, members).SelectMany(Pairs), spreads[0]), members)]
                : [.. Enumerable.Range(0, members).Select(member => density.Spread(Pairs(member), spreads[member]))];
        }

        // What has next to no probability would only cost time in every quantile.
        weights = [.. weights.Select(weight => weight < Nothing ? 0 : weight)];
        double sum = weights.Sum();
        return new MemberMixture(density, [.. weights.Select(weight => weight / sum)], spreads) { Likelihoods = likelihoods };
    }

    /// <summary>The value that discharge does not exceed with a probability; at least zero.</summary>
    /// <param name="probability">The probability.</param>
    /// <param name="simulated">The members on one time step; NaN where one is missing, whose probability goes to the others.</param>
    public double Quantile(double probability, ReadOnlySpan<double> simulated)
    {
        double low = double.PositiveInfinity, high = 0, total = 0;
        for (int member = 0; member < simulated.Length; member++)
        {
            if (double.IsFinite(simulated[member]) && Weights[member] > 0)
            {
                double reach = Density.Reach(simulated[member], Spreads[member]);
                low = Math.Min(low, simulated[member] - reach);
                high = Math.Max(high, simulated[member] + reach);
                total += Weights[member];
            }
        }

        if (total == 0)
        {
            return double.NaN;
        }

        low = Math.Max(low, 0);
        double target = probability * total;
        double atLow = Below(low, simulated) - target, atHigh = Below(high, simulated) - target;
        if (atLow >= 0)
        {
            return low;
        }

        // Illinois' rule: the secant, with the end that stays put counted half.
        int side = 0;
        for (int i = 0; i < 200 && high - low > 1e-9 * high; i++)
        {
            double middle = i % 8 == 7 ? (low + high) / 2 : low - (atLow * (high - low) / (atHigh - atLow));
            double at = Below(middle, simulated) - target;
            if (at >= 0)
            {
                (high, atHigh) = (middle, at);
                atLow = side == 1 ? atLow / 2 : atLow;
                side = 1;
            }
            else
            {
                (low, atLow) = (middle, at);
                atHigh = side == -1 ? atHigh / 2 : atHigh;
                side = -1;
            }

            if (Math.Abs(at) < 1e-12)
            {
                return middle;
            }
        }

        return (low + high) / 2;
    }

    private double Below(double value, ReadOnlySpan<double> simulated)
    {
        double sum = 0;
        for (int member = 0; member < simulated.Length; member++)
        {
            if (double.IsFinite(simulated[member]) && Weights[member] > 0)
            {
                sum += Weights[member] * Density.Below(value, simulated[member], Spreads[member]);
            }
        }

        return sum;
    }

    /// <summary>The probability that each observation came from each member; returns the log-likelihood.</summary>
    private static double Share(IMemberDensity density, double[][] simulated, double[] observed, double[] weights, double[] spreads, double[][] shares)
    {
        double likelihood = 0;
        double[] logs = new double[weights.Length];
        for (int step = 0; step < observed.Length; step++)
        {
            double most = double.NegativeInfinity;
            for (int member = 0; member < logs.Length; member++)
            {
                logs[member] = weights[member] > 0 ? Math.Log(weights[member]) + density.Log(observed[step], simulated[member][step], spreads[member]) : double.NegativeInfinity;
                most = Math.Max(most, logs[member]);
            }

            double sum = 0;
            for (int member = 0; member < logs.Length; member++)
            {
                sum += shares[member][step] = Math.Exp(logs[member] - most);
            }

            for (int member = 0; member < logs.Length; member++)
            {
                shares[member][step] /= sum;
            }

            likelihood += most + Math.Log(sum);
        }

        return likelihood;
    }
}
