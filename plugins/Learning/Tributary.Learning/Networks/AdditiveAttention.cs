using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Additive attention over the look-back (Bahdanau et al., 2015). For the step t that is to be told, with hidden states h of all steps k up to t:
/// <code>
/// e[t,k] = v . tanh(W_q h[t] + b + W_k h[k])
/// a[t,k] = exp(e[t,k]) / sum over k' &lt;= t of exp(e[t,k'])
/// context[t] = sum over k &lt;= t of a[t,k] h[k]
/// </code>
/// and the head sees <c>[context[t], h[t]]</c>. No step sees one behind it. The cost is that of one look-back for each step told.
/// </summary>
internal sealed class AdditiveAttention : nn.Module
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _score;

    public AdditiveAttention(int hidden)
        : base(nameof(AdditiveAttention))
    {
        _query = nn.Linear(hidden, hidden);
        _key = nn.Linear(hidden, hidden, hasBias: false);
        _score = nn.Linear(hidden, 1, hasBias: false);
        register_module("query", _query);
        register_module("key", _key);
        register_module("score", _score);
    }

    /// <summary>What the head sees of the last steps.</summary>
    /// <param name="hidden">Hidden states of the look-back, <c>[time, batch, hidden]</c>.</param>
    /// <param name="predictLast">How many of the last steps are told.</param>
    /// <returns>Context and hidden state, <c>[predictLast, batch, 2 hidden]</c>.</returns>
    public Tensor Read(Tensor hidden, int predictLast)
    {
        long steps = hidden.shape[0];
        Tensor told = hidden.narrow(0, steps - predictLast, predictLast);
        Tensor keys = RowsAlike.Of(_key, hidden);
        Tensor queries = RowsAlike.Of(_query, told);
        Tensor byBatch = hidden.transpose(0, 1);
        var contexts = new Tensor[predictLast];
        for (int step = 0; step < predictLast; step++)
        {
            long seen = steps - predictLast + step + 1;
            Tensor weights = Weights(keys.narrow(0, 0, seen), queries[step]);
            contexts[step] = weights.unsqueeze(1).bmm(byBatch.narrow(1, 0, seen)).squeeze(1);
        }

        return cat([stack(contexts), told], -1);
    }

    /// <summary>The weights that the last step gives the steps of the look-back, <c>[time, batch]</c>.</summary>
    public Tensor WeightsOfLast(Tensor hidden) => Weights(RowsAlike.Of(_key, hidden), RowsAlike.Of(_query, hidden[-1])).t().contiguous();

    /// <summary>Weights of the steps, <c>[batch, time]</c>: along the rows, a sum over steps does not depend on how many rows there are.</summary>
    private Tensor Weights(Tensor keys, Tensor query) => RowsAlike.Of(_score, (keys + query).tanh()).squeeze(-1).t().contiguous().softmax(1);
}
