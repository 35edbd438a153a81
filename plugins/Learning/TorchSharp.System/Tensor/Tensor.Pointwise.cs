namespace TorchSharp;

public static partial class torch
{
    /// <summary>Absolute value.</summary>
    public static Tensor abs(Tensor input) => input.abs();

    /// <summary>The negative.</summary>
    public static Tensor neg(Tensor input) => input.neg();

    /// <summary>The exponential.</summary>
    public static Tensor exp(Tensor input) => input.exp();

    /// <summary>The exponential less one, exact near zero.</summary>
    public static Tensor expm1(Tensor input) => input.expm1();

    /// <summary>The natural logarithm.</summary>
    public static Tensor log(Tensor input) => input.log();

    /// <summary>The logarithm to base ten.</summary>
    public static Tensor log10(Tensor input) => input.log10();

    /// <summary>The logarithm to base two.</summary>
    public static Tensor log2(Tensor input) => input.log2();

    /// <summary>The natural logarithm of one more, exact near zero.</summary>
    public static Tensor log1p(Tensor input) => input.log1p();

    /// <summary>The square root.</summary>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <summary>One over the square root.</summary>
    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    /// <summary>One over it.</summary>
    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    /// <summary>The sign: -1, 0 or 1.</summary>
    public static Tensor sign(Tensor input) => input.sign();

    /// <summary>Rounded down.</summary>
    public static Tensor floor(Tensor input) => input.floor();

    /// <summary>Rounded up.</summary>
    public static Tensor ceil(Tensor input) => input.ceil();

    /// <summary>Rounded towards zero.</summary>
    public static Tensor trunc(Tensor input) => input.trunc();

    /// <summary>The part behind the point.</summary>
    public static Tensor frac(Tensor input) => input.frac();

    /// <summary>The sine.</summary>
    public static Tensor sin(Tensor input) => input.sin();

    /// <summary>The cosine.</summary>
    public static Tensor cos(Tensor input) => input.cos();

    /// <summary>The tangent.</summary>
    public static Tensor tan(Tensor input) => input.tan();

    /// <summary>The arcsine.</summary>
    public static Tensor asin(Tensor input) => input.asin();

    /// <summary>The arccosine.</summary>
    public static Tensor acos(Tensor input) => input.acos();

    /// <summary>The arctangent.</summary>
    public static Tensor atan(Tensor input) => input.atan();

    /// <summary>The hyperbolic sine.</summary>
    public static Tensor sinh(Tensor input) => input.sinh();

    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor cosh(Tensor input) => input.cosh();

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <summary>The logistic function 1 / (1 + exp(-x)).</summary>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <summary>The error function.</summary>
    public static Tensor erf(Tensor input) => input.erf();

    /// <summary>One less the error function.</summary>
    public static Tensor erfc(Tensor input) => input.erfc();

    /// <summary>The logarithm of the gamma function.</summary>
    public static Tensor lgamma(Tensor input) => input.lgamma();

    /// <summary>The derivative of lgamma.</summary>
    public static Tensor digamma(Tensor input) => input.digamma();

    /// <summary>Not.</summary>
    public static Tensor logical_not(Tensor input) => input.logical_not();

    /// <summary>Whether it is no number.</summary>
    public static Tensor isnan(Tensor input) => input.isnan();

    /// <summary>Whether it is infinite.</summary>
    public static Tensor isinf(Tensor tensor) => tensor.isinf();

    /// <summary>Whether it is a finite number.</summary>
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    /// <summary>Rounded to the nearest whole number, halves to the even one.</summary>
    public static Tensor round(Tensor input) => input.round();

    /// <summary>The square.</summary>
    public static Tensor square(Tensor input) => input.square();

    /// <summary>The angle: 0, or pi where negative.</summary>
    public static Tensor angle(Tensor input) => input.angle();

    /// <summary>The sum.</summary>
    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    /// <summary>The sum.</summary>
    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    /// <summary>The difference.</summary>
    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    /// <summary>The difference.</summary>
    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    /// <summary>The sum with a multiple of another.</summary>
    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    /// <summary>The product.</summary>
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    /// <summary>The product.</summary>
    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    /// <summary>The quotient.</summary>
    public static Tensor div(Tensor left, Tensor right) => left.div(right);

    /// <summary>The quotient.</summary>
    public static Tensor div(Tensor left, Scalar right) => left.div(right);

