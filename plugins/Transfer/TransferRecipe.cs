using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>What the plan asks of a training.</summary>
internal static class TransferRecipe
{
    private const int FineTuningEpochs = 40;
    private const int UsualEpochs = 30;

    /// <summary>The recipe of the strategy.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="source">Weights to begin with; null for first values.</param>
    public static RunoffRecipe Of(TransferPlan plan, RunoffSource? source)
    {
        TransferSettings settings = plan.Settings;
        NetworkShape shape = Shape(plan);
        bool slow = plan.Strategy != Strategy.Local && plan.Strategy is not (Strategy.TlA or Strategy.TlB or Strategy.TlC);
        RunoffOptimiser optimiser = settings.Optimiser ?? (shape.Kind == NetworkKind.InputTransform ? RunoffOptimiser.Adadelta : RunoffOptimiser.Adam);
        int epochs = settings.Epochs ?? (slow ? FineTuningEpochs : UsualEpochs);
        int lookback = settings.Lookback ?? plan.Source?.Lookback ?? 365;
        int predictLast = Math.Min(settings.PredictLastN ?? shape.Forecast?.LeadTime ?? plan.Source?.PredictLast ?? 1, lookback);
        return new RunoffRecipe
        {
            DynamicInputs = [.. plan.Inputs.Select(input => input.Name)],
            DerivedInputs = Derived(plan),
            StaticAttributes = [.. plan.Attributes.Select(attribute => attribute.Name)],
            Units = plan.Inputs.ToDictionary(input => input.Name, input => input.Variable.Unit),
            Network = shape,
            Window = new SampleWindow(lookback, predictLast, 0, predictLast),
            Epochs = plan.Trains ? epochs : 0,
            BatchSize = settings.BatchSize,
            LearningRate = new SteppedRate(settings.LearningRate ?? Rates(optimiser, slow)),
            Patience = settings.LearningPatience,
            GradientNorm = optimiser == RunoffOptimiser.Adam ? 1 : null,
            Loss = settings.Loss,
            Score = settings.Score,
            Device = settings.Device,
            Optimiser = optimiser,
            Transforms = settings.LogTransform ? Logarithms(plan) : new Dictionary<string, ValueTransform>(),
            Source = source,
            Trains = plan.Trains ? TrainedLayers.Of(settings, plan.Strategy, shape, epochs) : null,
        };
    }

    /// <summary>The source's weights for the strategy; an input layer for other variables begins anew, with a scaler of the target's own.</summary>
    public static RunoffSource? Begin(TransferPlan plan, SourceNetwork? source) => source is null || plan.FromScratch
        ? null
        : new RunoffSource(source.Weights(), plan.KeepsInputs ? source.Scaler : null, source.WeightsFile) { Anew = plan.KeepsInputs ? null : name => name.StartsWith("linearIn.", StringComparison.Ordinal) };

    /// <summary>The recipe to learn simulated discharge with, from scratch.</summary>
    public static RunoffRecipe OnSimulated(TransferPlan plan, RunoffRecipe recipe) => recipe with
    {
        Epochs = plan.Settings.PretrainEpochs,
        LearningRate = new SteppedRate(plan.Settings.PretrainLearningRate ?? Rates(recipe.Optimiser, slow: false)),
        Patience = null,
    };

    /// <summary>The same network, taken as it is.</summary>
    public static RunoffRecipe AsItIs(RunoffRecipe recipe) => recipe with { Epochs = 0, Trains = null };

    private static IReadOnlyList<string> Derived(TransferPlan plan) =>
        plan.Source is not null && (plan.KeepsInputs || plan.Settings.DynamicInputs is null) ? plan.Source.DerivedInputs : [];

    private static NetworkShape Shape(TransferPlan plan)
    {
        TransferSettings settings = plan.Settings;
        if (plan.Source is not null && !plan.FromScratch)
        {
            NetworkShape learned = plan.Source.Shape;
            NetworkShape kept = learned with { OutputDropout = settings.Dropout ?? learned.OutputDropout, WeightDropout = settings.WeightDropout ?? learned.WeightDropout };
            return plan.KeepsInputs ? kept : kept with { Inputs = InputCount(plan), Statics = plan.Attributes.Count };
        }

        NetworkShape? like = plan.Source?.Shape;
        NetworkKind kind = settings.Network ?? like?.Kind ?? NetworkKind.Lstm;
        bool transforms = kind == NetworkKind.InputTransform;
        NetworkShape shape = like is { Forecast: null } && like.Kind == kind ? like : new NetworkShape
        {
            Kind = kind,
            Inputs = 1,
            HiddenSize = like?.HiddenSize ?? 64,
            ForgetBias = transforms ? null : 3,
            OutputDropout = transforms ? 0 : 0.4,
            WeightDropout = transforms ? 0.5 : 0,
        };
        return shape with
        {
            Inputs = InputCount(plan),
            Statics = plan.Attributes.Count,
            HiddenSize = settings.HiddenSize ?? shape.HiddenSize,
            OutputDropout = settings.Dropout ?? shape.OutputDropout,
            WeightDropout = settings.WeightDropout ?? shape.WeightDropout,
        };
    }

    private static int InputCount(TransferPlan plan) => new FeatureSet([.. plan.Inputs.Select(input => input.Name)], Derived(plan)).Names.Count;

    private static Dictionary<int, double> Rates(RunoffOptimiser optimiser, bool slow) => optimiser == RunoffOptimiser.Adadelta ? new() { [0] = 1 }
        : slow ? new() { [0] = 5e-5, [30] = 5e-6 }
        : new() { [0] = 1e-3, [11] = 5e-4, [21] = 1e-4 };

    private static Dictionary<string, ValueTransform> Logarithms(TransferPlan plan)
    {
        var transforms = plan.Inputs.Where(input => input.Variable.Name == Variables.Precipitation.Name).ToDictionary(input => input.Name, _ => ValueTransform.LogSqrt);
        transforms[Variables.Discharge.Name] = ValueTransform.LogSqrt;
        return transforms;
    }
}
