using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Brings NeuralHydrology's state dicts into the form of this library's networks.</summary>
internal static class NeuralHydrologyWeights
{
    private const string Statics = "embedding_net.statics_embedding.net.";
    private const string Dynamics = "embedding_net.dynamics_embedding.net.";

    /// <summary>customlstm's names of the weights that cudalstm has too.</summary>
    private static readonly Dictionary<string, string> OfCustomLstm = new()
    {
        ["cell.w_ih"] = "lstm.weight_ih_l0",
        ["cell.w_hh"] = "lstm.weight_hh_l0",
        ["cell.b_ih"] = "lstm.bias_ih_l0",
        ["cell.b_hh"] = "lstm.bias_hh_l0",
    };

    public static OrderedDictionary<string, StoredTensor> Rename(OrderedDictionary<string, StoredTensor> state, NeuralHydrologyConfiguration configuration, string path)
    {
        Matrix? statics = Chain(state, Statics, configuration.StaticsEmbedding, configuration.Attributes.Count, path);
        Matrix? dynamics = Chain(state, Dynamics, configuration.DynamicsEmbedding, configuration.Inputs.Count, path);
        var renamed = new OrderedDictionary<string, StoredTensor>();
        if (statics is not null)
        {
            renamed.Add($"{Statics}0.weight", StoredTensor.Of(Array.ConvertAll(statics.Weight, value => (float)value), statics.Rows, statics.Columns));
            renamed.Add($"{Statics}0.bias", StoredTensor.Of(Array.ConvertAll(statics.Bias, value => (float)value), statics.Rows));
        }

        foreach ((string name, StoredTensor tensor) in state)
        {
            if ((statics is null || !name.StartsWith(Statics, StringComparison.Ordinal)) && (dynamics is null || !name.StartsWith(Dynamics, StringComparison.Ordinal)))
            {
                renamed.Add(OfCustomLstm.GetValueOrDefault(name, name), tensor);
            }
        }

        if (dynamics is not null)
        {
            Fold(renamed, dynamics, configuration.Shape.Kind, path);
        }

        return renamed;
    }

    /// <summary>A chain of linear layers as one: W = Wn ... W1, b likewise. Null where there is none.</summary>
    private static Matrix? Chain(OrderedDictionary<string, StoredTensor> state, string prefix, int? outputs, int inputs, string path)
    {
        if (outputs is null)
        {
            return null;
        }

        string[] layers = [.. state.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))
            .Select(name => name[..^"weight".Length])
            .OrderBy(name => int.TryParse(name[prefix.Length..^1], CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue)];
        Matrix? whole = null;
        foreach (string layer in layers)
        {
            StoredTensor weight = state[$"{layer}weight"];
            StoredTensor bias = Demand(state, $"{layer}bias", path);
            int width = whole?.Rows ?? inputs;
            if (weight.Shape is not [long rows, long columns] || columns != width || bias.Count != rows)
            {
                throw new InputException($"{layer}weight is {weight}, which does not take {width} inputs", path, "Take the config.yml of the same run.");
            }

            var next = new Matrix((int)rows, (int)columns, weight.ToDouble(), bias.ToDouble());
            whole = whole is null ? next : whole.Then(next);
        }

        return whole is not null && whole.Rows == outputs
            ? whole
            : throw new InputException($"{prefix}* is no embedding of {outputs} outputs", path, "Take the config.yml of the same run.");
    }

    /// <summary>Takes the linear embedding x' = E x + e of the dynamic inputs into the gates behind it: W x' + b = (W E) x + (b + W e).</summary>
    private static void Fold(OrderedDictionary<string, StoredTensor> state, Matrix embedding, NetworkKind kind, string path)
    {
        // ealstm multiplies from the other side, so that its matrix lies the other way round, and only dynamic inputs are in it.
        bool turned = kind == NetworkKind.EaLstm;
        string name = turned ? "dynamic_gates.weight_ih" : "lstm.weight_ih_l0";
        string biasName = turned ? "dynamic_gates.bias" : "lstm.bias_ih_l0";
        StoredTensor stored = Demand(state, name, path);
        double[] bias = Demand(state, biasName, path).ToDouble();
        if (stored.Shape.Length != 2)
        {
            throw new InputException($"{name} is {stored}, no matrix", path, "Take the config.yml of the same run.");
        }

        int gates = (int)stored.Shape[turned ? 1 : 0];
        int width = (int)stored.Shape[turned ? 0 : 1];
        if (width < embedding.Rows || bias.Length != gates)
        {
            throw new InputException($"{name} is {stored}, which does not take the {embedding.Rows} outputs of the embedding", path, "Take the config.yml of the same run.");
        }

        double[] weight = stored.ToDouble();
        int others = width - embedding.Rows;
        int folded = embedding.Columns + others;
        float[] result = new float[gates * folded];
        for (int gate = 0; gate < gates; gate++)
        {
            for (int column = 0; column < folded; column++)
            {
                double sum = column >= embedding.Columns ? Weight(gate, embedding.Rows + column - embedding.Columns) : 0;
                for (int hidden = 0; column < embedding.Columns && hidden < embedding.Rows; hidden++)
                {
                    sum += Weight(gate, hidden) * embedding.Weight[(hidden * embedding.Columns) + column];
                }

                result[turned ? (column * gates) + gate : (gate * folded) + column] = (float)sum;
            }

            for (int hidden = 0; hidden < embedding.Rows; hidden++)
            {
                bias[gate] += Weight(gate, hidden) * embedding.Bias[hidden];
            }
        }

        state[name] = turned ? StoredTensor.Of(result, folded, gates) : StoredTensor.Of(result, gates, folded);
        state[biasName] = StoredTensor.Of(Array.ConvertAll(bias, value => (float)value), gates);

        double Weight(int gate, int input) => weight[turned ? (input * gates) + gate : (gate * width) + input];
    }

    private static StoredTensor Demand(OrderedDictionary<string, StoredTensor> state, string name, string path) =>
        state.GetValueOrDefault(name) ?? throw new InputException($"there is no {name} in it, only {string.Join(", ", state.Keys)}", path, "Take the config.yml of the same run.");

    /// <summary>A linear layer: <c>[rows, columns]</c>, row-major, and a bias of each row.</summary>
    private sealed record Matrix(int Rows, int Columns, double[] Weight, double[] Bias)
    {
        /// <summary>This layer and another behind it as one.</summary>
        public Matrix Then(Matrix next)
        {
            double[] weight = new double[next.Rows * Columns];
            double[] bias = [.. next.Bias];
            for (int row = 0; row < next.Rows; row++)
            {
                for (int hidden = 0; hidden < Rows; hidden++)
                {
                    double factor = next.Weight[(row * next.Columns) + hidden];
                    bias[row] += factor * Bias[hidden];
                    for (int column = 0; column < Columns; column++)
                    {
                        weight[(row * Columns) + column] += factor * Weight[(hidden * Columns) + column];
                    }
                }
            }

            return new Matrix(next.Rows, Columns, weight, bias);
        }
    }
}
