using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>Which parameters a strategy trains, and how; all others stay as they are, bit for bit.</summary>
internal static class TrainedLayers
{
    private static readonly string[] Heads = ["head.*", "linearOut.*", "hindcast_head.*", "forecast_head.*"];
    private static readonly string[] Ends = ["linearIn.*", .. Heads];
    private static readonly string[] Recurrent = ["*w_hh*", "*b_hh*", "*weight_hh*", "*bias_hh*"];

    /// <summary>How a parameter is trained, by its path; null for one that stays.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="shape">The network.</param>
    /// <param name="epochs">Epochs planned.</param>
    /// <exception cref="InputException">A pattern fits no parameter.</exception>
    public static Func<string, ParameterTraining?> Of(TransferSettings settings, Strategy strategy, NetworkShape shape, int epochs)
    {
        using RunoffNetwork network = Learning.Networks.Make(shape);
        string[] names = [.. network.named_parameters().Select(pair => pair.name)];
        NamePattern.DemandFits(settings.RateFactors.Keys, names, "rate_factors");
        IReadOnlyList<GradualStage> stages = Stages(settings, strategy, epochs);
        if (settings.Parameters.Count > 0 || settings.Stages.Count > 0)
        {
            NamePattern.DemandFits(stages.SelectMany(stage => stage.Parameters), names, strategy == Strategy.Modules ? "parameters" : "stages");
        }

        Dictionary<string, ParameterTraining> trained = [];
        foreach (string name in names)
        {
            GradualStage? stage = stages.OrderBy(stage => stage.From).FirstOrDefault(stage => stage.Parameters.Any(pattern => NamePattern.Fits(pattern, name)));
            if (stage is not null)
            {
                string? own = settings.RateFactors.Keys.FirstOrDefault(pattern => NamePattern.Fits(pattern, name));
                trained[name] = new ParameterTraining(stage.RateFactor * (own is null ? 1 : settings.RateFactors[own]), stage.From);
            }
        }

        return name => trained.GetValueOrDefault(name);
    }

    /// <summary>Names of the parameters that stay.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> Frozen(TransferSettings settings, Strategy strategy, NetworkShape shape)
    {
        // Which are trained does not depend on the number of epochs, only when.
        Func<string, ParameterTraining?> training = Of(settings, strategy, shape, epochs: 1);
        using RunoffNetwork network = Learning.Networks.Make(shape);
        return [.. network.named_parameters().Select(pair => pair.name).Where(name => training(name) is null)];
    }

    private static IReadOnlyList<GradualStage> Stages(TransferSettings settings, Strategy strategy, int epochs) => strategy switch
    {
        Strategy.HeadOnly => [new() { Parameters = Heads }],
        Strategy.Modules => [new() { Parameters = settings.Parameters }],
        Strategy.Gradual when settings.Stages.Count > 0 => settings.Stages,
        Strategy.Gradual =>
        [
            new() { Parameters = Heads },
            new() { From = 1 + (epochs / 3), Parameters = Recurrent, RateFactor = 0.3 },
            new() { From = 1 + (2 * epochs / 3), Parameters = ["*"], RateFactor = 0.1 },
        ],
        Strategy.TlA => [new() { Parameters = Ends }],
        Strategy.TlB => [new() { Parameters = [.. Ends, .. Recurrent] }],
        _ => [new() { Parameters = ["*"] }],
    };
}
