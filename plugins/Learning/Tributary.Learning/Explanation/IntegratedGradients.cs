using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Integrated gradients (Sundararajan, Taly and Yan, 2017, "Axiomatic attribution for deep networks") from the baseline 0:
/// <c>a = x * integral from 0 to 1 of dF(s x)/dx ds</c>. Their sum is <c>F(x) - F(0)</c>, which tells when the quadrature is fine enough.
/// </summary>
public static class IntegratedGradients
{
    /// <summary>How far sums may be from what they should be, as a share of the mean size of <c>F(x) - F(0)</c>.</summary>
    public const double Tolerance = 1e-3;

    private const int FewestNodes = 16;
    private const int MostNodes = 256;

    /// <summary>Attributes predictions to inputs.</summary>
    /// <param name="predict">Maps inputs <c>[time, batch, input]</c> to predictions <c>[batch]</c>, each of its own sequence only.</param>
    /// <param name="inputs">The inputs, <c>[time, batch, input]</c>.</param>
    /// <returns>Attributions as the inputs lie, and <c>F(x) - F(0)</c>, <c>[batch]</c>. Of a kinked F the sums may differ from it by more than <see cref="Tolerance"/>.</returns>
    public static (Tensor Attributions, Tensor Difference) Of(Func<Tensor, Tensor> predict, Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor difference = Difference(predict, inputs);
        double allowed = Tolerance * difference.abs().mean().ToDouble();
        for (int nodes = FewestNodes; ; nodes *= 2)
        {
            Tensor attributions = inputs * MeanGradient(predict, inputs, nodes);
            double gap = (attributions.sum([0, 2]) - difference).abs().max().ToDouble();
            if (gap <= allowed || nodes >= MostNodes)
            {
                return (scope.MoveToOuter(attributions), scope.MoveToOuter(difference));
            }

            attributions.Dispose();
        }
    }

    private static Tensor Difference(Func<Tensor, Tensor> predict, Tensor inputs)
    {
        using IDisposable still = no_grad();
        return predict(inputs) - predict(zeros_like(inputs));
    }

    private static Tensor MeanGradient(Func<Tensor, Tensor> predict, Tensor inputs, int nodes)
    {
        using IDisposable recording = enable_grad();
        using DisposeScope all = NewDisposeScope();
        Tensor mean = zeros_like(inputs);
        foreach ((double node, double weight) in GaussLegendre.Nodes(nodes))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor at = (inputs * node).detach().requires_grad_();
            Tensor slope = autograd.grad([predict(at).sum()], [at])[0];
            using IDisposable still = no_grad();
            mean.add_(slope * weight);
        }

        return all.MoveToOuter(mean);
    }
}
