using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class SearchSpaceTests
{
    private static readonly ModelDescriptor Model = new()
    {
        Name = "model",
        Description = "three parameters",
        Parameters =
        [
            new("linear", "1", -10, 30, 0, "spread evenly"),
            new("fixed", "1", 0, 1, 0.5, "given"),
            new("logarithmic", "mm", 0.01, 100, 1, "spread evenly in its logarithm", ParameterScale.Logarithmic),
        ],
        Outputs = [new(Variables.Runoff)],
    };

    [Fact]
    public void The_middle_is_the_mean_of_linear_and_the_geometric_mean_of_logarithmic_bounds() =>
        Close.All([10, 0.7, 1], At(Space([]), 0.5, 0.5), 1e-14);

    [Fact]
    public void The_corners_are_the_bounds_exactly()
    {
        Assert.Equal([-10, 0.7, 0.01], At(Space([]), 0, 0));
        Assert.Equal([30, 0.7, 100], At(Space([]), 1, 1));
    }

    [Fact]
    public void Narrower_bounds_replace_the_models_own()
    {
        SearchSpace space = Space(new() { ["linear"] = [2, 4], ["logarithmic"] = [1, 16] });
        Close.All([3, 0.7, 4], At(space, 0.5, 0.5), 1e-14);
        Assert.Equal([4, 0.7, 16], At(space, 1, 1));
    }

    [Fact]
    public void Values_never_leave_the_bounds_by_rounding() =>
        Property.Holds(Property.Between(0, 1), share => Assert.InRange(At(Space([]), share, share)[2], 0.01, 100));

    private static SearchSpace Space(Dictionary<string, IReadOnlyList<double>> bounds) => new(Model, [0, 0.7, 0], [0, 2], bounds);

    private static double[] At(SearchSpace space, params double[] point)
    {
        double[] parameters = new double[space.ParameterCount];
        space.ParametersAt(point, parameters);
        return parameters;
    }
}