    /// <summary>The power.</summary>
    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    /// <summary>The power.</summary>
    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    /// <summary>The remainder of the division, with the sign of the divisor.</summary>
    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    /// <summary>The remainder of the division, with the sign of the divisor.</summary>
    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    /// <summary>The remainder of the division, with the sign of the dividend.</summary>
    public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);

    /// <summary>The remainder of the division, with the sign of the dividend.</summary>
    public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);

    /// <summary>The quotient, rounded down.</summary>
    public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

    /// <summary>The larger of two, no number where either is none.</summary>
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    /// <summary>The smaller of two, no number where either is none.</summary>
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    /// <summary>The larger of two, ignoring what is no number.</summary>
    public static Tensor fmax(Tensor input, Tensor other) => input.fmax(other);

    /// <summary>The smaller of two, ignoring what is no number.</summary>
    public static Tensor fmin(Tensor input, Tensor other) => input.fmin(other);

    /// <summary>The angle of the point (other, this).</summary>
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    /// <summary>The square root of the sum of squares.</summary>
    public static Tensor hypot(Tensor left, Tensor right) => left.hypot(right);

    /// <summary>The logarithm of the sum of exponentials.</summary>
    public static Tensor logaddexp(Tensor left, Tensor right) => left.logaddexp(right);

    /// <summary>With the sign of another.</summary>
    public static Tensor copysign(Tensor input, Tensor other) => input.copysign(other);

    /// <summary>x log(y), zero where x is zero.</summary>
    public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

    /// <summary>The sum with a multiple of the product of two others.</summary>
    public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcmul(tensor1, tensor2, value);

    /// <summary>The sum with a multiple of the quotient of two others.</summary>
    public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) => input.addcdiv(tensor1, tensor2, value);

    /// <summary>Between it and another, by a weight.</summary>
    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    /// <summary>Held between two bounds.</summary>
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    /// <summary>Held between two bounds.</summary>
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    /// <summary>Held above a bound.</summary>
    public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

    /// <summary>Held below a bound.</summary>
    public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

    /// <summary>Both.</summary>
    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    /// <summary>Either.</summary>
    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    /// <summary>One and not the other.</summary>
    public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);

    /// <summary>The bits of both.</summary>
    public static Tensor bitwise_and(Tensor left, Tensor right) => left.bitwise_and(right);

    /// <summary>The bits of either.</summary>
    public static Tensor bitwise_or(Tensor left, Tensor right) => left.bitwise_or(right);

    /// <summary>The bits of one and not the other.</summary>
    public static Tensor bitwise_xor(Tensor left, Tensor right) => left.bitwise_xor(right);

    /// <summary>The other bits.</summary>
    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    public partial class Tensor
    {
        private static readonly Operator OpAbs = new("aten::abs");
        private static readonly Operator OpAbsInPlace = new("aten::abs_");
        private static readonly Operator OpNeg = new("aten::neg");
        private static readonly Operator OpNegInPlace = new("aten::neg_");
        private static readonly Operator OpExp = new("aten::exp");
        private static readonly Operator OpExpInPlace = new("aten::exp_");
        private static readonly Operator OpExpm1 = new("aten::expm1");
        private static readonly Operator OpExpm1InPlace = new("aten::expm1_");
        private static readonly Operator OpLog = new("aten::log");
        private static readonly Operator OpLogInPlace = new("aten::log_");
        private static readonly Operator OpLog10 = new("aten::log10");
        private static readonly Operator OpLog10InPlace = new("aten::log10_");
        private static readonly Operator OpLog2 = new("aten::log2");
        private static readonly Operator OpLog2InPlace = new("aten::log2_");
        private static readonly Operator OpLog1p = new("aten::log1p");
        private static readonly Operator OpLog1pInPlace = new("aten::log1p_");
        private static readonly Operator OpSqrt = new("aten::sqrt");
        private static readonly Operator OpSqrtInPlace = new("aten::sqrt_");
        private static readonly Operator OpRsqrt = new("aten::rsqrt");
        private static readonly Operator OpRsqrtInPlace = new("aten::rsqrt_");
        private static readonly Operator OpReciprocal = new("aten::reciprocal");
        private static readonly Operator OpReciprocalInPlace = new("aten::reciprocal_");
        private static readonly Operator OpSign = new("aten::sign");
        private static readonly Operator OpSignInPlace = new("aten::sign_");
        private static readonly Operator OpFloor = new("aten::floor");
        private static readonly Operator OpFloorInPlace = new("aten::floor_");
        private static readonly Operator OpCeil = new("aten::ceil");
        private static readonly Operator OpCeilInPlace = new("aten::ceil_");
        private static readonly Operator OpTrunc = new("aten::trunc");
        private static readonly Operator OpTruncInPlace = new("aten::trunc_");
        private static readonly Operator OpFrac = new("aten::frac");
        private static readonly Operator OpFracInPlace = new("aten::frac_");
        private static readonly Operator OpSin = new("aten::sin");
        private static readonly Operator OpSinInPlace = new("aten::sin_");
        private static readonly Operator OpCos = new("aten::cos");
        private static readonly Operator OpCosInPlace = new("aten::cos_");
        private static readonly Operator OpTan = new("aten::tan");
        private static readonly Operator OpTanInPlace = new("aten::tan_");
        private static readonly Operator OpAsin = new("aten::asin");
        private static readonly Operator OpAsinInPlace = new("aten::asin_");
        private static readonly Operator OpAcos = new("aten::acos");
        private static readonly Operator OpAcosInPlace = new("aten::acos_");
        private static readonly Operator OpAtan = new("aten::atan");
        private static readonly Operator OpAtanInPlace = new("aten::atan_");
        private static readonly Operator OpSinh = new("aten::sinh");
        private static readonly Operator OpSinhInPlace = new("aten::sinh_");
        private static readonly Operator OpCosh = new("aten::cosh");
        private static readonly Operator OpCoshInPlace = new("aten::cosh_");
        private static readonly Operator OpTanh = new("aten::tanh");
        private static readonly Operator OpTanhInPlace = new("aten::tanh_");
        private static readonly Operator OpSigmoid = new("aten::sigmoid");
        private static readonly Operator OpSigmoidInPlace = new("aten::sigmoid_");
        private static readonly Operator OpRelu = new("aten::relu");
        private static readonly Operator OpReluInPlace = new("aten::relu_");
        private static readonly Operator OpErf = new("aten::erf");
        private static readonly Operator OpErfInPlace = new("aten::erf_");
        private static readonly Operator OpErfc = new("aten::erfc");
        private static readonly Operator OpErfcInPlace = new("aten::erfc_");
        private static readonly Operator OpErfinv = new("aten::erfinv");
        private static readonly Operator OpErfinvInPlace = new("aten::erfinv_");
        private static readonly Operator OpLgamma = new("aten::lgamma");
        private static readonly Operator OpLgammaInPlace = new("aten::lgamma_");
        private static readonly Operator OpDigamma = new("aten::digamma");
        private static readonly Operator OpDigammaInPlace = new("aten::digamma_");
        private static readonly Operator OpLogicalNot = new("aten::logical_not");
        private static readonly Operator OpLogicalNotInPlace = new("aten::logical_not_");
        private static readonly Operator OpIsnan = new("aten::isnan");
        private static readonly Operator OpIsinf = new("aten::isinf");
        private static readonly Operator OpIsfinite = new("aten::isfinite");
        private static readonly Operator OpSelu = new("aten::selu");
        private static readonly Operator OpSeluInPlace = new("aten::selu_");
        private static readonly Operator OpSilu = new("aten::silu");
        private static readonly Operator OpSiluInPlace = new("aten::silu_");
        private static readonly Operator OpHardsigmoid = new("aten::hardsigmoid");
        private static readonly Operator OpHardsigmoidInPlace = new("aten::hardsigmoid_");
        private static readonly Operator OpRound = new("aten::round");
        private static readonly Operator OpRoundInPlace = new("aten::round_");
        private static readonly Operator OpSquare = new("aten::square");
        private static readonly Operator OpAngle = new("aten::angle");
        private static readonly Operator OpLogSigmoid = new("aten::log_sigmoid");
        private static readonly Operator OpSoftplus = new("aten::softplus");
        private static readonly Operator OpGelu = new("aten::gelu");
        private static readonly Operator OpLeakyRelu = new("aten::leaky_relu");
        private static readonly Operator OpElu = new("aten::elu");
        private static readonly Operator OpHardtanh = new("aten::hardtanh");
        private static readonly Operator OpAddTensor = new("aten::add", "Tensor");
        private static readonly Operator OpAddTensorInPlace = new("aten::add_", "Tensor");
        private static readonly Operator OpAddScalar = new("aten::add", "Scalar");
        private static readonly Operator OpAddScalarInPlace = new("aten::add_", "Scalar");
        private static readonly Operator OpSubTensor = new("aten::sub", "Tensor");
        private static readonly Operator OpSubTensorInPlace = new("aten::sub_", "Tensor");
        private static readonly Operator OpSubScalar = new("aten::sub", "Scalar");
        private static readonly Operator OpSubScalarInPlace = new("aten::sub_", "Scalar");
        private static readonly Operator OpMulTensor = new("aten::mul", "Tensor");
        private static readonly Operator OpMulTensorInPlace = new("aten::mul_", "Tensor");
        private static readonly Operator OpMulScalar = new("aten::mul", "Scalar");
        private static readonly Operator OpMulScalarInPlace = new("aten::mul_", "Scalar");
        private static readonly Operator OpDivTensor = new("aten::div", "Tensor");
        private static readonly Operator OpDivTensorInPlace = new("aten::div_", "Tensor");
        private static readonly Operator OpDivScalar = new("aten::div", "Scalar");
        private static readonly Operator OpDivScalarInPlace = new("aten::div_", "Scalar");
        private static readonly Operator OpPowTensorTensor = new("aten::pow", "Tensor_Tensor");
        private static readonly Operator OpPowTensorScalar = new("aten::pow", "Tensor_Scalar");
        private static readonly Operator OpPowScalarInPlace = new("aten::pow_", "Scalar");
        private static readonly Operator OpRemainderTensor = new("aten::remainder", "Tensor");
        private static readonly Operator OpRemainderTensorInPlace = new("aten::remainder_", "Tensor");
        private static readonly Operator OpRemainderScalar = new("aten::remainder", "Scalar");
        private static readonly Operator OpRemainderScalarInPlace = new("aten::remainder_", "Scalar");
        private static readonly Operator OpFmodTensor = new("aten::fmod", "Tensor");
        private static readonly Operator OpFmodTensorInPlace = new("aten::fmod_", "Tensor");
        private static readonly Operator OpFmodScalar = new("aten::fmod", "Scalar");
        private static readonly Operator OpFmodScalarInPlace = new("aten::fmod_", "Scalar");
        private static readonly Operator OpFloorDivide = new("aten::floor_divide");
        private static readonly Operator OpMaximum = new("aten::maximum");
        private static readonly Operator OpMinimum = new("aten::minimum");
        private static readonly Operator OpFmax = new("aten::fmax");
        private static readonly Operator OpFmin = new("aten::fmin");
        private static readonly Operator OpAtan2 = new("aten::atan2");
        private static readonly Operator OpHypot = new("aten::hypot");
        private static readonly Operator OpLogaddexp = new("aten::logaddexp");
        private static readonly Operator OpCopysignTensor = new("aten::copysign", "Tensor");
        private static readonly Operator OpXlogyTensor = new("aten::xlogy", "Tensor");
        private static readonly Operator OpAddcmul = new("aten::addcmul");
        private static readonly Operator OpAddcmulInPlace = new("aten::addcmul_");
        private static readonly Operator OpAddcdiv = new("aten::addcdiv");
        private static readonly Operator OpAddcdivInPlace = new("aten::addcdiv_");
        private static readonly Operator OpLerpTensor = new("aten::lerp", "Tensor");
        private static readonly Operator OpClamp = new("aten::clamp");
        private static readonly Operator OpClampInPlace = new("aten::clamp_");
        private static readonly Operator OpClampTensor = new("aten::clamp", "Tensor");
        private static readonly Operator OpClampMin = new("aten::clamp_min");
        private static readonly Operator OpClampMinInPlace = new("aten::clamp_min_");
        private static readonly Operator OpClampMax = new("aten::clamp_max");
        private static readonly Operator OpClampMaxInPlace = new("aten::clamp_max_");
        private static readonly Operator OpNanToNum = new("aten::nan_to_num");
        private static readonly Operator OpLogicalAnd = new("aten::logical_and");
        private static readonly Operator OpLogicalOr = new("aten::logical_or");
        private static readonly Operator OpLogicalXor = new("aten::logical_xor");
        private static readonly Operator OpBitwiseAndTensor = new("aten::bitwise_and", "Tensor");
        private static readonly Operator OpBitwiseOrTensor = new("aten::bitwise_or", "Tensor");
        private static readonly Operator OpBitwiseXorTensor = new("aten::bitwise_xor", "Tensor");
        private static readonly Operator OpBitwiseNot = new("aten::bitwise_not");
        private static readonly Operator OpFillScalarInPlace = new("aten::fill_", "Scalar");
        private static readonly Operator OpZeroInPlace = new("aten::zero_");

        /// <summary>Absolute value.</summary>
        public Tensor abs() => OpAbs.One(this);

        /// <summary>Absolute value, in place.</summary>
        public Tensor abs_() => OpAbsInPlace.InPlace(this);

        /// <summary>The negative.</summary>
        public Tensor neg() => OpNeg.One(this);

        /// <summary>The negative, in place.</summary>
        public Tensor neg_() => OpNegInPlace.InPlace(this);

        /// <summary>The exponential.</summary>
        public Tensor exp() => OpExp.One(this);

        /// <summary>The exponential, in place.</summary>
        public Tensor exp_() => OpExpInPlace.InPlace(this);

        /// <summary>The exponential less one, exact near zero.</summary>
        public Tensor expm1() => OpExpm1.One(this);

        /// <summary>The exponential less one, exact near zero, in place.</summary>
        public Tensor expm1_() => OpExpm1InPlace.InPlace(this);

        /// <summary>The natural logarithm.</summary>
        public Tensor log() => OpLog.One(this);

        /// <summary>The natural logarithm, in place.</summary>
        public Tensor log_() => OpLogInPlace.InPlace(this);

        /// <summary>The logarithm to base ten.</summary>
        public Tensor log10() => OpLog10.One(this);

        /// <summary>The logarithm to base ten, in place.</summary>
        public Tensor log10_() => OpLog10InPlace.InPlace(this);

        /// <summary>The logarithm to base two.</summary>
        public Tensor log2() => OpLog2.One(this);

        /// <summary>The logarithm to base two, in place.</summary>
        public Tensor log2_() => OpLog2InPlace.InPlace(this);

        /// <summary>The natural logarithm of one more, exact near zero.</summary>
        public Tensor log1p() => OpLog1p.One(this);

        /// <summary>The natural logarithm of one more, exact near zero, in place.</summary>
        public Tensor log1p_() => OpLog1pInPlace.InPlace(this);

        /// <summary>The square root.</summary>
        public Tensor sqrt() => OpSqrt.One(this);

        /// <summary>The square root, in place.</summary>
        public Tensor sqrt_() => OpSqrtInPlace.InPlace(this);

        /// <summary>One over the square root.</summary>
        public Tensor rsqrt() => OpRsqrt.One(this);

        /// <summary>One over the square root, in place.</summary>
        public Tensor rsqrt_() => OpRsqrtInPlace.InPlace(this);

        /// <summary>One over it.</summary>
        public Tensor reciprocal() => OpReciprocal.One(this);

        /// <summary>One over it, in place.</summary>
        public Tensor reciprocal_() => OpReciprocalInPlace.InPlace(this);

        /// <summary>The sign: -1, 0 or 1.</summary>
        public Tensor sign() => OpSign.One(this);

        /// <summary>The sign: -1, 0 or 1, in place.</summary>
        public Tensor sign_() => OpSignInPlace.InPlace(this);

        /// <summary>Rounded down.</summary>
        public Tensor floor() => OpFloor.One(this);

        /// <summary>Rounded down, in place.</summary>
        public Tensor floor_() => OpFloorInPlace.InPlace(this);

        /// <summary>Rounded up.</summary>
        public Tensor ceil() => OpCeil.One(this);

        /// <summary>Rounded up, in place.</summary>
        public Tensor ceil_() => OpCeilInPlace.InPlace(this);

        /// <summary>Rounded towards zero.</summary>
        public Tensor trunc() => OpTrunc.One(this);

        /// <summary>Rounded towards zero, in place.</summary>
        public Tensor trunc_() => OpTruncInPlace.InPlace(this);

        /// <summary>The part behind the point.</summary>
        public Tensor frac() => OpFrac.One(this);

        /// <summary>The part behind the point, in place.</summary>
        public Tensor frac_() => OpFracInPlace.InPlace(this);

        /// <summary>The sine.</summary>
        public Tensor sin() => OpSin.One(this);

        /// <summary>The sine, in place.</summary>
        public Tensor sin_() => OpSinInPlace.InPlace(this);

        /// <summary>The cosine.</summary>
        public Tensor cos() => OpCos.One(this);

        /// <summary>The cosine, in place.</summary>
        public Tensor cos_() => OpCosInPlace.InPlace(this);

        /// <summary>The tangent.</summary>
        public Tensor tan() => OpTan.One(this);

        /// <summary>The tangent, in place.</summary>
        public Tensor tan_() => OpTanInPlace.InPlace(this);

        /// <summary>The arcsine.</summary>
        public Tensor asin() => OpAsin.One(this);

        /// <summary>The arcsine, in place.</summary>
        public Tensor asin_() => OpAsinInPlace.InPlace(this);

        /// <summary>The arccosine.</summary>
        public Tensor acos() => OpAcos.One(this);

        /// <summary>The arccosine, in place.</summary>
        public Tensor acos_() => OpAcosInPlace.InPlace(this);

        /// <summary>The arctangent.</summary>
        public Tensor atan() => OpAtan.One(this);

        /// <summary>The arctangent, in place.</summary>
        public Tensor atan_() => OpAtanInPlace.InPlace(this);

        /// <summary>The hyperbolic sine.</summary>
        public Tensor sinh() => OpSinh.One(this);

        /// <summary>The hyperbolic sine, in place.</summary>
        public Tensor sinh_() => OpSinhInPlace.InPlace(this);

        /// <summary>The hyperbolic cosine.</summary>
        public Tensor cosh() => OpCosh.One(this);

        /// <summary>The hyperbolic cosine, in place.</summary>
        public Tensor cosh_() => OpCoshInPlace.InPlace(this);

        /// <summary>The hyperbolic tangent.</summary>
        public Tensor tanh() => OpTanh.One(this);

        /// <summary>The hyperbolic tangent, in place.</summary>
        public Tensor tanh_() => OpTanhInPlace.InPlace(this);

        /// <summary>The logistic function 1 / (1 + exp(-x)).</summary>
        public Tensor sigmoid() => OpSigmoid.One(this);

        /// <summary>The logistic function 1 / (1 + exp(-x)), in place.</summary>
        public Tensor sigmoid_() => OpSigmoidInPlace.InPlace(this);

        /// <summary>Nothing below zero.</summary>
        public Tensor relu() => OpRelu.One(this);

        /// <summary>Nothing below zero, in place.</summary>
        public Tensor relu_() => OpReluInPlace.InPlace(this);

        /// <summary>The error function.</summary>
        public Tensor erf() => OpErf.One(this);

        /// <summary>The error function, in place.</summary>
        public Tensor erf_() => OpErfInPlace.InPlace(this);

        /// <summary>One less the error function.</summary>
        public Tensor erfc() => OpErfc.One(this);

        /// <summary>One less the error function, in place.</summary>
        public Tensor erfc_() => OpErfcInPlace.InPlace(this);

        /// <summary>The inverse of the error function.</summary>
        public Tensor erfinv() => OpErfinv.One(this);

        /// <summary>The inverse of the error function, in place.</summary>
        public Tensor erfinv_() => OpErfinvInPlace.InPlace(this);

        /// <summary>The logarithm of the gamma function.</summary>
        public Tensor lgamma() => OpLgamma.One(this);

        /// <summary>The logarithm of the gamma function, in place.</summary>
        public Tensor lgamma_() => OpLgammaInPlace.InPlace(this);

        /// <summary>The derivative of lgamma.</summary>
        public Tensor digamma() => OpDigamma.One(this);

        /// <summary>The derivative of lgamma, in place.</summary>
        public Tensor digamma_() => OpDigammaInPlace.InPlace(this);

        /// <summary>Not.</summary>
        public Tensor logical_not() => OpLogicalNot.One(this);

        /// <summary>Not, in place.</summary>
        public Tensor logical_not_() => OpLogicalNotInPlace.InPlace(this);

        /// <summary>Whether it is no number.</summary>
        public Tensor isnan() => OpIsnan.One(this);

        /// <summary>Whether it is infinite.</summary>
        public Tensor isinf() => OpIsinf.One(this);

        /// <summary>Whether it is a finite number.</summary>
        public Tensor isfinite() => OpIsfinite.One(this);

        /// <summary>The scaled exponential linear unit.</summary>
        public Tensor selu() => OpSelu.One(this);

        /// <summary>The scaled exponential linear unit, in place.</summary>
        public Tensor selu_() => OpSeluInPlace.InPlace(this);

        /// <summary>x times its logistic function.</summary>
        public Tensor silu() => OpSilu.One(this);

        /// <summary>x times its logistic function, in place.</summary>
        public Tensor silu_() => OpSiluInPlace.InPlace(this);

        /// <summary>The piecewise linear logistic function clip(x / 6 + 1/2, 0, 1).</summary>
        public Tensor hardsigmoid() => OpHardsigmoid.One(this);

        /// <summary>The piecewise linear logistic function clip(x / 6 + 1/2, 0, 1), in place.</summary>
        public Tensor hardsigmoid_() => OpHardsigmoidInPlace.InPlace(this);

        /// <summary>Rounded to the nearest whole number, halves to the even one.</summary>
        public Tensor round() => OpRound.One(this);

        /// <summary>Rounded to the nearest whole number, halves to the even one, in place.</summary>
        public Tensor round_() => OpRoundInPlace.InPlace(this);

        /// <summary>The square.</summary>
        public Tensor square() => OpSquare.One(this);

        /// <summary>The angle: 0, or pi where negative.</summary>
        public Tensor angle() => OpAngle.One(this);

        /// <summary>The logarithm of the logistic function.</summary>
        public Tensor log_sigmoid() => OpLogSigmoid.One(this);

        /// <summary>log(1 + exp(x)).</summary>
        public Tensor softplus() => OpSoftplus.One(this);

        /// <summary>x times the normal distribution function of x.</summary>
        public Tensor gelu() => OpGelu.One(this);

        /// <summary>x, times a slope below zero.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => OpLeakyRelu.One(this, negative_slope);

        /// <summary>The exponential linear unit.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => OpElu.One(this, alpha, scale, input_scale);

        /// <summary>Held between two numbers.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => OpHardtanh.One(this, min, max);

        /// <summary>The sum.</summary>
        public Tensor add(Tensor target) => OpAddTensor.One(this, target);

        /// <summary>The sum, in place.</summary>
        public Tensor add_(Tensor target) => OpAddTensorInPlace.InPlace(this, target);

        /// <summary>The sum.</summary>
        public Tensor add(Scalar scalar) => OpAddScalar.One(this, scalar);

        /// <summary>The sum, in place.</summary>
        public Tensor add_(Scalar scalar) => OpAddScalarInPlace.InPlace(this, scalar);

        /// <summary>The difference.</summary>
        public Tensor sub(Tensor target) => OpSubTensor.One(this, target);

        /// <summary>The difference, in place.</summary>
        public Tensor sub_(Tensor target) => OpSubTensorInPlace.InPlace(this, target);

        /// <summary>The difference.</summary>
        public Tensor sub(Scalar target) => OpSubScalar.One(this, target);

        /// <summary>The difference, in place.</summary>
        public Tensor sub_(Scalar target) => OpSubScalarInPlace.InPlace(this, target);

        /// <summary>The sum with a multiple of another.</summary>
        public Tensor add(Tensor target, Scalar alpha) => OpAddTensor.One(this, target, alpha);

        /// <summary>The sum with a multiple of another, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => OpAddTensorInPlace.InPlace(this, target, alpha);

        /// <summary>The product.</summary>
        public Tensor mul(Tensor target) => OpMulTensor.One(this, target);

        /// <summary>The product, in place.</summary>
        public Tensor mul_(Tensor target) => OpMulTensorInPlace.InPlace(this, target);

        /// <summary>The product.</summary>
        public Tensor mul(Scalar target) => OpMulScalar.One(this, target);

        /// <summary>The product, in place.</summary>
        public Tensor mul_(Scalar target) => OpMulScalarInPlace.InPlace(this, target);

        /// <summary>The quotient.</summary>
        public Tensor div(Tensor target) => OpDivTensor.One(this, target);

        /// <summary>The quotient, in place.</summary>
        public Tensor div_(Tensor target) => OpDivTensorInPlace.InPlace(this, target);

        /// <summary>The quotient.</summary>
        public Tensor div(Scalar target) => OpDivScalar.One(this, target);

        /// <summary>The quotient, in place.</summary>
        public Tensor div_(Scalar target) => OpDivScalarInPlace.InPlace(this, target);

        /// <summary>The power.</summary>
        public Tensor pow(Tensor exponent) => OpPowTensorTensor.One(this, exponent);

        /// <summary>The power.</summary>
        public Tensor pow(Scalar exponent) => OpPowTensorScalar.One(this, exponent);

        /// <summary>The power, in place.</summary>
        public Tensor pow_(Scalar exponent) => OpPowScalarInPlace.InPlace(this, exponent);

        /// <summary>The remainder of the division, with the sign of the divisor.</summary>
        public Tensor remainder(Tensor target) => OpRemainderTensor.One(this, target);

        /// <summary>The remainder of the division, with the sign of the divisor, in place.</summary>
        public Tensor remainder_(Tensor target) => OpRemainderTensorInPlace.InPlace(this, target);

        /// <summary>The remainder of the division, with the sign of the divisor.</summary>
        public Tensor remainder(Scalar scalar) => OpRemainderScalar.One(this, scalar);

        /// <summary>The remainder of the division, with the sign of the divisor, in place.</summary>
        public Tensor remainder_(Scalar scalar) => OpRemainderScalarInPlace.InPlace(this, scalar);

        /// <summary>The remainder of the division, with the sign of the dividend.</summary>
        public Tensor fmod(Tensor target) => OpFmodTensor.One(this, target);

        /// <summary>The remainder of the division, with the sign of the dividend, in place.</summary>
        public Tensor fmod_(Tensor target) => OpFmodTensorInPlace.InPlace(this, target);

        /// <summary>The remainder of the division, with the sign of the dividend.</summary>
        public Tensor fmod(Scalar scalar) => OpFmodScalar.One(this, scalar);

        /// <summary>The remainder of the division, with the sign of the dividend, in place.</summary>
        public Tensor fmod_(Scalar scalar) => OpFmodScalarInPlace.InPlace(this, scalar);

        /// <summary>The quotient, rounded down.</summary>
        public Tensor floor_divide(Tensor other) => OpFloorDivide.One(this, other);

        /// <summary>The larger of two, no number where either is none.</summary>
        public Tensor maximum(Tensor other) => OpMaximum.One(this, other);

        /// <summary>The smaller of two, no number where either is none.</summary>
        public Tensor minimum(Tensor other) => OpMinimum.One(this, other);

        /// <summary>The larger of two, ignoring what is no number.</summary>
        public Tensor fmax(Tensor other) => OpFmax.One(this, other);

        /// <summary>The smaller of two, ignoring what is no number.</summary>
        public Tensor fmin(Tensor other) => OpFmin.One(this, other);

        /// <summary>The angle of the point (other, this).</summary>
        public Tensor atan2(Tensor other) => OpAtan2.One(this, other);

        /// <summary>The square root of the sum of squares.</summary>
        public Tensor hypot(Tensor other) => OpHypot.One(this, other);

        /// <summary>The logarithm of the sum of exponentials.</summary>
        public Tensor logaddexp(Tensor other) => OpLogaddexp.One(this, other);

        /// <summary>With the sign of another.</summary>
        public Tensor copysign(Tensor other) => OpCopysignTensor.One(this, other);

        /// <summary>x log(y), zero where x is zero.</summary>
        public Tensor xlogy(Tensor y) => OpXlogyTensor.One(this, y);

        /// <summary>The sum with a multiple of the product of two others.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => OpAddcmul.One(this, tensor1, tensor2, value);

        /// <summary>The sum with a multiple of the product of two others, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => OpAddcmulInPlace.InPlace(this, tensor1, tensor2, value);

        /// <summary>The sum with a multiple of the quotient of two others.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => OpAddcdiv.One(this, tensor1, tensor2, value);

        /// <summary>The sum with a multiple of the quotient of two others, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => OpAddcdivInPlace.InPlace(this, tensor1, tensor2, value);

        /// <summary>Between it and another, by a weight.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => OpLerpTensor.One(this, end, weight);

        /// <summary>Held between two bounds.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => OpClamp.One(this, min, max);

        /// <summary>Held between two bounds, in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => OpClampInPlace.InPlace(this, min, max);

        /// <summary>Held between two bounds.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => OpClampTensor.One(this, min, max);

        /// <summary>Held above a bound.</summary>
        public Tensor clamp_min(Scalar min) => OpClampMin.One(this, min);

        /// <summary>Held above a bound, in place.</summary>
        public Tensor clamp_min_(Scalar min) => OpClampMinInPlace.InPlace(this, min);

        /// <summary>Held below a bound.</summary>
        public Tensor clamp_max(Scalar max) => OpClampMax.One(this, max);

        /// <summary>Held below a bound, in place.</summary>
        public Tensor clamp_max_(Scalar max) => OpClampMaxInPlace.InPlace(this, max);

        /// <summary>With numbers in the place of what is none and of the infinite.</summary>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => OpNanToNum.One(this, nan, posinf, neginf);

        /// <summary>Both.</summary>
        public Tensor logical_and(Tensor other) => OpLogicalAnd.One(this, other);

        /// <summary>Either.</summary>
        public Tensor logical_or(Tensor other) => OpLogicalOr.One(this, other);

        /// <summary>One and not the other.</summary>
        public Tensor logical_xor(Tensor other) => OpLogicalXor.One(this, other);

        /// <summary>The bits of both.</summary>
        public Tensor bitwise_and(Tensor other) => OpBitwiseAndTensor.One(this, other);

        /// <summary>The bits of either.</summary>
        public Tensor bitwise_or(Tensor other) => OpBitwiseOrTensor.One(this, other);

        /// <summary>The bits of one and not the other.</summary>
        public Tensor bitwise_xor(Tensor other) => OpBitwiseXorTensor.One(this, other);

        /// <summary>The other bits.</summary>
        public Tensor bitwise_not() => OpBitwiseNot.One(this);

        /// <summary>Fills it with a number.</summary>
        public Tensor fill_(Scalar value) => OpFillScalarInPlace.InPlace(this, value);

        /// <summary>Fills it with zeros.</summary>
        public Tensor zero_() => OpZeroInPlace.InPlace(this);
    }
}
