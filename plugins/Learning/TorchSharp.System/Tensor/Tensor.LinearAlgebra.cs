namespace TorchSharp;

public static partial class torch
{
    /// <summary>The matrix product, in batches where there are more dimensions.</summary>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <summary>The product of two matrices.</summary>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <summary>The products of batches of matrices.</summary>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <summary>The product of a matrix and a vector.</summary>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <summary>The product of two vectors.</summary>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    /// <summary>Every product of the elements of two vectors.</summary>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <summary>beta times it plus alpha times the product of two matrices.</summary>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    /// <summary>beta times it plus alpha times the products of batches of matrices.</summary>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);

    /// <summary>The determinant.</summary>
    public static Tensor det(Tensor input) => input.det();

    /// <summary>The sum of the diagonal.</summary>
    public static Tensor trace(Tensor input) => input.trace();

    public partial class Tensor
    {
        private static readonly Operator OpMatmul = new("aten::matmul");
        private static readonly Operator OpMm = new("aten::mm");
        private static readonly Operator OpBmm = new("aten::bmm");
        private static readonly Operator OpMv = new("aten::mv");
        private static readonly Operator OpDot = new("aten::dot");
        private static readonly Operator OpOuter = new("aten::outer");
        private static readonly Operator OpAddmm = new("aten::addmm");
        private static readonly Operator OpAddmmInPlace = new("aten::addmm_");
        private static readonly Operator OpBaddbmm = new("aten::baddbmm");
        private static readonly Operator OpLinalgCholesky = new("aten::linalg_cholesky");
        private static readonly Operator OpLinalgDet = new("aten::linalg_det");
        private static readonly Operator OpLinalgInv = new("aten::linalg_inv");
        private static readonly Operator OpMatrixExp = new("aten::matrix_exp");
        private static readonly Operator OpTrace = new("aten::trace");

        /// <summary>The matrix product, in batches where there are more dimensions.</summary>
        public Tensor matmul(Tensor target) => OpMatmul.One(this, target);

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => OpMm.One(this, target);

        /// <summary>The products of batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => OpBmm.One(this, batch2);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => OpMv.One(this, target);

        /// <summary>The product of two vectors.</summary>
        public Tensor dot(Tensor target) => OpDot.One(this, target);

        /// <summary>Every product of the elements of two vectors.</summary>
        public Tensor outer(Tensor vec2) => OpOuter.One(this, vec2);

        /// <summary>beta times it plus alpha times the product of two matrices.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => OpAddmm.One(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta times it plus alpha times the product of two matrices, in place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => OpAddmmInPlace.InPlace(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        /// <summary>beta times it plus alpha times the products of batches of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => OpBaddbmm.One(this, batch1, batch2, (Scalar)beta, (Scalar)alpha);

        /// <summary>The Cholesky factor.</summary>
        public Tensor cholesky(bool upper = false) => OpLinalgCholesky.One(this, upper);

        /// <summary>The determinant.</summary>
        public Tensor det() => OpLinalgDet.One(this);

        /// <summary>The inverse.</summary>
        public Tensor inverse() => OpLinalgInv.One(this);

        /// <summary>The exponential of a matrix.</summary>
        public Tensor matrix_exp() => OpMatrixExp.One(this);

        /// <summary>The sum of the diagonal.</summary>
        public Tensor trace() => OpTrace.One(this);
    }
}
