using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Split-conformal intervals (Vovk et al., 2005; Romano et al., 2019): what every quantile misses on the validation period, relative to the flow that the
/// network expects, is put on top of it, so that it is exceeded as often as it promises.
/// </summary>
internal sealed class ConformalFit(RunoffNetwork network, RunoffRecipe recipe, SeriesStore store, Scaler scaler, Device device, RunSeed seeds)
{
    /// <summary>What is added to the expected flow before errors are taken relative to it: a tenth of the flow's spread.</summary>
    public static double Floor(VariableScaling scaling) => 0.1 * Math.Abs(scaling.Scale);

    /// <summary>The move of each quantile, relative to the expected flow and <see cref="Floor"/>.</summary>
    public double[] On(Range validation, int[] basins, CancellationToken cancellation)
    {
        if (recipe.ConformalQuantiles.Count == 0)
        {
            return [];
        }

        if (validation.GetOffsetAndLength(store.Time.Count).Length == 0)
        {
            throw new Contracts.InputException("conformal intervals need a validation period", "splits.validation", "Name one, or set conformal: false.");
        }

        SampleWindow window = new(recipe.Window.LookBack, recipe.Window.PredictLast, recipe.Window.Lead, recipe.Window.PredictLast);
        SampleIndex index = SampleIndex.ToPredict(store, window, validation, recipe.Missing, basins);
        using var batches = new TensorBatches(store, window, recipe.Missing, device);
        float[][] said = new WindowPredictor(batch => Said(batch, window.PredictLast), batches, recipe.BatchSize).Predict(store, index, cancellation);
        VariableScaling scaling = scaler.Targets[0];
        int quantiles = recipe.ConformalQuantiles.Count;
        var misses = new List<double>[quantiles];
        for (int quantile = 0; quantile < quantiles; quantile++)
        {
            misses[quantile] = [];
        }

        foreach (int basin in basins)
        {
            ReadOnlySpan<float> targets = store.Targets(basin);
            for (int step = 0; step < store.Time.Count; step++)
            {
                ReadOnlySpan<float> row = said[basin].AsSpan(step * (quantiles + 1), quantiles + 1);
                double observed = scaling.Invert(targets[step * store.TargetNames.Count]);
                if (!double.IsFinite(observed) || !float.IsFinite(row[0]))
                {
                    continue;
                }

                double relative = Math.Max(0, scaling.Invert(row[0])) + Floor(scaling);
                for (int quantile = 0; quantile < quantiles; quantile++)
                {
                    misses[quantile].Add((observed - Math.Max(0, scaling.Invert(row[1 + quantile]))) / relative);
                }
            }
        }

        return [.. misses.Select((all, quantile) => Quantile(all, recipe.ConformalQuantiles[quantile]))];
    }

    private Tensor Said(TensorBatch batch, int last)
    {
        if (recipe.DropoutDraws > 0)
        {
            using var dropping = new MonteCarloDropout(network);
            manual_seed(seeds.ForTorch(RunSeed.Prediction));
            Tensor draws = stack(Enumerable.Range(0, recipe.DropoutDraws).Select(_ => network.Answer(batch.Told(), batch.Statics, last)));
            Tensor probabilities = tensor([.. recipe.ConformalQuantiles.Select(probability => (float)probability)], device: draws.device);
            return cat([draws.mean([0]).narrow(-1, 0, 1), draws.select(-1, 0).quantile(probabilities, 0).movedim([0], [-1])], -1);
        }

        Tensor answer = network.Answer(batch.Told(), batch.Statics, last);
        return cat([Head.Expected(recipe.Network, answer).narrow(-1, 0, 1), RunoffQuantiles.Of(recipe.Network, answer, recipe.ConformalQuantiles)], -1);
    }

    /// <summary>The quantile with the correction for a finite sample, of the side that it lies on.</summary>
    private static double Quantile(List<double> values, double probability)
    {
        values.Sort();
        double place = probability * (values.Count + 1);
        int index = Math.Clamp((int)(probability >= 0.5 ? Math.Ceiling(place) : Math.Floor(place)) - 1, 0, values.Count - 1);
        return values[index];
    }
}
