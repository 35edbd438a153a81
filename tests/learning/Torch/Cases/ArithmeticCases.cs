using TorchSharp;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Arithmetic of two tensors or of a tensor and a number, with broadcasting and with elements of different types.</summary>
internal static class ArithmeticCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("a + b", Real(3, 4), Real(4), (a, b) => [a.add(b), add(a, b), a.clone().add_(b), a + b]),
        Of("b + a", Real(3, 4), Real(3, 1), (a, b) => [b + a, add(b, a)]).Named("b + a, b [3, 1]"),
        Of("a + 1.5", Real(3, 4), a => [a.add(1.5), add(a, 1.5), a.clone().add_(1.5), a + 1.5, 1.5 + a]),
        Of("add(a, b, alpha=-0.3)", Real(3, 4), Real(2, 3, 4), (a, b) => [a.add(b, -0.3), add(a, b, -0.3)]),
        Of("add(b, a, alpha=2.5)", Real(3, 4), Real(2, 3, 4), (a, b) => [b.clone().add_(a, 2.5)]),
        Of("a - b", Real(3, 4), Real(4), (a, b) => [a.sub(b), sub(a, b), a.clone().sub_(b), a - b]),
        Of("a - 0.7", Real(3, 4), a => [a.sub(0.7), sub(a, 0.7), a.clone().sub_(0.7), a - 0.7]),
        Of("0.7 - a", Real(3, 4), a => [0.7 - a]),
        Of("a * b", Real(3, 4), Real(3, 1), (a, b) => [a.mul(b), mul(a, b), a.clone().mul_(b), a * b]),
        Of("a * -2.5", Real(3, 4), a => [a.mul(-2.5), mul(a, -2.5), a.clone().mul_(-2.5), a * -2.5, -2.5 * a]),
        Of("a / b", Real(3, 4), Positive(4), (a, b) => [a.div(b), div(a, b), a.clone().div_(b), a / b]),
        Of("a / 3", Real(3, 4), a => [a.div(3), div(a, 3), a.clone().div_(3), a / 3]),
        Of("3 / a", Positive(3, 4), a => [3 / a]),
        Of("a ** b", Positive(3, 4), Real(4), (a, b) => [a.pow(b), pow(a, b)]),
        Of("a ** 2.5", Positive(3, 4), a => [a.pow(2.5), pow(a, 2.5), a.clone().pow_(2.5)]),
        Of("a ** 3", Real(3, 4), a => [a.pow(3), pow(a, 3), a.clone().pow_(3)]),
        Of("a % b", Real(3, 4), Positive(4), (a, b) => [a.remainder(b), remainder(a, b), a.clone().remainder_(b), a % b]),
        Of("a % 0.8", Real(3, 4), a => [a.remainder(0.8), remainder(a, 0.8), a.clone().remainder_(0.8), a % 0.8]),
        Of("fmod(a, b)", Real(3, 4), Positive(4), (a, b) => [a.fmod(b), fmod(a, b), a.clone().fmod_(b)]),
        Of("fmod(a, 0.8)", Real(3, 4), a => [a.fmod(0.8), fmod(a, 0.8), a.clone().fmod_(0.8)]),
        Of("floor_divide(a, b)", Whole(-20, 20, 3, 4), Whole(1, 5, 4), (a, b) => [a.floor_divide(b), floor_divide(a, b)]),
        Of("floor_divide(a.detach(), b.detach())", Real(3, 4), Positive(4), (a, b) => [a.detach().floor_divide(b.detach())]).Forward(),
        Of("maximum(a, b)", Real(3, 4), Real(4), (a, b) => [a.maximum(b), maximum(a, b)]),
        Of("minimum(a, b)", Real(3, 4), Real(3, 1), (a, b) => [a.minimum(b), minimum(a, b)]),
        Of("fmax(a, b)", Holes(false, 3, 4), Real(4), (a, b) => [a.fmax(b), fmax(a, b)]),
        Of("fmin(a, b)", Holes(false, 3, 4), Real(4), (a, b) => [a.fmin(b), fmin(a, b)]),
        Of("atan2(a, b)", Real(3, 4), Real(4), (a, b) => [a.atan2(b), atan2(a, b)]),
        Of("hypot(a, b)", Real(3, 4), Real(4), (a, b) => [a.hypot(b), hypot(a, b)]),
        Of("logaddexp(a, b)", Real(3, 4), Real(4), (a, b) => [a.logaddexp(b), logaddexp(a, b)]),
        Of("copysign(a, b)", Real(3, 4), Real(4), (a, b) => [a.copysign(b), copysign(a, b)]),
        Of("xlogy(a, b)", Real(3, 4), Positive(4), (a, b) => [a.xlogy(b), xlogy(a, b)]),
        Of("addcmul(a, b, c, value=0.3)", Real(3, 4), Real(4), Real(3, 1), (a, b, c) => [a.addcmul(b, c, 0.3), addcmul(a, b, c, 0.3), a.clone().addcmul_(b, c, 0.3)]),
        Of("addcdiv(a, b, c, value=0.3)", Real(3, 4), Real(4), Positive(3, 1), (a, b, c) => [a.addcdiv(b, c, 0.3), addcdiv(a, b, c, 0.3), a.clone().addcdiv_(b, c, 0.3)]),
        Of("lerp(a, b, c)", Real(3, 4), Real(3, 4), Unit(3, 4), (a, b, c) => [a.lerp(b, c), lerp(a, b, c)]),
        Of("where(c, a, b)", Real(3, 4), Real(4), Mask(3, 1), (a, b, c) => [a.where(c, b), where(c, a, b)]),

        Of("logical_and(a, b)", Mask(3, 4), Mask(4), (a, b) => [a.logical_and(b), logical_and(a, b)]),
        Of("logical_or(a, b)", Mask(3, 4), Mask(4), (a, b) => [a.logical_or(b), logical_or(a, b)]),
        Of("logical_xor(a, b)", Mask(3, 4), Whole(0, 3, 4), (a, b) => [a.logical_xor(b), logical_xor(a, b)]),
        Of("a & b", Whole(-9, 9, 3, 4), Whole(0, 15, 4), (a, b) => [a.bitwise_and(b), bitwise_and(a, b), a & b]),
        Of("a | b", Whole(-9, 9, 3, 4), Whole(0, 15, 4), (a, b) => [a.bitwise_or(b), bitwise_or(a, b), a | b]),
        Of("a ^ b", Whole(-9, 9, 3, 4), Whole(0, 15, 4), (a, b) => [a.bitwise_xor(b), bitwise_xor(a, b), a ^ b]),
        Of("(a & b, a | b, a ^ b)", Mask(3, 4), Mask(3, 4), (a, b) => [a & b, a | b, a ^ b]),

        Of("(a + b, a * b, a - b)", Whole(-9, 9, 3, 4), RealAs(ScalarType.Float32, 4), (a, b) => [a + b, a * b, a - b]).Named("whole and single"),
        Of("(a + b, a * b, a / b)", Real(3, 4), RealAs(ScalarType.Float64, 4), (a, b) => [a + b, a * b, a / b]).Named("any and double"),
        Of("(a / b, a / 2, a * 2, a * 0.5, a + True)", Whole(-9, 9, 3, 4), Whole(1, 5, 4), (a, b) => [a / b, a / 2, a * 2, a * 0.5, a + true]).Named("whole numbers"),
        Of("(a + b, a * b, a / b)", WholeAs(ScalarType.Int32, -9, 9, 3, 4), Whole(1, 5, 4), (a, b) => [a + b, a * b, a / b]).Named("32 and 64 bits"),
        Of("(a + b, a * b, a - 1)", WholeAs(ScalarType.Byte, 0, 200, 3, 4), WholeAs(ScalarType.Byte, 0, 200, 4), (a, b) => [a + b, a * b, a - 1]).Named("bytes wrap"),
        Of("(a + b, a * b, a + 1, a * 0.5)", Mask(3, 4), Real(4), (a, b) => [a + b, a * b, a + 1, a * 0.5]).Named("truths and reals"),
        Of("(a + b[0], a * b[0])", RealAs(ScalarType.Float32, 3, 4), RealAs(ScalarType.Float64, 2), (a, b) => [a + b[0], a * b[0]]).Named("a scalar tensor does not promote"),
        Of("(2 / a, 2 - a, a % 3)", Whole(1, 9, 3, 4), a => [2 / a, 2 - a, a % 3]).Named("numbers and whole numbers"),

        Of("(a.float(), a.double(), a.long(), a.int(), a.bool(), a.byte())", Positive(3, 4), a => [a.@float(), a.@double(), a.@long(), a.@int(), a.@bool(), a.to(ScalarType.Byte)]).Rough(),
        Of("(a.float() * 2, a.to(dtype=torch.float64) ** 2)", Real(3, 4), a => [a.@float() * 2, a.to(float64).pow(2), a.to_type(float32) * 2, a.to_type(float64, copy: true).pow(2)]).Rough(),
        Of("a.type_as(b) * 2", Real(3, 4), RealAs(ScalarType.Float64, 2), (a, b) => [a.type_as(b) * 2, a.to(b) * 2, a.to(float64, CPU) * 2]),
        Of("a * 2", Real(3, 4), a => [a.to(CPU) * 2, a.to("cpu") * 2, a.to(DeviceType.CPU) * 2, a.cpu() * 2, a.to(a) * 2]).Named("a on the same device"),
        Of("a.clone().copy_(b)", Real(3, 4), Real(4), (a, b) => [a.clone().copy_(b)]),
        Of("a.clone().copy_(b)", RealAs(ScalarType.Float32, 3, 4), Whole(-5, 5, 4), (a, b) => [a.clone().copy_(b)]).Named("copy_ of whole numbers"),
    ];
}
