using TorchSharp;
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
        if (RowsAlike.Matters(hidden))
        {
            return cat([stack([.. Enumerable.Range(0, (int)hidden.shape[1]).Select(row => ContextsOf(hidden.select(1, row).contiguous(), predictLast))], 1), Told(hidden, predictLast)], -1);
        }

        Tensor told = Told(hidden, predictLast);
        Tensor keys = _key.call(hidden);
        Tensor queries = _query.call(told);
        Tensor byBatch = hidden.transpose(0, 1);
        var contexts = new Tensor[predictLast];
        for (int step = 0; step < predictLast; step++)
        {
            long seen = hidden.shape[0] - predictLast + step + 1;
            Tensor weights = Weights(keys.narrow(0, 0, seen), queries[step]);
            contexts[step] = weights.t().unsqueeze(1).bmm(byBatch.narrow(1, 0, seen)).squeeze(1);
        }

        return cat([stack(contexts), told], -1);
    }

    /// <summary>The weights that the last step gives the steps of the look-back, <c>[time, batch]</c>.</summary>
    public Tensor WeightsOfLast(Tensor hidden) => Weights(_key.call(hidden), _query.call(hidden[-1]));

    private static Tensor Told(Tensor hidden, int predictLast) => hidden.narrow(0, hidden.shape[0] - predictLast, predictLast);

    private Tensor Weights(Tensor keys, Tensor query) => _score.call((keys + query).tanh()).squeeze(-1).softmax(0);

    /// <summary>Contexts of one window by itself, so that nothing depends on how many windows there are or how many steps are told.</summary>
    private Tensor ContextsOf(Tensor window, int predictLast)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor keys = RowsAlike.OfWindow(_key, window);
        Tensor queries = RowsAlike.OfWindow(_query, window);
        var contexts = new Tensor[predictLast];
        for (int step = 0; step < predictLast; step++)
        {
            long last = window.shape[0] - predictLast + step;
            Tensor scores = RowsAlike.Of(_score, (keys.narrow(0, 0, last + 1) + queries[last]).tanh());
            contexts[step] = scores.t().contiguous().softmax(1).mm(window.narrow(0, 0, last + 1));
        }

        return cat(contexts).MoveToOuterDisposeScope();
    }
}
