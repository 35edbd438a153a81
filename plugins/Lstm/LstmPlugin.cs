using System.Text.Json;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>The plugin: what its networks are, how one is trained, how one runs on a domain, and how it is handed on.</summary>
public sealed class LstmPlugin : ITrainablePlugin, IExportPlugin, IForecastPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(LstmJson.Default.LstmSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => ForecastOf(settings)?.Descriptor ?? LstmDescriptor.Of(PlanOf(settings));

    /// <inheritdoc/>
    public ForecastDescriptor? DescribeForecast(JsonElement settings) => ForecastOf(settings)?.Forecast;

    /// <inheritdoc/>
    public IForecastModel PrepareForecast(JsonElement settings, ModelSetup setup) =>
        ForecastOf(settings)?.Prepare(setup) ?? throw new InputException("the network simulates, it does not forecast by itself", "settings.load");

    /// <inheritdoc/>
    public TrainingSummary Train(JsonElement settings, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        if (ForecastOf(settings) is not null)
        {
            throw new InputException("the loaded network forecasts; it neither trains nor simulates a period", "settings.load", "Run 'tributary forecast' with this workflow.");
        }

        LstmPlan plan = PlanOf(settings);
        RunoffRecipe recipe = LstmRecipe.Of(plan, setup.Time.Step, setup.Services.ArrayFiles);
        if (plan.Settings.Networks == Sharing.Each && !recipe.ThroughRiver)
        {
            return NetworkOfEach.Train(
                setup,
                (own, reports) =>
                {
                    using var alone = new RunoffTraining(own, recipe);
                    return alone.Run(reports, cancellation);
                },
                progress);
        }

        if (plan.Settings.UngaugedFolds is { } folds)
        {
            return LeaveOutFolds.Train(setup, recipe, folds, progress, cancellation);
        }

        using var training = new RunoffTraining(setup, recipe);
        return training.Run(progress, cancellation);
    }

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        LstmPlan plan = PlanOf(settings);
        string folder = setup.ArtefactFolder ?? throw new InputException("the network was not trained", "settings", "Train it, or name a trained one by load.");
        var simulation = new RunoffSimulationPlan
        {
            CarriesStates = plan.Settings.Simulate == SimulationWay.Carried,
            Device = plan.Settings.Device,
            Missing = plan.Settings.MissingInputs,
            Quantiles = plan.IsProbabilistic ? plan.Settings.Quantiles : [],
            DropoutDraws = plan.Settings.McDropout,
        };
        return plan.Settings.Networks == Sharing.Each ? new NetworksOfUnits(NetworkOfEach.Folders(folder, setup.Units), setup, simulation)
            : plan.Settings.UngaugedFolds is not null ? new NetworksOfUnits(LeaveOutFolds.Folders(folder, setup.Units), setup, simulation)
            : new RunoffModel(folder, setup, simulation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ExportFormat> ExportFormats => RunoffExport.Formats;

    /// <inheritdoc/>
    public IReadOnlyList<string> Export(ModelExport export, CancellationToken cancellation) => RunoffExport.Write(export, cancellation);

    private static ForecastMember? ForecastOf(JsonElement settings) => ForecastMember.Of(settings, settings.Read(LstmJson.Default.LstmSettings));

    private static LstmPlan PlanOf(JsonElement settings) => LstmPlan.Of(settings.Read(LstmJson.Default.LstmSettings));
}
