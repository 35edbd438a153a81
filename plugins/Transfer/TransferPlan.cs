using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>The settings with everything that was left out filled in from the source and the strategy.</summary>
internal sealed record TransferPlan
{
    public required TransferSettings Settings { get; init; }

    public required Strategy Strategy { get; init; }

    /// <summary>The trained network; null from scratch without one.</summary>
    public required SourceNetwork? Source { get; init; }

    /// <summary>Whether the network reads what the source reads, so that the source's input layer and scaler hold.</summary>
    public required bool KeepsInputs { get; init; }

    /// <summary>What the network reads, by its own names, each with the workflow's variable.</summary>
    public required IReadOnlyList<(string Name, Variable Variable)> Inputs { get; init; }

    /// <summary>Static attributes that the network reads, by its own names, each with the workflow's.</summary>
    public required IReadOnlyList<(string Name, string Attribute)> Attributes { get; init; }

    /// <summary>Whether it begins with first weights of its own.</summary>
    public bool FromScratch => Strategy is Strategy.Local or Strategy.PretrainOnModel;

    /// <summary>Whether anything is trained.</summary>
    public bool Trains => Strategy != Strategy.ZeroShot;

    /// <summary>Whether the source can run on the target as it is.</summary>
    public bool CanKeepSource => Source is not null && KeepsInputs && !FromScratch;

    /// <summary>Fills in what is left out.</summary>
    /// <exception cref="InputException">The settings contradict each other, or the source cannot be matched.</exception>
    public static TransferPlan Of(TransferSettings settings)
    {
        Strategy strategy = settings.Strategy ?? (settings.Source is null ? Strategy.Local : Strategy.Full);
        bool fromScratch = strategy is Strategy.Local or Strategy.PretrainOnModel;
        SourceNetwork? source = settings.Source is { } folder ? SourceNetwork.Read(Path.GetFullPath(folder)) : null;
        if (source is null && !fromScratch)
        {
            throw new InputException($"there is no source to adapt by {Word(strategy)}", "settings.source", "Name the folder of a trained network, or set strategy: local.");
        }

        Check(settings, strategy, source);
        bool keeps = source is not null && !fromScratch && KeepsInputsOf(settings, strategy, source);
        var plan = new TransferPlan
        {
            Settings = settings,
            Strategy = strategy,
            Source = source,
            KeepsInputs = keeps,
            Inputs = keeps || (source is not null && settings.DynamicInputs is null)
                ? SourceMatch.Inputs(source!, settings)
                : [.. (settings.DynamicInputs ?? [Variables.Precipitation.Name, Variables.AirTemperature.Name]).Select(name => (name, InputVariables.Named(name, settings.InputUnits.GetValueOrDefault(name))))],
            Attributes = keeps || (source is not null && settings.StaticAttributes is null)
                ? [.. source!.StaticAttributes.Select(name => (name, settings.Attributes.GetValueOrDefault(name, name)))]
                : [.. (settings.StaticAttributes ?? []).Select(name => (name, name))],
        };
        if (settings.Guard && !plan.CanKeepSource)
        {
            throw new InputException(
                "a guard needs a source that can run on the target as it is, to fall back on", "settings.guard", "Leave guard out, or adapt a source that reads the same variables.");
        }

        return plan;
    }

    /// <summary>A strategy as the settings write it.</summary>
    public static string Word(Strategy strategy) => strategy switch
    {
        Strategy.ZeroShot => "zero-shot",
        Strategy.HeadOnly => "head-only",
        Strategy.TlA => "tl-a",
        Strategy.TlB => "tl-b",
        Strategy.TlC => "tl-c",
        Strategy.PretrainOnModel => "pretrain-on-model",
        _ => strategy.ToString().ToLowerInvariant(),
    };

    private static void Check(TransferSettings settings, Strategy strategy, SourceNetwork? source)
    {
        if (strategy is Strategy.TlA or Strategy.TlB or Strategy.TlC && source!.Shape.Kind != NetworkKind.InputTransform)
        {
            throw new InputException(
                $"{Word(strategy)} is for a source with an input-transform network", source.Folder, "Train one with strategy: local and network: input-transform, or adapt by full, head-only, modules or gradual.");
        }

        if (source?.Shape.Forecast is { } forecast && strategy is not (Strategy.Local or Strategy.PretrainOnModel))
        {
            CheckForecast(settings, forecast, source.Folder);
        }

        if (settings.Loss == RunoffLoss.KlingGupta && (settings.LogTransform || (strategy is not (Strategy.Local or Strategy.PretrainOnModel) && source?.Scaler.Targets is [{ Transform: not ValueTransform.None }, ..])))
        {
            throw new InputException(
                "the KGE loss asks for discharge in its own unit, and a network whose discharge goes through a logarithm learns another",
                "settings.loss",
                "Take loss: nse, mse, rmse or huber, or a network without log_transform.");
        }

        if (strategy == Strategy.Modules && settings.Parameters.Count == 0)
        {
            throw new InputException("modules asks which parameters are trained", "settings.parameters", "Name some, as head.*, or take another strategy.");
        }

        if (strategy != Strategy.Modules && settings.Parameters.Count > 0)
        {
            throw new InputException($"{Word(strategy)} chooses its parameters itself", "settings.parameters", "Set strategy: modules, or leave parameters out.");
        }

        if (strategy != Strategy.Gradual && settings.Stages.Count > 0)
        {
            throw new InputException($"{Word(strategy)} has no stages", "settings.stages", "Set strategy: gradual, or leave stages out.");
        }
    }

    private static void CheckForecast(TransferSettings settings, ForecastShape forecast, string folder)
    {
        if (settings.Simulate == SimulationWay.Carried)
        {
            throw new InputException("a forecast network reads the whole past for each forecast and carries no states", "settings.simulate", "Set simulate: windows, or leave it out.");
        }

        if (settings.Lookback is not null || settings.PredictLastN is not null || settings.Dropout is not null)
        {
            throw new InputException(
                $"the forecast network of {folder} reads {forecast.SequenceLength} steps and says the next {forecast.LeadTime}", "settings", "Leave lookback, predict_last_n and dropout out.");
        }
    }

    /// <summary>Only an input-transform network can read other variables than its source did.</summary>
    private static bool KeepsInputsOf(TransferSettings settings, Strategy strategy, SourceNetwork source)
    {
        bool mayBeAnew = strategy is Strategy.TlA or Strategy.TlB or Strategy.TlC;
        bool otherAttributes = settings.StaticAttributes is { } attributes && !attributes.SequenceEqual(source.StaticAttributes);
        bool otherInputs = settings.DynamicInputs is { } inputs && !inputs.SequenceEqual(source.DynamicInputs.Select(name => settings.Inputs.GetValueOrDefault(name)?.Name ?? name));
        return !mayBeAnew || !(otherInputs || otherAttributes);
    }
}
