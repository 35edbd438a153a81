using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Products, factorisations and systems.</summary>
internal static class LinearAlgebraCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("a @ b", Real(3, 4), Real(4, 2), (a, b) => [a.matmul(b), matmul(a, b), a.mm(b), mm(a, b)]),
        Of("a @ b", Real(2, 3, 4), Real(4), (a, b) => [a.matmul(b), matmul(a, b)]).Named("batch @ vector"),
        Of("a @ b", Real(2, 1, 3, 4), Real(3, 4, 2), (a, b) => [a.matmul(b)]).Named("broadcast batches @"),
        Of("bmm(a, b)", Real(2, 3, 4), Real(2, 4, 2), (a, b) => [a.bmm(b), bmm(a, b)]),
        Of("mv(a, b)", Real(3, 4), Real(4), (a, b) => [a.mv(b), mv(a, b)]),
        Of("dot(a, b)", Real(4), Real(4), (a, b) => [a.dot(b), dot(a, b)]),
        Of("outer(a, b)", Real(3), Real(4), (a, b) => [a.outer(b), outer(a, b)]),
        Of("addmm(a, b, c, beta=0.5, alpha=-2)", Real(3, 2), Real(3, 4), Real(4, 2), (a, b, c) => [a.addmm(b, c, 0.5f, -2), addmm(a, b, c, 0.5f, -2), a.clone().addmm_(b, c, 0.5f, -2)]),
        Of("baddbmm(a, b, c, beta=0.5, alpha=-2)", Real(2, 3, 2), Real(2, 3, 4), Real(2, 4, 2), (a, b, c) => [a.baddbmm(b, c, 0.5f, -2), baddbmm(a, b, c, 0.5f, -2)]),
        Of("trace(a)", Real(3, 3), a => [a.trace(), trace(a)]),
        Of("linalg.det(a)", Real(3, 3), a => [a.det(), det(a), linalg.det(a)]),
        Of("tuple(linalg.slogdet(a))", Real(3, 3), a => Two(linalg.slogdet(a))),
        Of("linalg.inv(a + 4 * eye(3).to(a))", Real(2, 3, 3), a => [Heavy(a).inverse(), linalg.inv(Heavy(a))]),
        Of("linalg.pinv(a)", Real(4, 3), a => [linalg.pinv(a)]),
        Of("linalg.pinv(a @ a.T, rtol=1e-6, hermitian=True)", Real(2, 4), a => [linalg.pinv(a.mm(a.t()), rtol: 1e-6, hermitian: true)]),
        Of("linalg.cholesky(a @ a.T + eye(3).to(a))", Real(3, 4), a => [(a.mm(a.t()) + eye(3).to(a)).cholesky(), linalg.cholesky(a.mm(a.t()) + eye(3).to(a))]),
        Of("linalg.cholesky(a @ a.T + eye(3).to(a), upper=True)", Real(3, 4), a => [(a.mm(a.t()) + eye(3).to(a)).cholesky(true)]),
        Of("linalg.solve(a + 4 * eye(3).to(a), b)", Real(2, 3, 3), Real(2, 3, 2), (a, b) => [linalg.solve(Heavy(a), b)]),
        Of("linalg.solve(a + 4 * eye(3).to(a), b, left=False)", Real(2, 3, 3), Real(2, 2, 3), (a, b) => [linalg.solve(Heavy(a), b, false)]),
        Of("linalg.lstsq(a, b)[0]", Real(5, 3), Real(5, 2), (a, b) => [linalg.lstsq(a, b).Solution]),
        Of("linalg.lstsq(a, b)[1]", Real(5, 3), Real(5, 2), (a, b) => [linalg.lstsq(a, b).Residuals]).Forward(),
        Of("linalg.qr(a)", Real(4, 3), a => Two(linalg.qr(a))),
        Of("linalg.svd(a, full_matrices=False)", Real(4, 3), a => Three(linalg.svd(a, false))),
        Of("linalg.svd(a)", Real(4, 3), a => Three(linalg.svd(a))).Forward(),
        Of("linalg.eigh(a + a.T)", Real(3, 3), a => Two(linalg.eigh(a + a.t()))),
        Of("linalg.eigh(a + a.T, UPLO='U')", Real(3, 3), a => Two(linalg.eigh(a + a.t(), 'U'))),
        Of("matrix_exp(a)", Inner(2, 3, 3), a => [a.matrix_exp()]),
    ];

    private static Tensor Heavy(Tensor matrix) => matrix + (4 * eye(3).to(matrix));

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Three((Tensor First, Tensor Second, Tensor Third) parts) => [parts.First, parts.Second, parts.Third];
}
