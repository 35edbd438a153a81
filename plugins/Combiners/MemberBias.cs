namespace Tributary.Plugins.Combiners;

/// <summary>What is taken off a member before it is combined: <c>constant + factor * simulated</c>.</summary>
/// <param name="Constant">In m3 s-1.</param>
/// <param name="Factor">Without unit.</param>
internal readonly record struct MemberBias(double Constant, double Factor)
{
    /// <summary>Fits it.</summary>
    public static MemberBias Of(BiasCorrection kind, double[] simulated, double[] observed)
    {
        if (kind == BiasCorrection.None)
        {
            return new MemberBias(0, 1);
        }

        double meanS = simulated.Average(), meanO = observed.Average();
        if (kind == BiasCorrection.Scale)
        {
            return new MemberBias(0, meanS > 0 ? meanO / meanS : 1);
        }

        double covariance = 0, variance = 0;
        for (int i = 0; i < observed.Length; i++)
        {
            covariance += (simulated[i] - meanS) * (observed[i] - meanO);
            variance += (simulated[i] - meanS) * (simulated[i] - meanS);
        }

        double factor = variance > 0 ? covariance / variance : 0;
        return new MemberBias(meanO - (factor * meanS), factor);
    }

    /// <summary>The corrected value, never below zero.</summary>
    public double Apply(double simulated) => Constant == 0 && Factor == 1 ? simulated : Math.Max(Constant + (Factor * simulated), 0);
}
