using TorchSharp;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Functions of each element: as a method, as a function, and in place.</summary>
internal static class PointwiseCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("abs(a)", Real(3, 4), a => [a.abs(), abs(a), a.clone().abs_()]),
        Of("neg(a)", Real(3, 4), a => [a.neg(), neg(a), a.clone().neg_(), -a]),
        Of("exp(a)", Real(3, 4), a => [a.exp(), exp(a), a.clone().exp_()]),
        Of("expm1(a)", Real(3, 4), a => [a.expm1(), expm1(a), a.clone().expm1_()]),
        Of("log(a)", Positive(3, 4), a => [a.log(), log(a), a.clone().log_()]),
        Of("log10(a)", Positive(3, 4), a => [a.log10(), log10(a), a.clone().log10_()]),
        Of("log2(a)", Positive(3, 4), a => [a.log2(), log2(a), a.clone().log2_()]),
        Of("log1p(a)", Positive(3, 4), a => [a.log1p(), log1p(a), a.clone().log1p_()]),
        Of("sqrt(a)", Positive(3, 4), a => [a.sqrt(), sqrt(a), a.clone().sqrt_()]),
        Of("rsqrt(a)", Positive(3, 4), a => [a.rsqrt(), rsqrt(a), a.clone().rsqrt_()]),
        Of("reciprocal(a)", Positive(3, 4), a => [a.reciprocal(), reciprocal(a), a.clone().reciprocal_()]),
        Of("sign(a)", Real(3, 4), a => [a.sign(), sign(a), a.clone().sign_()]),
        Of("floor(a)", Real(3, 4), a => [a.floor(), floor(a), a.clone().floor_()]),
        Of("ceil(a)", Real(3, 4), a => [a.ceil(), ceil(a), a.clone().ceil_()]),
        Of("trunc(a)", Real(3, 4), a => [a.trunc(), trunc(a), a.clone().trunc_()]),
        Of("round(a)", Real(3, 4), a => [a.round(), round(a), a.clone().round_()]),
        Of("frac(a)", Real(3, 4), a => [a.frac(), frac(a), a.clone().frac_()]),
        Of("sin(a)", Real(3, 4), a => [a.sin(), sin(a), a.clone().sin_()]),
        Of("cos(a)", Real(3, 4), a => [a.cos(), cos(a), a.clone().cos_()]),
        Of("tan(a)", Inner(3, 4), a => [a.tan(), tan(a), a.clone().tan_()]),
        Of("asin(a)", Inner(3, 4), a => [a.asin(), asin(a), a.clone().asin_()]),
        Of("acos(a)", Inner(3, 4), a => [a.acos(), acos(a), a.clone().acos_()]),
        Of("atan(a)", Real(3, 4), a => [a.atan(), atan(a), a.clone().atan_()]),
        Of("sinh(a)", Real(3, 4), a => [a.sinh(), sinh(a), a.clone().sinh_()]),
        Of("cosh(a)", Real(3, 4), a => [a.cosh(), cosh(a), a.clone().cosh_()]),
        Of("tanh(a)", Real(3, 4), a => [a.tanh(), tanh(a), a.clone().tanh_()]),
        Of("sigmoid(a)", Real(3, 4), a => [a.sigmoid(), sigmoid(a), a.clone().sigmoid_()]),
        Of("relu(a)", Real(3, 4), a => [a.relu(), a.clone().relu_(), nn.functional.relu(a)]),
        Of("erf(a)", Real(3, 4), a => [a.erf(), erf(a), a.clone().erf_()]),
        Of("erfc(a)", Real(3, 4), a => [a.erfc(), erfc(a), a.clone().erfc_()]),
        Of("erfinv(a)", Inner(3, 4), a => [a.erfinv(), a.clone().erfinv_()]),
        Of("lgamma(a)", Positive(3, 4), a => [a.lgamma(), lgamma(a), a.clone().lgamma_()]),
        Of("digamma(a)", Positive(3, 4), a => [a.digamma(), digamma(a), a.clone().digamma_()]),
        Of("square(a)", Real(3, 4), a => [a.square(), square(a)]),
        Of("angle(a)", Real(3, 4), a => [a.angle(), angle(a)]),
        Of("selu(a)", Real(3, 4), a => [a.selu(), a.clone().selu_()]),
        Of("F.silu(a)", Real(3, 4), a => [a.silu(), a.clone().silu_()]),
        Of("F.hardsigmoid(2 * a)", Real(3, 4), a => [(2 * a).hardsigmoid(), (2 * a).hardsigmoid_()]),
        Of("F.hardtanh(a, -0.5, 1.25)", Real(3, 4), a => [a.hardtanh(-0.5, 1.25)]),
        Of("F.logsigmoid(a)", Real(3, 4), a => [a.log_sigmoid()]),
        Of("F.softplus(a)", Real(3, 4), a => [a.softplus(), nn.functional.softplus(a)]),
        Of("F.softplus(a, 2.5, 3)", Real(3, 4), a => [nn.functional.softplus(a, 2.5, 3)]),
        Of("F.gelu(a)", Real(3, 4), a => [a.gelu()]),
        Of("F.leaky_relu(a, 0.2)", Real(3, 4), a => [a.leaky_relu(0.2)]),
        Of("F.elu(a, 0.7)", Real(3, 4), a => [a.elu(0.7, 1, 1)]),
        Of("torch._C._nn.elu(a, 0.7, 1.5, 0.5)", Real(3, 4), a => [a.elu(0.7, 1.5, 0.5)]),

        Of("isnan(a)", Holes(true, 3, 4), a => [a.isnan(), isnan(a)]),
        Of("isinf(a)", Holes(true, 3, 4), a => [a.isinf(), isinf(a)]),
        Of("isfinite(a)", Holes(true, 3, 4), a => [a.isfinite(), isfinite(a)]),
        Of("nan_to_num(a)", Holes(true, 3, 4), a => [a.nan_to_num()]),
        Of("nan_to_num(a, 1.5, 100.0, -50.0)", Holes(true, 3, 4), a => [a.nan_to_num(1.5, 100, -50)]),
        Of("logical_not(a)", Whole(0, 2, 3, 4), a => [a.logical_not(), logical_not(a)]),
        Of("a.clone().logical_not_()", Mask(3, 4), a => [a.clone().logical_not_()]),
        Of("bitwise_not(a)", Whole(-9, 9, 3, 4), a => [a.bitwise_not(), bitwise_not(a), ~a]),
        Of("~a", Mask(3, 4), a => [~a]),

        Of("clamp(a, -0.5, 1)", Real(3, 4), a => [a.clamp(-0.5, 1), clamp(a, -0.5, 1), a.clone().clamp_(-0.5, 1)]),
        Of("clamp(a, max=0.5)", Real(3, 4), a => [a.clamp(max: (Scalar)0.5), a.clamp_max(0.5), clamp_max(a, 0.5), a.clone().clamp_max_(0.5)]),
        Of("clamp(a, min=0.5)", Real(3, 4), a => [a.clamp(min: (Scalar)0.5), a.clamp_min(0.5), clamp_min(a, 0.5), a.clone().clamp_min_(0.5)]),
        Of("clamp(a, b, c)", Real(3, 4), Inner(4), Positive(3, 1), (a, b, c) => [a.clamp(b, b + c), clamp(a, b, b + c)]) with { Python = "clamp(a, b, b + c)" },
        Of("full_like(a, 2.5) + 0 * a", Real(3, 4), a => [a.clone().fill_(2.5) + (0 * a)]),
        Of("zeros_like(a) + 0 * a", Real(3, 4), a => [a.clone().zero_() + (0 * a)]),
    ];
}
