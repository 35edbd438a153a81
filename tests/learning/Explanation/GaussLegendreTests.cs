namespace Tributary.Learning.Tests;

public sealed class GaussLegendreTests
{
    [Fact]
    public void Nodes_and_weights_are_the_published_ones()
    {
        (double Node, double Weight)[] nodes = GaussLegendre.Nodes(3);

        // Abramowitz and Stegun (1964), table 25.4, moved from [-1, 1] to [0, 1].
        Assert.Equal([(1 - Math.Sqrt(0.6)) / 2, 0.5, (1 + Math.Sqrt(0.6)) / 2], nodes.Select(node => node.Node), (one, other) => Math.Abs(one - other) < 1e-15);
        Assert.Equal([5.0 / 18, 8.0 / 18, 5.0 / 18], nodes.Select(node => node.Weight), (one, other) => Math.Abs(one - other) < 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(256)]
    public void Polynomials_are_integrated_exactly(int count)
    {
        int degree = (2 * count) - 1;

        double integral = GaussLegendre.Nodes(count).Sum(node => node.Weight * Math.Pow(node.Node, degree));

        Assert.Equal(1.0 / (degree + 1), integral, 1e-12);
    }
}
