using TorchSharp;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Tensors from nothing, from arrays, and at random from the same seed.</summary>
internal static class CreationCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("zeros(3)", () => [zeros(3), zeros([3])]),
        Of("(zeros(2, 3), zeros(2, 3, 2), zeros(2, 1, 2, 1))", () => [zeros(2, 3), zeros(2, 3, 2), zeros(2, 1, 2, 1)]),
        Of("zeros(2, 3, dtype=torch.int64)", () => [zeros(2, 3, int64), zeros([2, 3], int64, CPU)]),
        Of("(ones(3), ones(2, 3), ones(2, 3, 2), ones(2, 1, 2, 1))", () => [ones(3), ones(2, 3), ones(2, 3, 2), ones(2, 1, 2, 1)]),
        Of("ones(2, 3, dtype=torch.bool)", () => [ones([2, 3], @bool)]),
        Of("zeros(2, 3)", () => [empty([2, 3]).zero_(), empty(2, 3).zero_()]).Named("empty, then zero"),
        Of("(zeros(2), zeros(2, 1, 2), zeros(1, 2, 1, 2))", () => [empty(2).zero_(), empty(2, 1, 2).zero_(), empty(1, 2, 1, 2).zero_()]).Named("empty in other dimensions"),
        Of("(full((2,), 2.5), full((2, 3), 2.5), full((2, 1, 2), 2.5), full((2, 1, 1, 2), 2.5))", () => [full(2, 2.5), full(2, 3, 2.5), full(2, 1, 2, 2.5), full([2, 1, 1, 2], 2.5)]),
        Of("full((2, 3), 7, dtype=torch.int64)", () => [full([2, 3], 7, int64)]),
        Of("(zeros_like(a), ones_like(a), full_like(a, 3), zeros_like(a))", Whole(0, 5, 2, 3), a => [zeros_like(a), ones_like(a), full_like(a, 3), empty_like(a).zero_()]),
        Of("(zeros_like(a, dtype=torch.float64), ones_like(a, dtype=torch.bool), full_like(a, 3, dtype=torch.int32))", Real(2, 3), a => [zeros_like(a, float64), ones_like(a, @bool), full_like(a, 3, int32)]),
        Of("(arange(5), arange(2, 7), arange(1, 10, 3), arange(0.5, 2, 0.5))", () => [arange(5), arange(2, 7), arange(1, 10, 3), arange(0.5, 2, 0.5)]),
        Of("arange(5, dtype=torch.float64)", () => [arange(5, float64), arange(0, 5, float64), arange(0, 5, 1, float64)]),
        Of("linspace(-1, 2, 7)", () => [linspace(-1, 2, 7)]),
        Of("linspace(-1, 2, 7, dtype=torch.float64)", () => [linspace(-1, 2, 7, float64)]),
        Of("(eye(3), eye(2, 4), eye(2, dtype=torch.int64))", () => [eye(3), eye(2, 4), eye(2, dtype: int64)]),

        Of("(tensor(True), tensor(3, dtype=torch.int32), tensor(4), tensor(1.5), tensor(2.5, dtype=torch.float64))", () => [tensor(true), tensor(3), tensor(4L), tensor(1.5f), tensor(2.5)]),
        Of("tensor([True, False])", () => [tensor(new[] { true, false }), tensor(new[] { true, false }, [2L])]),
        Of("tensor([1, -2], dtype=torch.int32)", () => [tensor(new[] { 1, -2 }), tensor(new[] { 1, -2 }, [2L])]),
        Of("tensor([1, -2])", () => [tensor(new[] { 1L, -2 }), tensor(new[] { 1L, -2 }, [2L])]),
        Of("tensor([1.5, -2])", () => [tensor(new[] { 1.5f, -2 }), tensor(new[] { 1.5f, -2 }, [2L])]),
        Of("tensor([1.5, -2], dtype=torch.float64)", () => [tensor(new[] { 1.5, -2 }), tensor(new[] { 1.5, -2 }, [2L]), tensor(new[] { 1.5f, -2 }, float64)]),
        Of("tensor([3, 200], dtype=torch.uint8)", () => [tensor(new byte[] { 3, 200 }), tensor(new byte[] { 3, 200 }, [2L])]),
        Of("tensor([[True, False], [False, False]])", () => [tensor(new[,] { { true, false }, { false, false } })]),
        Of("tensor([[1, 2, 3], [4, 5, 6]], dtype=torch.int32)", () => [tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }), tensor(new[] { 1, 2, 3, 4, 5, 6 }, [2L, 3])]),
        Of("tensor([[1, 2, 3], [4, 5, 6]])", () => [tensor(new[,] { { 1L, 2, 3 }, { 4, 5, 6 } })]),
        Of("tensor([[1.0, 2, 3], [4, 5, 6]])", () => [tensor(new[,] { { 1f, 2, 3 }, { 4, 5, 6 } })]),
        Of("tensor([[1.0, 2, 3], [4, 5, 6]], dtype=torch.float64)", () => [tensor(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } })]),
        Of("(tensor(1.5), tensor(2.5, dtype=torch.float64), tensor(3, dtype=torch.int32), tensor(4))", () => [(Tensor)1.5f, (Tensor)2.5, (Tensor)3, (Tensor)4L]).Named("numbers become tensors"),
        Of("tensor([1.5, 2, 3, 4, 1], dtype=torch.float64)", Whole(0, 2, 1), _ =>
            [tensor(new[] { (float)tensor(1.5f), (double)tensor(2.0), (int)tensor(3), (long)tensor(4L), (bool)tensor(true) ? 1.0 : 0.0 }),
             tensor(new[] { tensor(1.5).ToSingle(), tensor(2f).ToDouble(), tensor(3L).ToInt32(), tensor(4).ToInt64(), tensor(1f).ToBoolean() ? 1.0 : 0.0 })]).Named("tensors become numbers"),

        Of("rand(40)", () => [rand(40)]),
        Of("rand(5, 6)", () => [rand(5, 6)]),
        Of("(rand(2, 3, 4), rand(2, 1, 2, 3), rand(3))", () => [rand(2, 3, 4), rand(2, 1, 2, 3), rand([3])]),
        Of("rand(40, dtype=torch.float64)", () => [rand(40, float64)]),
        Of("randn(40)", () => [randn(40)]),
        Of("randn(3, 4)", () => [randn(3, 4)]),
        Of("(randn(2, 3, 4), randn(2, 1, 2, 3), randn(3, dtype=torch.float64))", () => [randn(2, 3, 4), randn(2, 1, 2, 3), randn([3], float64)]),
        Of("(rand_like(a), randn_like(a))", Real(3, 7), a => [rand_like(a), randn_like(a)]),
        Of("randint(-3, 9, (4, 5))", () => [randint(-3, 9, [4, 5])]),
        Of("randint(9, (4, 5))", () => [randint(9, [4, 5])]),
        Of("randperm(20)", () => [randperm(20)]),
        Of("bernoulli(a)", Unit(5, 6), a => [bernoulli(a)]).Forward().Contiguous(),
        Of("multinomial(a, 6, True)", Positive(3, 5), a => [multinomial(a, 6, true)]).Forward().Contiguous(),
        Of("multinomial(a, 3)", Positive(3, 5), a => [multinomial(a, 3)]).Forward().Contiguous(),
        Of("a.clone().normal_(1.5, 0.5)", Real(3, 4), a => [a.clone().normal_(1.5, 0.5)]).Contiguous(),
        Of("a.clone().uniform_(-1, 3)", Real(3, 4), a => [a.clone().uniform_(-1, 3)]).Contiguous(),
        Of("a.clone().bernoulli_(0.3)", Real(5, 6), a => [a.clone().bernoulli_(0.3)]).Contiguous(),
        Of("a.clone().exponential_(2)", Real(3, 4), a => [a.clone().exponential_(2)]).Contiguous(),
        Of("F.dropout(a, 0.4)", Real(5, 6), a => [nn.functional.dropout(a, 0.4)]),
        Of("F.dropout(a, 0.4, False)", Real(5, 6), a => [nn.functional.dropout(a, 0.4, false)]),
        Of("tensor([torch.initial_seed()])", () => [tensor(new[] { initial_seed() })]),
    ];
}
