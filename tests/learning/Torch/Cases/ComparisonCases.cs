using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Comparisons, masks, order.</summary>
internal static class ComparisonCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("a == b", Whole(0, 3, 3, 4), Whole(0, 3, 4), (a, b) => [a.eq(b), eq(a, b), a == b]),
        Of("a != b", Whole(0, 3, 3, 4), Whole(0, 3, 4), (a, b) => [a.ne(b), ne(a, b), a != b]),
        Of("a < b", Whole(0, 3, 3, 4), Real(4), (a, b) => [a.lt(b), lt(a, b), a < b]),
        Of("a <= b", Whole(0, 3, 3, 4), Whole(0, 3, 4), (a, b) => [a.le(b), le(a, b), a <= b]),
        Of("a > b", Whole(0, 3, 3, 4), Whole(0, 3, 4), (a, b) => [a.gt(b), gt(a, b), a > b]),
        Of("a >= b", Whole(0, 3, 3, 4), Whole(0, 3, 4), (a, b) => [a.ge(b), ge(a, b), a >= b]),
        Of("a == 1", Whole(0, 3, 3, 4), a => [a.eq(1), eq(a, 1), a == 1, 1 == a]),
        Of("a != 1", Whole(0, 3, 3, 4), a => [a.ne(1), ne(a, 1), a != 1, 1 != a]),
        Of("a < 1", Whole(0, 3, 3, 4), a => [a.lt(1), lt(a, 1), a < 1, 1 > a]),
        Of("a <= 1", Whole(0, 3, 3, 4), a => [a.le(1), le(a, 1), a <= 1, 1 >= a]),
        Of("a > 1", Whole(0, 3, 3, 4), a => [a.gt(1), gt(a, 1), a > 1, 1 < a]),
        Of("a >= 1", Whole(0, 3, 3, 4), a => [a.ge(1), ge(a, 1), a >= 1, 1 <= a]),
        Of("(a > 0.5, a == 0.25, a != a)", Holes(true, 3, 4), a => [a > 0.5, a == 0.25, a.ne(a)]),
        Of("isclose(a, a + 1e-6 * b)", Real(3, 4), Real(3, 4), (a, b) => [a.isclose(a + (1e-6 * b)), isclose(a, a + (1e-6 * b))]),
        Of("isclose(a, a + 0.1 * b, 0.02, 0.05, True)", Holes(true, 3, 4), Real(3, 4), (a, b) => [a.isclose(a + (0.1 * b), 0.02, 0.05, true), isclose(a, a + (0.1 * b), 0.02, 0.05, true)]),
        Of("tensor([allclose(a, b), allclose(a, a + 1e-9), allclose(a, a + 0.1, 0, 0.2)])", Real(3, 4), Real(3, 4), (a, b) =>
            [tensor(new[] { a.allclose(b), a.allclose(a + 1e-9), a.allclose(a + 0.1, 0, 0.2) }), tensor(new[] { allclose(a, b), allclose(a, a + 1e-9), allclose(a, a + 0.1, 0, 0.2) })]),
        Of("a.masked_fill(b, -1.5)", Real(3, 4), Mask(4), (a, b) => [a.masked_fill(b, -1.5), a.clone().masked_fill_(b, -1.5)]),
        Of("masked_select(a, b)", Real(3, 4), Mask(3, 4), (a, b) => [a.masked_select(b), masked_select(a, b)]).Contiguous(),
        Of("argsort(a)", Real(3, 4), a => [a.argsort(), argsort(a)]),
        Of("argsort(a, 0, True)", Real(3, 4), a => [a.argsort(0, true), argsort(a, 0, true)]),
        Of("sort(a)", Real(3, 4), a => Two(a.sort())),
        Of("sort(a, dim=0, descending=True)", Real(3, 4), a => Two(a.sort(0, true))),
        Of("sort(a, dim=0, stable=True)", Whole(0, 3, 9, 2), a => Two(a.sort(0, stable: true))),
        Of("topk(a, 2)", Real(3, 4), a => [.. Two(a.topk(2)), .. Two(topk(a, 2))]),
        Of("topk(a, 2, 0, False)", Real(3, 4), a => [.. Two(a.topk(2, 0, false)), .. Two(topk(a, 2, 0, false))]),
        Of("bucketize(a, tensor([-1.0, 0.0, 0.5]).to(a))", Real(3, 4), a => [a.bucketize(tensor(new[] { -1.0, 0.0, 0.5 }).to(a)), bucketize(a, tensor(new[] { -1.0, 0.0, 0.5 }).to(a))]),
        Of("bucketize(a, tensor([1, 2, 5]), out_int32=True, right=True)", Whole(0, 7, 3, 4), a => [a.bucketize(tensor(new[] { 1L, 2, 5 }), true, true)]),
    ];

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];
}
