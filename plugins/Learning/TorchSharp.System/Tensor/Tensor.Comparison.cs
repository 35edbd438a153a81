namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether equal.</summary>
    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    /// <summary>Whether different.</summary>
    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    /// <summary>Whether smaller.</summary>
    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);

    /// <summary>Whether not larger.</summary>
    public static Tensor le(Tensor left, Tensor right) => left.le(right);

    /// <summary>Whether larger.</summary>
    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);

    /// <summary>Whether not smaller.</summary>
    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);

    /// <summary>Whether equal within tolerances.</summary>
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => tensor.isclose(other, rtol, atol, nanEqual);

    /// <summary>Elements of one where a condition holds, elsewhere those of another.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    /// <summary>Whether all elements are equal within tolerances.</summary>
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    /// <summary>The elements where a mask holds, in one dimension.</summary>
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    /// <summary>The indices that sort it along a dimension.</summary>
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    /// <summary>The largest along a dimension, and their indices.</summary>
    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);

    /// <summary>The number of the interval between boundaries in which it lies.</summary>
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) => input.bucketize(boundaries, outInt32, right);

    public partial class Tensor
    {
        private static readonly Operator OpEqTensor = new("aten::eq", "Tensor");
        private static readonly Operator OpEqScalar = new("aten::eq", "Scalar");
        private static readonly Operator OpNeTensor = new("aten::ne", "Tensor");
        private static readonly Operator OpNeScalar = new("aten::ne", "Scalar");
        private static readonly Operator OpLtTensor = new("aten::lt", "Tensor");
        private static readonly Operator OpLtScalar = new("aten::lt", "Scalar");
        private static readonly Operator OpLeTensor = new("aten::le", "Tensor");
        private static readonly Operator OpLeScalar = new("aten::le", "Scalar");
        private static readonly Operator OpGtTensor = new("aten::gt", "Tensor");
        private static readonly Operator OpGtScalar = new("aten::gt", "Scalar");
        private static readonly Operator OpGeTensor = new("aten::ge", "Tensor");
        private static readonly Operator OpGeScalar = new("aten::ge", "Scalar");
        private static readonly Operator OpIsclose = new("aten::isclose");
        private static readonly Operator OpWhereSelf = new("aten::where", "self");
        private static readonly Operator OpEqual = new("aten::equal");
        private static readonly Operator OpAllclose = new("aten::allclose");
        private static readonly Operator OpMaskedFillScalar = new("aten::masked_fill", "Scalar");
        private static readonly Operator OpMaskedFillScalarInPlace = new("aten::masked_fill_", "Scalar");
        private static readonly Operator OpMaskedSelect = new("aten::masked_select");
        private static readonly Operator OpArgsort = new("aten::argsort");
        private static readonly Operator OpSortStable = new("aten::sort", "stable");
        private static readonly Operator OpTopk = new("aten::topk");
        private static readonly Operator OpBucketizeTensor = new("aten::bucketize", "Tensor");

        /// <summary>Whether equal.</summary>
        public Tensor eq(Tensor target) => OpEqTensor.One(this, target);

        /// <summary>Whether equal.</summary>
        public Tensor eq(Scalar target) => OpEqScalar.One(this, target);

        /// <summary>Whether different.</summary>
        public Tensor ne(Tensor target) => OpNeTensor.One(this, target);

        /// <summary>Whether different.</summary>
        public Tensor ne(Scalar target) => OpNeScalar.One(this, target);

        /// <summary>Whether smaller.</summary>
        public Tensor lt(Tensor target) => OpLtTensor.One(this, target);

        /// <summary>Whether smaller.</summary>
        public Tensor lt(Scalar target) => OpLtScalar.One(this, target);

        /// <summary>Whether not larger.</summary>
        public Tensor le(Tensor target) => OpLeTensor.One(this, target);

        /// <summary>Whether not larger.</summary>
        public Tensor le(Scalar target) => OpLeScalar.One(this, target);

        /// <summary>Whether larger.</summary>
        public Tensor gt(Tensor target) => OpGtTensor.One(this, target);

        /// <summary>Whether larger.</summary>
        public Tensor gt(Scalar target) => OpGtScalar.One(this, target);

        /// <summary>Whether not smaller.</summary>
        public Tensor ge(Tensor target) => OpGeTensor.One(this, target);

        /// <summary>Whether not smaller.</summary>
        public Tensor ge(Scalar target) => OpGeScalar.One(this, target);

        /// <summary>Whether equal within tolerances.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => OpIsclose.One(this, other, rtol, atol, nanEqual);

        /// <summary>Its own elements where a condition holds, elsewhere those of another.</summary>
        public Tensor where(Tensor condition, Tensor y) => OpWhereSelf.One(condition, this, y);

        /// <summary>Whether all elements are equal within tolerances.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => OpAllclose.Number(this, target, rtol, atol, equal_nan).ToBoolean();

        /// <summary>With a number where a mask holds.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => OpMaskedFillScalar.One(this, mask, value);

        /// <summary>With a number where a mask holds, in place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => OpMaskedFillScalarInPlace.InPlace(this, mask, value);

        /// <summary>The elements where a mask holds, in one dimension.</summary>
        public Tensor masked_select(Tensor mask)
        {
            // libtorch 1.13 scatters the gradient of a tensor that is not contiguous to the wrong elements.
            using Tensor rows = contiguous();
            return OpMaskedSelect.One(rows, mask);
        }

        /// <summary>The indices that sort it along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => OpArgsort.One(this, dim, descending);

        /// <summary>Sorted along a dimension, and the indices that sort it.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => OpSortStable.Two(this, stable, dim, descending);

        /// <summary>The largest along a dimension, and their indices.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => OpTopk.Two(this, k, dim, largest, sorted);

        /// <summary>The number of the interval between boundaries in which it lies.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => OpBucketizeTensor.One(this, boundaries, outInt32, right);
    }
}
