namespace TorchSharp;

public static partial class torch
{
    /// <summary>Factorisations, systems and norms of matrices, in batches where there are more than two dimensions.</summary>
    public static class linalg
    {
        private static readonly Operator OpSolve = new("aten::linalg_solve");
        private static readonly Operator OpLstsq = new("aten::linalg_lstsq");
        private static readonly Operator OpQr = new("aten::linalg_qr");
        private static readonly Operator OpSvd = new("aten::linalg_svd");
        private static readonly Operator OpEigh = new("aten::linalg_eigh");
        private static readonly Operator OpSlogdet = new("aten::linalg_slogdet");
        private static readonly Operator OpPinv = new("aten::linalg_pinv", "atol_rtol_float");

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input) => torch.det(input);

        /// <summary>The sign and the logarithm of the absolute value of the determinant.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => OpSlogdet.Two(input);

        /// <summary>The inverse.</summary>
        public static Tensor inv(Tensor input)
        {
            ArgumentNullException.ThrowIfNull(input);
            return input.inverse();
        }

        /// <summary>The pseudo-inverse; singular values below the absolute or relative tolerance count as zero.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => OpPinv.One(input, atol, rtol, hermitian);

        /// <summary>The lower Cholesky factor.</summary>
        public static Tensor cholesky(Tensor input)
        {
            ArgumentNullException.ThrowIfNull(input);
            return input.cholesky();
        }

        /// <summary>The solution of a system of equations.</summary>
        /// <param name="input">The matrix.</param>
        /// <param name="other">The right-hand sides.</param>
        /// <param name="left">Whether the unknown stands right of the matrix.</param>
        public static Tensor solve(Tensor input, Tensor other, bool left = true) => OpSolve.One(input, other, left);

        /// <summary>The least-squares solution, residuals, rank and singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            Tensor[] parts = OpLstsq.Many(input, other);
            return (parts[0], parts[1], parts[2], parts[3]);
        }

        /// <summary>Orthogonal and upper triangular factors.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input) => OpQr.Two(input);

        /// <summary>The singular value decomposition.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => OpSvd.Three(input, fullMatrices);

        /// <summary>Eigenvalues and eigenvectors of a symmetric matrix, of its lower triangle by <c>L</c>.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => OpEigh.Two(input, UPLO.ToString());
    }
}
