using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>What sizes and combinations make a network.</summary>
internal static class ShapeRules
{
    /// <exception cref="InputException">They make none.</exception>
    public static void Demand(NetworkShape shape)
    {
        Least(shape.Inputs, 1, "inputs", "Name the forcing variables that the network shall read.");
        Least(shape.Statics, 0, "statics", "Name static attributes, or leave them out.");
        Least(shape.Targets, 1, "targets", "Name what the network shall learn.");
        Least(shape.HiddenSize, 1, "hidden_size", "Common sizes are 64 to 256.");
        Least(shape.Layers, 1, "num_layers", "One layer is what most published runoff networks have.");
        Share(shape.OutputDropout, "output_dropout");
        Share(shape.LayerDropout, "layer_dropout");
        Share(shape.WeightDropout, "weight_dropout");
        Least(shape.StaticsEmbedding, 0, "statics_embedding", "Give the size of the embedding, or 0 to take the attributes as they are.");
        Refuse(shape is { StaticsEmbedding: > 0, Statics: 0 }, "There are no static attributes to embed", "statics_embedding", "Name static attributes, or set it to 0.");
        Refuse(shape.ForgetBias is { } bias && !double.IsFinite(bias), "The forget gate's first bias is no number", "initial_forget_bias", "Common values are 3 to 5.");
        DemandHead(shape);
        DemandKind(shape);
    }

    private static void DemandHead(NetworkShape shape)
    {
        if (shape.Head is HeadKind.Laplace or HeadKind.Gaussian)
        {
            Least(shape.Components, 1, "components", "Three components are common.");
        }

        if (shape.Head == HeadKind.Quantiles)
        {
            const string Remedy = "Give probabilities between 0 and 1 in ascending order, as [0.05, 0.5, 0.95].";
            Refuse(shape.Quantiles.Count == 0, "The quantile head has no probabilities", "quantiles", Remedy);
            Refuse(!shape.Quantiles.All(probability => probability is > 0 and < 1), "A quantile's probability lies between 0 and 1", "quantiles", Remedy);
            Refuse(shape.Quantiles.Zip(shape.Quantiles.Skip(1)).Any(pair => pair.First >= pair.Second), "The quantiles' probabilities do not ascend", "quantiles", Remedy);
        }
    }

    private static void DemandKind(NetworkShape shape)
    {
        bool isLstm = shape.Kind == NetworkKind.Lstm;
        Refuse(!isLstm && shape.Layers > 1, $"{Name(shape.Kind)} has one recurrent layer, not {shape.Layers}", "num_layers", "Set it to 1, or take the network 'lstm'.");
        Refuse(
            shape is { Kind: NetworkKind.EaLstm, Statics: 0 },
            "ea-lstm needs static attributes, which drive its input gate",
            "statics",
            "Name static attributes, or take the network 'lstm'.");
        Refuse(
            shape is { Kind: NetworkKind.InputTransform, StaticsEmbedding: > 0 },
            "input-transform has no embedding of static attributes: its first layer reads them with the forcing",
            "statics_embedding",
            "Set it to 0.");
        if (shape.Kind == NetworkKind.McLstm)
        {
            DemandMassConserving(shape);
        }
    }

    private static void DemandMassConserving(NetworkShape shape)
    {
        const string Other = "Take another network, or leave it out: what mc-lstm gives must be what leaves its cells.";
        Refuse(shape.MassInput < 0 || shape.MassInput >= shape.Inputs, $"Input {shape.MassInput} is no mass input of {shape.Inputs}", "mass_input", "Give the place of precipitation among the inputs, from 0.");
        Refuse(shape.HiddenSize < 2, "mc-lstm has a trash cell and needs one more", "hidden_size", "Common sizes are 16 to 64.");
        Refuse(shape.Targets != 1, $"mc-lstm has one target, the outgoing mass, not {shape.Targets}", "targets", "Take streamflow in mm alone.");
        Refuse(shape.Head != HeadKind.Regression, "mc-lstm gives mass and no distribution", "head", Other);
        Refuse(shape.Attention, "Attention would not conserve mass", "attention", Other);
        Refuse(shape.LayerNorm, "Layer normalisation would not conserve mass", "layer_norm", Other);
        Refuse(shape.OutputDropout > 0, "Dropout of the output would not conserve mass", "output_dropout", "Set it to 0; weight_dropout conserves mass.");
    }

    private static string Name(NetworkKind kind) => kind switch
    {
        NetworkKind.EaLstm => "ea-lstm",
        NetworkKind.McLstm => "mc-lstm",
        NetworkKind.InputTransform => "input-transform",
        _ => "lstm",
    };

    private static void Least(int value, int least, string setting, string remedy) => Refuse(value < least, $"{setting} is {value} and must be at least {least}", setting, remedy);

    private static void Share(double value, string setting) => Refuse(value is not (>= 0 and < 1), $"{setting} is {FormattableString.Invariant($"{value}")}, no share", setting, "Give a number from 0 to below 1, as 0.4.");

    private static void Refuse(bool isWrong, string problem, string setting, string remedy)
    {
        if (isWrong)
        {
            throw new InputException(problem, setting, remedy);
        }
    }
}
