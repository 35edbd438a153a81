namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sum of all elements.</summary>
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    /// <summary>The sum along a dimension.</summary>
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);

    /// <summary>The sum along dimensions.</summary>
    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => input.sum(dim, keepdim, type);

    /// <summary>The mean of all elements.</summary>
    public static Tensor mean(Tensor input) => input.mean();

    /// <summary>The mean along dimensions.</summary>
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) => input.mean(dimensions, keepdim, type);

    /// <summary>The sum of the elements that are numbers.</summary>
    public static Tensor nansum(Tensor input) => input.nansum();

    /// <summary>The mean of the elements that are numbers.</summary>
    public static Tensor nanmean(Tensor input, int? dim = null, bool keepdim = false, ScalarType? dtype = null) => input.nanmean(dim, keepdim, dtype);

    /// <summary>The standard deviation of all elements, with one less in the denominator where unbiased.</summary>
    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    /// <summary>The standard deviation along a dimension, with one less in the denominator where unbiased.</summary>
    public static Tensor std(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    /// <summary>The standard deviation along dimensions, with one less in the denominator where unbiased.</summary>
    public static Tensor std(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    /// <summary>The variance of all elements, with one less in the denominator where unbiased.</summary>
    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    /// <summary>The variance along a dimension, with one less in the denominator where unbiased.</summary>
    public static Tensor var(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    /// <summary>The variance along dimensions, with one less in the denominator where unbiased.</summary>
    public static Tensor var(Tensor input, long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    /// <summary>The largest element.</summary>
    public static Tensor max(Tensor input) => input.max();

    /// <summary>The largest along a dimension, and its index.</summary>
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    /// <summary>The index of the largest element.</summary>
    public static Tensor argmax(Tensor input) => input.argmax();

    /// <summary>The index of the largest along a dimension.</summary>
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    /// <summary>The smallest element.</summary>
    public static Tensor min(Tensor input) => input.min();

    /// <summary>The smallest along a dimension, and its index.</summary>
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    /// <summary>The index of the smallest element.</summary>
    public static Tensor argmin(Tensor input) => input.argmin();

    /// <summary>The index of the smallest along a dimension.</summary>
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    /// <summary>The median of all elements, the lower of the middle two.</summary>
    public static Tensor median(Tensor input) => input.median();

    /// <summary>Whether all are true.</summary>
    public static Tensor all(Tensor input) => input.all();

    /// <summary>Whether all are true along a dimension.</summary>
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);

    /// <summary>Whether any is true.</summary>
    public static Tensor any(Tensor input) => input.any();

    /// <summary>Whether any is true along a dimension.</summary>
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);

    /// <summary>The running sum along a dimension.</summary>
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);

    /// <summary>The running product along a dimension.</summary>
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);

    /// <summary>The logarithm of the sum of exponentials along a dimension.</summary>
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

    /// <summary>The logarithm of the running sum of exponentials along a dimension.</summary>
    public static Tensor logcumsumexp(Tensor input, long dim) => input.logcumsumexp(dim);

    /// <summary>Exponentials that sum to one along a dimension.</summary>
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    /// <summary>Quantiles along a dimension, linear between elements.</summary>
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);

    /// <summary>Quantiles along a dimension of the elements that are numbers.</summary>
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.nanquantile(q, dim, keepdim);

    /// <summary>The differences of neighbours along a dimension.</summary>
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => input.diff(n, dim, prepend, append);

    public partial class Tensor
    {
        private static readonly Operator OpSum = new("aten::sum");
        private static readonly Operator OpSumDimIntlist = new("aten::sum", "dim_IntList");
        private static readonly Operator OpMean = new("aten::mean");
        private static readonly Operator OpMeanDim = new("aten::mean", "dim");
        private static readonly Operator OpNansum = new("aten::nansum");
        private static readonly Operator OpNanmean = new("aten::nanmean");
        private static readonly Operator OpStd = new("aten::std");
        private static readonly Operator OpStdDim = new("aten::std", "dim");
        private static readonly Operator OpVar = new("aten::var");
        private static readonly Operator OpVarDim = new("aten::var", "dim");
        private static readonly Operator OpMax = new("aten::max");
        private static readonly Operator OpMaxDim = new("aten::max", "dim");
        private static readonly Operator OpAmax = new("aten::amax");
        private static readonly Operator OpArgmax = new("aten::argmax");
        private static readonly Operator OpMin = new("aten::min");
        private static readonly Operator OpMinDim = new("aten::min", "dim");
        private static readonly Operator OpAmin = new("aten::amin");
        private static readonly Operator OpArgmin = new("aten::argmin");
        private static readonly Operator OpMedian = new("aten::median");
        private static readonly Operator OpAll = new("aten::all");
        private static readonly Operator OpAllDim = new("aten::all", "dim");
        private static readonly Operator OpAny = new("aten::any");
        private static readonly Operator OpAnyDim = new("aten::any", "dim");
        private static readonly Operator OpCumsum = new("aten::cumsum");
        private static readonly Operator OpCumprod = new("aten::cumprod");
        private static readonly Operator OpLogsumexp = new("aten::logsumexp");
        private static readonly Operator OpLogcumsumexp = new("aten::logcumsumexp");
        private static readonly Operator OpSoftmaxInt = new("aten::softmax", "int");
        private static readonly Operator OpLogSoftmaxInt = new("aten::log_softmax", "int");
        private static readonly Operator OpQuantile = new("aten::quantile");
        private static readonly Operator OpNanquantile = new("aten::nanquantile");
        private static readonly Operator OpNormScalar = new("aten::norm", "Scalar");
        private static readonly Operator OpNormScalaroptDim = new("aten::norm", "ScalarOpt_dim");
        private static readonly Operator OpCountNonzero = new("aten::count_nonzero");
        private static readonly Operator OpCountNonzeroDimIntlist = new("aten::count_nonzero", "dim_IntList");
        private static readonly Operator OpDiff = new("aten::diff");

        /// <summary>The sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => OpSum.One(this, type);

        /// <summary>The sum along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => OpSumDimIntlist.One(this, new[] { dim }, keepdim, type);

        /// <summary>The sum along dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => OpSumDimIntlist.One(this, Argument.Axes(dim), keepdim, type);

        /// <summary>The sum along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => OpSumDimIntlist.One(this, dim, keepdim, type);

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => OpMean.One(this);

        /// <summary>The mean along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => OpMeanDim.One(this, dimensions, keepdim, type);

        /// <summary>The sum of the elements that are numbers.</summary>
        public Tensor nansum() => OpNansum.One(this, Argument.None);

        /// <summary>The mean of the elements that are numbers.</summary>
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => OpNanmean.One(this, dim is { } axis ? new[] { (long)axis } : Argument.None, keepdim, dtype);

        /// <summary>The standard deviation of all elements, with one less in the denominator where unbiased.</summary>
        public Tensor std(bool unbiased = true) => OpStd.One(this, unbiased);

        /// <summary>The standard deviation along a dimension, with one less in the denominator where unbiased.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => OpStdDim.One(this, new[] { dim }, unbiased, keepdim);

        /// <summary>The standard deviation along dimensions, with one less in the denominator where unbiased.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => OpStdDim.One(this, dimensions, unbiased, keepdim);

        /// <summary>The variance of all elements, with one less in the denominator where unbiased.</summary>
        public Tensor var(bool unbiased = true) => OpVar.One(this, unbiased);

        /// <summary>The variance along a dimension, with one less in the denominator where unbiased.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => OpVarDim.One(this, new[] { dim }, unbiased, keepdim);

        /// <summary>The variance along dimensions, with one less in the denominator where unbiased.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => OpVarDim.One(this, dimensions, unbiased, keepdim);

        /// <summary>The largest element.</summary>
        public Tensor max() => OpMax.One(this);

        /// <summary>The largest along a dimension, and its index.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => OpMaxDim.Two(this, dim, keepdim);

        /// <summary>The largest along dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false) => OpAmax.One(this, dims, keepdim);

        /// <summary>The index of the largest element.</summary>
        public Tensor argmax() => OpArgmax.One(this);

        /// <summary>The index of the largest along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => OpArgmax.One(this, dim, keepdim);

        /// <summary>The smallest element.</summary>
        public Tensor min() => OpMin.One(this);

        /// <summary>The smallest along a dimension, and its index.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => OpMinDim.Two(this, dim, keepdim);

        /// <summary>The smallest along dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false) => OpAmin.One(this, dims, keepdim);

        /// <summary>The index of the smallest element.</summary>
        public Tensor argmin() => OpArgmin.One(this);

        /// <summary>The index of the smallest along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => OpArgmin.One(this, dim, keepdim);

        /// <summary>The median of all elements, the lower of the middle two.</summary>
        public Tensor median() => OpMedian.One(this);

        /// <summary>Whether all are true.</summary>
        public Tensor all() => OpAll.One(this);

        /// <summary>Whether all are true along a dimension.</summary>
        public Tensor all(long dim, bool keepdim = false) => OpAllDim.One(this, dim, keepdim);

        /// <summary>Whether any is true.</summary>
        public Tensor any() => OpAny.One(this);

        /// <summary>Whether any is true along a dimension.</summary>
        public Tensor any(long dim, bool keepdim = false) => OpAnyDim.One(this, dim, keepdim);

        /// <summary>The running sum along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => OpCumsum.One(this, dim, type);

        /// <summary>The running product along a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => OpCumprod.One(this, dim, type);

        /// <summary>The logarithm of the sum of exponentials along a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => OpLogsumexp.One(this, new[] { dim }, keepdim);

        /// <summary>The logarithm of the running sum of exponentials along a dimension.</summary>
        public Tensor logcumsumexp(long dim) => OpLogcumsumexp.One(this, dim);

        /// <summary>Exponentials that sum to one along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => OpSoftmaxInt.One(this, dim, dtype);

        /// <summary>The logarithm of softmax.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => OpLogSoftmaxInt.One(this, dim, dtype);

        /// <summary>Quantiles along a dimension, linear between elements.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => OpQuantile.One(this, q, (long?)dim, keepdim);

        /// <summary>Quantiles along a dimension of the elements that are numbers.</summary>
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => OpNanquantile.One(this, q, (long?)dim, keepdim);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => OpNormScalar.One(this, (Scalar)p);

        /// <summary>The p-norm along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => OpNormScalaroptDim.One(this, (Scalar)p, new[] { (long)dim }, keepdim);

        /// <summary>The number of elements that are not zero, along dimensions or of all.</summary>
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? OpCountNonzero.One(this) : OpCountNonzeroDimIntlist.One(this, dims);

        /// <summary>The differences of neighbours along a dimension.</summary>
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => OpDiff.One(this, n, dim, prepend, append);
    }
}
