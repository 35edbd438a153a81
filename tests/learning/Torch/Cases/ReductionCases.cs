using TorchSharp;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Sums, means, extremes and the like, of all elements and along dimensions.</summary>
internal static class ReductionCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("sum(a)", Real(3, 4), a => [a.sum(), sum(a)]),
        Of("sum(a, 1)", Real(3, 4), a => [a.sum(1), sum(a, 1)]),
        Of("sum(a, -2, True)", Real(3, 4), a => [a.sum(-2, true), sum(a, -2, true)]),
        Of("sum(a, (0, 2))", Real(3, 4, 2), a => [a.sum([0, 2]), a.sum(new long[] { 0, 2 }), a.sum((ReadOnlySpan<long>)[0, 2]), sum(a, [0, 2])]),
        Of("sum(a, (0, 2), keepdim=True, dtype=torch.float64)", Real(3, 4, 2), a => [a.sum([0, 2], true, float64), sum(a, [0, 2], true, float64)]),
        Of("(sum(a), sum(a, 0), sum(a, dtype=torch.float32))", Whole(-9, 9, 3, 4), a => [a.sum(), a.sum(0L), a.sum(float32)]),
        Of("sum(a)", Mask(3, 4), a => [a.sum()]).Named("sum of truths"),
        Of("mean(a)", Real(3, 4), a => [a.mean(), mean(a)]),
        Of("mean(a, (0, -1))", Real(3, 4, 2), a => [a.mean([0, -1]), mean(a, [0, -1])]),
        Of("mean(a, 1, keepdim=True, dtype=torch.float64)", Real(3, 4), a => [a.mean([1], true, float64), mean(a, [1], true, float64)]),
        Of("nansum(a)", Holes(false, 3, 4), a => [a.nansum(), nansum(a)]),
        Of("nanmean(a)", Holes(false, 3, 4), a => [a.nanmean(), nanmean(a)]),
        Of("nanmean(a, 0, True)", Holes(false, 3, 4), a => [a.nanmean(0, true), nanmean(a, 0, true)]),
        Of("nanmean(a * b)", Holes(false, 3, 4), Real(4), (a, b) => [nanmean(a * b)]).Rough(),
        Of("std(a)", Real(3, 4), a => [a.std(), std(a), a.std(true)]),
        Of("std(a, unbiased=False)", Real(3, 4), a => [a.std(false), std(a, false)]),
        Of("std(a, 1, unbiased=False, keepdim=True)", Real(3, 4), a => [a.std(1, false, true), std(a, 1, false, true)]),
        Of("std(a, (0, 2))", Real(3, 4, 2), a => [a.std([0, 2]), std(a, [0, 2])]),
        Of("var(a)", Real(3, 4), a => [a.var(), torch.var(a)]),
        Of("var(a, unbiased=False)", Real(3, 4), a => [a.var(false), torch.var(a, false)]),
        Of("var(a, 1)", Real(3, 4), a => [a.var(1), torch.var(a, 1)]),
        Of("var(a, (0, 2), unbiased=False, keepdim=True)", Real(3, 4, 2), a => [a.var([0, 2], false, true), torch.var(a, [0, 2], false, true)]),
        Of("max(a)", Real(3, 4), a => [a.max(), max(a)]),
        Of("max(a, 1)", Real(3, 4), a => [.. Two(a.max(1)), .. Two(max(a, 1))]),
        Of("max(a, 0, True)", Whole(0, 90, 3, 4), a => [.. Two(a.max(0, true)), .. Two(max(a, 0, true))]),
        Of("amax(a, (0, 2), True)", Real(3, 4, 2), a => [a.amax([0, 2], true)]),
        Of("argmax(a)", Real(3, 4), a => [a.argmax(), argmax(a)]),
        Of("argmax(a, -1, True)", Real(3, 4), a => [a.argmax(-1, true), argmax(a, -1, true)]),
        Of("min(a)", Real(3, 4), a => [a.min(), min(a)]),
        Of("min(a, 1)", Real(3, 4), a => [.. Two(a.min(1)), .. Two(min(a, 1))]),
        Of("amin(a, 1)", Real(3, 4, 2), a => [a.amin([1])]),
        Of("argmin(a)", Real(3, 4), a => [a.argmin(), argmin(a)]),
        Of("argmin(a, 0)", Real(3, 4), a => [a.argmin(0), argmin(a, 0)]),
        Of("median(a)", Real(3, 4), a => [a.median(), median(a)]),
        Of("(all(a), all(a > -9))", Mask(3, 4), a => [a.all(), (a > -9).all(), all(a), all(a > -9)]),
        Of("all(a, 0, True)", Mask(2, 4), a => [a.all(0, true), all(a, 0, true)]),
        Of("(any(a), any(a < -9))", Mask(3, 4), a => [a.any(), (a < -9).any(), any(a), any(a < -9)]),
        Of("any(a, 1)", Mask(5, 2), a => [a.any(1), any(a, 1)]),
        Of("cumsum(a, 1)", Real(3, 4), a => [a.cumsum(1), cumsum(a, 1)]),
        Of("cumsum(a, 0, dtype=torch.float64)", Whole(-9, 9, 3, 4), a => [a.cumsum(0, float64), cumsum(a, 0, float64)]),
        Of("cumprod(a, 1)", Real(3, 4), a => [a.cumprod(1), cumprod(a, 1)]),
        Of("logsumexp(a, 1)", Real(3, 4), a => [a.logsumexp(1), logsumexp(a, 1)]),
        Of("logsumexp(a, 0, True)", Real(3, 4), a => [a.logsumexp(0, true), logsumexp(a, 0, true)]),
        Of("logcumsumexp(a, 1)", Real(3, 4), a => [a.logcumsumexp(1), logcumsumexp(a, 1)]),
        Of("softmax(a, 1)", Real(3, 4), a => [a.softmax(1), softmax(a, 1)]),
        Of("softmax(a, 0, dtype=torch.float64)", Real(3, 4), a => [a.softmax(0, float64), softmax(a, 0, float64)]),
        Of("log_softmax(a, -1)", Real(3, 4), a => [a.log_softmax(-1)]),
        Of("quantile(a, tensor([0.1, 0.5, 0.9], dtype=torch.float64).to(a))", Real(3, 5), a => [a.flatten().quantile(tensor(new[] { 0.1, 0.5, 0.9 }).to(a)), quantile(a.flatten(), tensor(new[] { 0.1, 0.5, 0.9 }).to(a))]),
        Of("quantile(a, tensor([0.25, 0.6], dtype=torch.float64).to(a), 1, True)", Real(3, 5), a => [a.quantile(tensor(new[] { 0.25, 0.6 }).to(a), 1, true), quantile(a, tensor(new[] { 0.25, 0.6 }).to(a), 1, true)]),
        Of("nanquantile(a, tensor([0.25, 0.6], dtype=torch.float64).to(a), 1)", Holes(false, 3, 5), a => [a.nanquantile(tensor(new[] { 0.25, 0.6 }).to(a), 1), nanquantile(a, tensor(new[] { 0.25, 0.6 }).to(a), 1)]),
        Of("norm(a)", Real(3, 4), a => [a.norm()]),
        Of("norm(a, 1)", Real(3, 4), a => [a.norm(1f)]),
        Of("norm(a, float('inf'))", Real(3, 4), a => [a.norm(float.PositiveInfinity)]),
        Of("norm(a, 3, 1, True)", Real(3, 4), a => [a.norm(1, true, 3f)]),
        Of("count_nonzero(a)", Whole(0, 3, 3, 4), a => [a.count_nonzero()]),
        Of("count_nonzero(a, 1)", Whole(0, 3, 3, 4), a => [a.count_nonzero([1])]),
        Of("diff(a)", Real(3, 5), a => [a.diff(), diff(a)]),
        Of("diff(a, 2, 0, b, c)", Real(3, 4), Real(1, 4), Real(2, 4), (a, b, c) => [a.diff(2, 0, b, c), diff(a, 2, 0, b, c)]),
    ];

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];
}
