using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>What the plugin's settings ask of the training.</summary>
internal static class LstmRecipe
{
    /// <summary>The recipe.</summary>
    /// <param name="plan">The settings.</param>
    /// <param name="step">Time step of the workflow.</param>
    /// <param name="files">Opens NetCDF files.</param>
    /// <exception cref="InputException">What is to be loaded cannot be, or the settings do not fit the time step.</exception>
    public static RunoffRecipe Of(LstmPlan plan, TimeSpan step, IArrayFiles files)
    {
        LstmSettings settings = plan.Settings;
        if (plan.Kind == NetworkKind.McLstm && step != TimeSpan.FromDays(1))
        {
            throw new InputException("the mass-conserving network balances daily depths", "settings.preset", "Set period.step to 1d, or take another preset.");
        }

        int inputs = new FeatureSet(settings.DynamicInputs, settings.DerivedInputs).Names.Count;
        var recipe = new RunoffRecipe
        {
            DynamicInputs = settings.DynamicInputs,
            DerivedInputs = settings.DerivedInputs,
            StaticAttributes = settings.StaticAttributes,
            Units = settings.DynamicInputs.ToDictionary(name => name, name => LstmDescriptor.Forcing(name, settings).Unit),
            Network = plan.Shape(settings.MissingInputs == MissingInputs.Mask ? 2 * inputs : inputs) with { MassInput = Math.Max(0, settings.DynamicInputs.ToList().IndexOf(Variables.Precipitation.Name)) },
            Window = new SampleWindow(plan.Lookback, settings.PredictLastN, 0, settings.PredictLastN),
            Epochs = plan.Epochs,
            BatchSize = plan.BatchSize,
            LearningRate = new SteppedRate(plan.LearningRate),
            Patience = plan.Patience,
            WeightDecay = plan.L2,
            GradientNorm = settings.ClipGradientNorm > 0 ? settings.ClipGradientNorm : null,
            Loss = plan.Loss,
            SecondTargetWeight = settings.SnowWeight,
            Score = settings.Score,
            Missing = settings.MissingInputs,
            Device = settings.Device,
            Ungauged = settings.Ungauged,
            ThroughRiver = settings.TrainThroughRouting,
            NetworkPerUnit = settings is { TrainThroughRouting: true, Networks: Sharing.Each },
            ConformalQuantiles = settings.Conformal ? settings.Quantiles : [],
            DropoutDraws = settings.McDropout,
        };
        return settings.Load is { } folder ? LoadedNetwork.Into(recipe, Path.GetFullPath(folder), settings, step, files) : recipe;
    }
}
