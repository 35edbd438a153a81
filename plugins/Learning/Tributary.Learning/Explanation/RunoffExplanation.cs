using System.Globalization;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// What a trained network read its runoff from. Each output is explained by the look-back that ends with it, also where the simulation carries states or
/// tells several steps of one window; runoff is explained before it is cut off at zero.
/// </summary>
public static class RunoffExplanation
{
    /// <summary>The weights of the network's attention over the look-back.</summary>
    public const string Attention = "attention";

    /// <summary>Integrated gradients of runoff by inputs and lags.</summary>
    public const string IntegratedGradients = "integrated_gradients";

    /// <summary>Permutation importance of static attributes.</summary>
    public const string PermutationImportance = "permutation_importance";

    private const int PermutationRepeats = 5;
    private const int WindowsAtOnce = 256;
    private const int GradientsAtOnce = 64;
    private const int MostSteps = 400;
    private const int MostGradients = 20000;
    private const int MostPredictions = 40000;
    private const int MostWeights = 1 << 24;
    private const int MostGradientValues = 1 << 22;

    /// <summary>Explains by one method.</summary>
    /// <exception cref="InputException">The network or the domain has nothing that the method could explain.</exception>
    internal static IReadOnlyList<Attribution> Of(RunoffModel model, ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation)
    {
        var windows = new ExplainedWindows(model, block, request.Parameters.UnitCount);
        return request.Method switch
        {
            Attention => [AttentionOf(model, windows, request, block.Time, cancellation)],
            IntegratedGradients => GradientsOf(model, windows, request, block.Time, cancellation),
            PermutationImportance => ImportanceOf(model, windows, request, block.Time, cancellation),
            _ => throw new InputException($"there is no method '{request.Method}'", "explain", $"There are {Attention}, {IntegratedGradients} and {PermutationImportance}."),
        };
    }

    /// <summary>Runoff in mm a step, <c>[batch]</c>, as the last step of each window tells it; below zero where the network says so.</summary>
    internal static Tensor Runoff(RunoffModel model, Tensor inputs, Tensor? statics)
    {
        NetworkShape shape = model.Artefact.Network;
        VariableScaling scaling = model.Scaler.Targets[0];
        Tensor transformed = (Head.Expected(shape, model.Network.Answer(inputs, statics, 1))[0].select(-1, 0) * scaling.Scale) + scaling.Center;
        Tensor runoff = scaling.Transform switch
        {
            ValueTransform.LogSqrt => ((transformed * Math.Log(10)).exp() - 0.1).clamp_min(0).square(),
            ValueTransform.Log1P => transformed.expm1(),
            _ => transformed,
        };
        return runoff * (model.Artefact.StepSeconds / 86400);
    }

    private static Attribution AttentionOf(RunoffModel model, ExplainedWindows windows, ExplanationRequest request, TimeAxis time, CancellationToken cancellation)
    {
        int lags = model.Artefact.Lookback;
        int units = windows.UnitCount;
        int[] steps = StepsOf(request, time, MostWeights / ((long)lags * units));
        float[] weights = new float[steps.Length * lags * units];
        using IDisposable still = no_grad();
        windows.ForEach(steps, WindowsAtOnce, model.Statics, (inputs, statics, places) =>
        {
            Tensor told = model.Network.AttentionOf(inputs, statics)
                ?? throw new InputException("the network has no attention", "explain", "Train it with attention: true, or leave 'attention' out.");
            float[] values = Numbers(told);
            int length = values.Length / places.Length;
            for (int at = 0; at < values.Length; at++)
            {
                (int place, int unit) = places[at % places.Length];
                weights[(((place * lags) + length - 1 - (at / places.Length)) * units) + unit] = values[at];
            }
        }, cancellation);
        return new Attribution(
            Attention,
            "Weights that the network's attention gives to the steps of its look-back; over all lags they sum to 1.",
            [AttributionAxis.OfTime(time, steps), AttributionAxis.OfLags(lags), UnitsOf(model)],
            weights);
    }

