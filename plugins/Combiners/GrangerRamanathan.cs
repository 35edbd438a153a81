using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>Least squares of observed discharge on the members (Granger and Ramanathan, 1984, doi:10.1002/for.3980030207).</summary>
internal sealed class GrangerRamanathan : ICombiner
{
    /// <inheritdoc/>
    public string Name => "granger_ramanathan";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.GrangerRamanathanSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount)
    {
        RegressionVariant variant = settings.Read(CombinerJson.Default.GrangerRamanathanSettings).Variant;
        return new CombinerDescriptor($"Granger-Ramanathan {(variant == RegressionVariant.Constrained ? "constrained" : variant)}", Math.Max(30, 10 * (memberCount + 1)), []);
    }

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members) =>
        new WeightedCombination(Weights(fitted!, fitted!.CompleteSteps(), settings.Read(CombinerJson.Default.GrangerRamanathanSettings).Variant));

    /// <summary>The weights, the smallest where members are the same.</summary>
    public static CombinationWeights Weights(EnsembleSeries series, int[] steps, RegressionVariant variant)
    {
        var equations = NormalEquations.Of(series, steps, centred: variant == RegressionVariant.C);
        double[] weights = variant switch
        {
            RegressionVariant.B => SummingToOne(equations),
            RegressionVariant.Constrained => SimplexLeastSquares.Solve(equations.Products, equations.Right),
            _ => SymmetricSystem.Solve(equations.Products, equations.Right),
        };
        return new CombinationWeights(string.Empty, weights, variant == RegressionVariant.C ? equations.ConstantOf(weights) : 0);
    }

    /// <summary>Equal weights, and a departure from them that sums to zero.</summary>
    private static double[] SummingToOne(NormalEquations equations)
    {
        int n = equations.Right.Length;
        double[][] products = equations.Products;
        double[] right = [.. equations.Right.Select((value, i) => value - (products[i].Sum() / n))];
        double mean = right.Sum() / n;
        double[] rowMeans = [.. products.Select(row => row.Sum() / n)];
        double whole = rowMeans.Sum() / n;
        double[][] projected = [.. products.Select((row, i) => row.Select((value, j) => value - rowMeans[i] - rowMeans[j] + whole).ToArray())];
        double[] departure = SymmetricSystem.Solve(projected, [.. right.Select(value => value - mean)]);
        return [.. departure.Select(value => value + (1.0 / n))];
    }
}

/// <summary>Settings of <see cref="GrangerRamanathan"/>.</summary>
internal sealed record GrangerRamanathanSettings
{
    /// <summary>The variant.</summary>
    [Description("A: any weights; B: weights that sum to one; C: any weights and a constant; constrained: weights that sum to one, none below zero")]
    public RegressionVariant Variant { get; set; } = RegressionVariant.C;
}

/// <summary>What the weights may be.</summary>
internal enum RegressionVariant
{
    /// <summary>Any, without a constant.</summary>
    A,

    /// <summary>They sum to one.</summary>
    B,

    /// <summary>Any, with a constant.</summary>
    C,

    /// <summary>They sum to one, and none is below zero.</summary>
    [JsonStringEnumMemberName("constrained")]
    Constrained,
}
