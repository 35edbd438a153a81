using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>The same elements in another shape, order or number.</summary>
internal static class ShapeCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("a.reshape(2, -1)", Real(3, 4), a => [a.reshape(2, -1), reshape(a, 2, -1)]),
        Of("a.view(4, 3)", Real(3, 4), a => [a.view(4, 3)]).Contiguous(),
        Of("a.view_as(b) * b", Real(3, 4), Real(2, 6), (a, b) => [a.view_as(b) * b]).Contiguous(),
        Of("a.flatten()", Real(3, 4), a => [a.flatten(), flatten(a)]),
        Of("flatten(a, 1)", Real(2, 3, 2), a => [a.flatten(1), flatten(a, 1)]),
        Of("transpose(a, 0, 2)", Real(2, 3, 4), a => [a.transpose(0, 2), transpose(a, 0, 2)]),
        Of("a.T", Real(3, 4), a => [a.t(), t(a), a.T]),
        Of("a.mT", Real(2, 3, 4), a => [a.mT]),
        Of("a.permute(2, 0, 1)", Real(2, 3, 4), a => [a.permute(2, 0, 1), permute(a, 2, 0, 1)]),
        Of("squeeze(a)", Real(1, 3, 1, 4), a => [a.squeeze(), squeeze(a)]),
        Of("squeeze(a, 2)", Real(1, 3, 1, 4), a => [a.squeeze(2), squeeze(a, 2)]),
        Of("unsqueeze(a, -1)", Real(3, 4), a => [a.unsqueeze(-1), unsqueeze(a, -1)]),
        Of("a.expand(2, -1, 4)", Real(3, 1), a => [a.expand(2, -1, 4)]),
        Of("a.expand_as(b) * b", Real(3, 1), Real(2, 3, 4), (a, b) => [a.expand_as(b) * b]),
        Of("a.repeat(2, 1, 3)", Real(3, 2), a => [a.repeat(2, 1, 3)]),
        Of("a.tile((2, 2))", Real(3, 2), a => [a.tile([2, 2])]),
        Of("broadcast_to(a, (2, 3, 4))", Real(3, 1), a => [a.broadcast_to(2, 3, 4)]),
        Of("repeat_interleave(a, 2)", Real(3, 2), a => [a.repeat_interleave(2), repeat_interleave(a, 2)]),
        Of("repeat_interleave(a, 2, 0)", Real(3, 2), a => [a.repeat_interleave(2, 0), repeat_interleave(a, 2, 0)]),
        Of("repeat_interleave(a, b, 0)", Real(3, 2), Indices(1, 0, 3), (a, b) => [a.repeat_interleave(b, 0), repeat_interleave(a, b, 0), a.repeat_interleave(b, 0, 4)]),
        Of("a.t().contiguous() * 2", Real(3, 4), a => [a.t().contiguous() * 2]),
        Of("a.clone() * 2", Real(3, 4), a => [a.clone() * 2, clone(a) * 2, a.alias() * 2]),
        Of("a.detach() * a", Real(3, 4), a => [a.detach() * a, (a * 1).detach_() * a]).Rough(),
        Of("flip(a, (0, 1))", Real(3, 4), a => [a.flip(0, 1), flip(a, 0, 1)]),
        Of("roll(a, (1, -2), (0, 1))", Real(3, 4), a => [a.roll([1, -2], [0, 1]), roll(a, [1, -2], [0, 1])]),
        Of("narrow(a, 1, 1, 2)", Real(3, 4), a => [a.narrow(1, 1, 2), narrow(a, 1, 1, 2)]),
        Of("a.unfold(1, 3, 2)", Real(2, 7), a => [a.unfold(1, 3, 2)]),
        Of("a.as_strided((2, 3), (1, 2), 1)", Real(3, 4), a => [a.as_strided([2, 3], [1, 2], 1)]).Contiguous(),
        Of("chunk(a, 3, 1)", Real(2, 7), a => [.. a.chunk(3, 1), .. chunk(a, 3, 1)]),
        Of("split(a, [2, 4, 1], 1)", Real(2, 7), a => [.. a.split([2, 4, 1], 1), .. split(a, [2, 4, 1], 1)]),
        Of("split(a, 3, 1)", Real(2, 7), a => [.. a.split(3, 1)]),
        Of("unbind(a, 1)", Real(3, 4), a => [.. a.unbind(1), .. unbind(a, 1)]),
        Of("movedim(a, (0, 1), (2, 0))", Real(2, 3, 4), a => [a.movedim([0, 1], [2, 0]), movedim(a, [0, 1], [2, 0])]),
        Of("cat((a, b))", Real(3, 4), Real(2, 4), (a, b) => [cat([a, b])]),
        Of("cat((a, b, a), -1)", Real(3, 4), Real(3, 1), (a, b) => [cat([a, b, a], -1)]),
        Of("cat((a, b))", Whole(0, 5, 3), Real(2), (a, b) => [cat([a, b])]).Named("cat of whole and real"),
        Of("stack((a, b), 1)", Real(3, 4), Real(3, 4), (a, b) => [stack([a, b], 1)]),
        Of("meshgrid(a, b, indexing='ij')", Real(3), Real(2), (a, b) => [.. meshgrid([a, b])]),
        Of("meshgrid(a, b, indexing='xy')", Real(3), Real(2), (a, b) => [.. meshgrid([a, b], "xy")]),
        Of("einsum('ij,kj->ik', a, b)", Real(3, 4), Real(2, 4), (a, b) => [einsum("ij,kj->ik", a, b)]),
        Of("tril(a, -1)", Real(3, 4), a => [a.tril(-1), tril(a, -1)]),
        Of("triu(a, 1)", Real(3, 4), a => [a.triu(1), triu(a, 1)]),
        Of("diag(a, 1)", Real(3, 4), a => [a.diag(1), diag(a, 1)]),
        Of("diag(a)", Real(3), a => [a.diag(), diag(a)]).Named("diag of a vector"),
        Of("tensor(a.shape)", Real(3, 4, 2), a => [tensor(a.shape), tensor(a.size()), tensor(new[] { a.size(0), a.size(-2), a.size(2) })]),
        Of("tensor(a.transpose(0, 2).stride())", Real(3, 4, 2), a => [tensor(a.transpose(0, 2).stride())]).Contiguous(),
        Of("tensor([a.numel(), a.dim(), a.element_size() if a.dtype == torch.float64 else 2 * a.element_size()])", Real(3, 4, 2), a =>
            [tensor(new[] { a.numel(), a.dim(), a.dtype == float64 ? a.element_size() : 2 * a.element_size() }), tensor(new[] { a.NumberOfElements, a.Dimensions, 8 }), tensor(new[] { a.NumberOfElements, a.ndim, 8 })]),
        Of("tensor([a.is_contiguous(), a.transpose(0, 1).is_contiguous(), a.is_floating_point(), (a > 0).is_floating_point()])", Real(3, 4), a =>
            [tensor(new[] { a.is_contiguous(), a.transpose(0, 1).is_contiguous(), a.is_floating_point(), (a > 0).is_floating_point() })]).Contiguous(),
    ];
}
