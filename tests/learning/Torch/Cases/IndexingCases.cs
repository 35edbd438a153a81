using TorchSharp;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;
using At = TorchSharp.torch.TensorIndex;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Parts of tensors: single indices, slices, new dimensions, ellipses, tensors and masks; read and overwritten.</summary>
internal static class IndexingCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("a[1]", Real(3, 4), a => [a[1], a.select(0, 1), a[At.Single(1)], a.index(At.Single(1))]),
        Of("a[-1, 2]", Real(3, 4), a => [a[-1, 2], a[At.Single(-1), 2]]),
        Of("a[1, 2, -1]", Real(3, 4, 2), a => [a[1, 2, -1], a[1][2][-1]]),
        Of("a[:, 1:3]", Real(3, 4), a => [a[At.Colon, At.Slice(1, 3)], a[.., 1..3], a.index(At.Colon, At.Slice(1, 3)), a.slice(1, 1, 3, 1)]),
        Of("a[::2, 1::2]", Real(5, 4), a => [a[At.Slice(step: 2), At.Slice(1, step: 2)]]),
        Of("a[-2:, :-1]", Real(5, 4), a => [a[At.Slice(-2), At.Slice(stop: -1)], a[^2.., ..^1]]),
        Of("a[..., 1]", Real(3, 4, 2), a => [a[At.Ellipsis, 1]]),
        Of("a[0, ..., 1:]", Real(3, 4, 2), a => [a[0, At.Ellipsis, 1..]]),
        Of("a[:, None, 2]", Real(3, 4, 2), a => [a[At.Colon, At.None, 2]]),
        Of("a[None, ..., None]", Real(3, 4), a => [a[At.None, At.Ellipsis, At.None]]),
        Of("a[b]", Real(4, 3), Indices(3, 0, 0, -1), (a, b) => [a[b], a[At.Tensor(b)], a.index(b)]),
        Of("a[:, b]", Real(2, 4), Indices(3, 0, 0), (a, b) => [a[At.Colon, At.Tensor(b)]]),
        Of("a[b, c]", Real(4, 3), Indices(3, 0, 0), Indices(1, 1, 2), (a, b, c) => [a[b, c], a[At.Tensor(b), At.Tensor(c)]]),
        Of("a[b, :, c]", Real(4, 2, 3), Indices(3, 0, 0), Indices(1, 1, 2), (a, b, c) => [a[At.Tensor(b), At.Colon, At.Tensor(c)]]),
        Of("a[1, b, None]", Real(3, 4, 2), Indices(3, 0, 0), (a, b) => [a[1, At.Tensor(b), At.None]]),
        Of("a[b]", Real(3, 4), Mask(3, 4), (a, b) => [a[b], a[At.Tensor(b)]]).Named("a[mask]"),
        Of("a[1:, b]", Real(3, 4, 2), Mask(4, 2), (a, b) => [a[At.Slice(1), At.Tensor(b)]]).Named("a[1:, mask]"),
        Of("a[b, 1]", Real(3, 4), Mask(3), (a, b) => [a[At.Tensor(b), 1]]).Named("a[mask, 1]"),
        Of("a[b, ..., 0]", Real(3, 4, 2), Mask(3), (a, b) => [a[At.Tensor(b), At.Ellipsis, 0]]).Named("a[mask, ..., 0]"),

        Of("put(a, 1, b)", Real(3, 4), Real(4), (a, b) => [Changed(a, x => x[1] = b), Changed(a, x => x[At.Single(1)] = b), Changed(a, x => x.index_put_(b, At.Single(1)))]),
        Of("put(a, S[1, 2], b[0])", Real(3, 4), Real(1), (a, b) => [Changed(a, x => x[1, 2] = b[0])]),
        Of("put(a, S[1, 2, 0], b[0])", Real(3, 4, 2), Real(1), (a, b) => [Changed(a, x => x[1, 2, 0] = b[0])]),
        Of("put(a, S[:, 1:3], b)", Real(3, 4), Real(3, 1), (a, b) => [Changed(a, x => x[At.Colon, At.Slice(1, 3)] = b), Changed(a, x => x[.., 1..3] = b)]),
        Of("put(a, S[..., ::2], 1.5)", Real(3, 4), a => [Changed(a, x => x[At.Ellipsis, At.Slice(step: 2)] = 1.5), Changed(a, x => x.index_put_(1.5, At.Ellipsis, At.Slice(step: 2)))]),
        Of("put(a, S[1, :], b)", Real(3, 4), Real(1, 4), (a, b) => [Changed(a, x => x[1, ..] = b)]).Named("assignment of more dimensions than there are"),
        Of("put(a, b, c)", Real(4, 3), Indices(3, 0), Real(2, 3), (a, b, c) => [Changed(a, x => x[b] = c), Changed(a, x => x.index_put_(c, b)), Changed(a, x => x[At.Tensor(b)] = c)]),
        Of("put(a, S[:, b], c)", Real(2, 4), Indices(3, 0), Real(2, 2), (a, b, c) => [Changed(a, x => x[At.Colon, At.Tensor(b)] = c)]),
        Of("put(a, b, 1.5)", Real(3, 4), Mask(3, 4), (a, b) => [Changed(a, x => x.index_put_((Scalar)1.5, At.Tensor(b))), Changed(a, x => x[At.Tensor(b)] = tensor(1.5).to(a))]).Named("put at a mask"),
        Of("put(a, S[1:, b], 2)", Whole(0, 9, 3, 4), Mask(4), (a, b) => [Changed(a, x => x[At.Slice(1), At.Tensor(b)] = 2L)]).Named("put of a whole number"),

        Of("index_select(a, 1, b)", Real(3, 4), Indices(3, 0, 0), (a, b) => [a.index_select(1, b), index_select(a, 1, b)]),
        Of("index_add(a, 0, b, c, alpha=0.5)", Real(3, 4), Indices(2, 0, 2), Real(3, 4), (a, b, c) => [a.index_add(0, b, c, 0.5), index_add(a, 0, b, c, 0.5), a.clone().index_add_(0, b, c, 0.5)]),
        Of("index_copy(a, 0, b, c)", Real(3, 4), Indices(2, 0), Real(2, 4), (a, b, c) => [a.index_copy(0, b, c), index_copy(a, 0, b, c), a.clone().index_copy_(0, b, c)]),
        Of("gather(a, 1, b)", Real(3, 4), Whole(0, 4, 3, 2), (a, b) => [a.gather(1, b), gather(a, 1, b)]),
        Of("scatter(a, 1, b.expand(3, 2), c)", Real(3, 4), Indices(3, 1), Real(3, 2), (a, b, c) => [a.scatter(1, b.expand(3, 2), c), scatter(a, 1, b.expand(3, 2), c), a.clone().scatter_(1, b.expand(3, 2), c)]),
        Of("scatter_add(a, 1, b, c)", Real(3, 4), Whole(0, 4, 3, 3), Real(3, 3), (a, b, c) => [a.scatter_add(1, b, c), scatter_add(a, 1, b, c), a.clone().scatter_add_(1, b, c)]),
        Of("take(a, b)", Real(3, 4), Whole(0, 12, 2, 3), (a, b) => [a.take(b), take(a, b)]),
        Of("nonzero(a)", Mask(3, 4), a => [a.nonzero(), nonzero(a)]),
    ];

    private static Tensor Changed(Tensor original, Action<Tensor> change)
    {
        Tensor copy = original.clone();
        change(copy);
        return copy;
    }
}