    private static List<Attribution> GradientsOf(RunoffModel model, ExplainedWindows windows, ExplanationRequest request, TimeAxis time, CancellationToken cancellation)
    {
        int lags = model.Artefact.Lookback;
        int units = windows.UnitCount;
        int width = model.Features.Names.Count;
        int[] steps = StepsOf(request, time, Math.Min(MostSteps, Math.Max(12, MostGradients / units)));
        int slice = width * lags * units;
        bool detailed = (long)steps.Length * slice <= MostGradientValues;
        float[] byStep = detailed ? new float[steps.Length * slice] : [];
        double[] sum = new double[slice];
        double[] size = new double[slice];
        float[] change = new float[steps.Length * units];
        windows.ForEach(steps, GradientsAtOnce, model.Statics, (inputs, statics, places) =>
        {
            // What is known and what is a gap stays as it is on the way from the baseline.
            Tensor[] parts = inputs.shape[2] == width ? [inputs] : [inputs.narrow(2, 0, width).contiguous(), inputs.narrow(2, width, width)];
            (Tensor attributions, Tensor difference) = Learning.IntegratedGradients.Of(
                at => Runoff(model, parts.Length == 1 ? at : cat([at, parts[1]], 2), statics), parts[0]);
            float[] values = Numbers(attributions);
            float[] differences = Numbers(difference);
            int length = (int)inputs.shape[0];
            for (int at = 0; at < values.Length; at++)
            {
                int input = at % width;
                int window = at / width % places.Length;
                (int place, int unit) = places[window];
                int lag = length - 1 - (at / width / places.Length);
                int cell = (((input * lags) + lag) * units) + unit;
                sum[cell] += values[at];
                size[cell] += Math.Abs(values[at]);
                change[(place * units) + unit] = differences[window];
                if (detailed)
                {
                    byStep[(place * slice) + cell] = values[at];
                }
            }
        }, cancellation);

        AttributionAxis times = AttributionAxis.OfTime(time, steps);
        AttributionAxis[] axes = [new(AttributionAxisKind.Variable, model.Features.Names), AttributionAxis.OfLags(lags), UnitsOf(model)];
        const string Baseline = "against inputs of the training period's mean";
        List<Attribution> all =
        [
            new("integrated_gradients_magnitude", $"What each input contributed to runoff {Baseline}: the mean of its size over the explained steps.", axes, Mean(size, steps.Length)) { Unit = Variables.Runoff.Unit },
            new(IntegratedGradients, $"What each input added to runoff or took from it {Baseline}, on average over the explained steps.", axes, Mean(sum, steps.Length)) { Unit = Variables.Runoff.Unit },
            new("integrated_gradients_change", $"Predicted runoff {Baseline}: what the integrated gradients of a step sum to.", [times, axes[^1]], change) { Unit = Variables.Runoff.Unit },
        ];
        if (detailed)
        {
            all.Add(new Attribution("integrated_gradients_by_step", $"What each input added to runoff or took from it {Baseline}.", [times, .. axes], byStep) { Unit = Variables.Runoff.Unit });
        }

        return all;
    }

    private static List<Attribution> ImportanceOf(RunoffModel model, ExplainedWindows windows, ExplanationRequest request, TimeAxis time, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = model.Artefact.StaticAttributes;
        int units = windows.UnitCount;
        if (names.Count == 0 || units < 2)
        {
            throw new InputException(
                names.Count == 0 ? "the network reads no static attribute" : "attributes are compared over basins, and there is only one",
                PermutationImportance,
                names.Count == 0 ? "Train it with static_attributes." : "Give several basins, or leave 'permutation_importance' out.");
        }

        int[] steps = StepsOf(request, time, Math.Clamp(MostPredictions / units, 16, MostSteps));
        double[][]? observed = request.Observed.IsEmpty
            ? null
            : [.. Enumerable.Range(0, units).Select(unit => steps.Select(step => request.Observed.Span[(unit * time.Count) + step]).ToArray())];
        using IDisposable still = no_grad();
        PermutationEffect[] effects = Learning.PermutationImportance.Of(
            model.Statics,
            units,
            PermutationRepeats,
            new RunSeed(model.Artefact.Seed).Generator(RunSeed.Explanation),
            statics => Predict(model, windows, steps, statics, cancellation),
            predicted => observed is null ? double.NaN : MedianScore(predicted, observed));
        var attributes = new AttributionAxis(AttributionAxisKind.Attribute, names);
        List<Attribution> all = [];
        if (effects.All(effect => double.IsFinite(effect.Loss)))
        {
            all.Add(new Attribution(
                PermutationImportance,
                string.Create(CultureInfo.InvariantCulture, $"Loss of the basins' median NSE where an attribute's values are exchanged between basins, mean of {PermutationRepeats} exchanges."),
                [attributes],
                effects.Select(effect => (float)effect.Loss).ToArray()));
        }

        all.Add(new Attribution(
            "permutation_change",
            string.Create(CultureInfo.InvariantCulture, $"Mean absolute change of runoff where an attribute's values are exchanged between basins, mean of {PermutationRepeats} exchanges."),
            [attributes, UnitsOf(model)],
            effects.SelectMany(effect => effect.Change).Select(change => (float)change).ToArray())
        {
            Unit = Variables.Runoff.Unit,
        });
        return all;
    }

    private static double[] Predict(RunoffModel model, ExplainedWindows windows, int[] steps, float[] attributes, CancellationToken cancellation)
    {
        double[] predicted = new double[windows.UnitCount * steps.Length];
        windows.ForEach(steps, WindowsAtOnce, attributes, (inputs, statics, places) =>
        {
            float[] values = Numbers(Runoff(model, inputs, statics));
            for (int at = 0; at < values.Length; at++)
            {
                predicted[(places[at].Unit * steps.Length) + places[at].Place] = Math.Max(0, values[at]);
            }
        }, cancellation);
        return predicted;
    }

    private static double MedianScore(double[] predicted, double[][] observed)
    {
        int steps = predicted.Length / observed.Length;
        return Scores.Median(observed.Select((series, unit) => Scores.Nse(predicted.AsSpan(unit * steps, steps), series)));
    }

    private static int[] StepsOf(ExplanationRequest request, TimeAxis time, long most)
    {
        (int first, int count) = request.Steps.GetOffsetAndLength(time.Count);
        return ExplainedWindows.Spread(first, count, most);
    }

    private static AttributionAxis UnitsOf(RunoffModel model) => new(AttributionAxisKind.Unit, model.UnitIds);

    private static float[] Numbers(Tensor values) => values.detach().to(float32, CPU).contiguous().data<float>().ToArray();

    private static float[] Mean(double[] sums, int count) => Array.ConvertAll(sums, sum => (float)(sum / count));
}
