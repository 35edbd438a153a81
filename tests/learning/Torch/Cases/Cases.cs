namespace Tributary.Learning.Tests.Torch;

/// <summary>All cases.</summary>
internal static class Cases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        .. PointwiseCases.All,
        .. ArithmeticCases.All,
        .. ComparisonCases.All,
        .. ReductionCases.All,
        .. ShapeCases.All,
        .. IndexingCases.All,
        .. LinearAlgebraCases.All,
        .. CreationCases.All,
        .. LayerCases.All,
        .. LossCases.All,
        .. OptimizerCases.All,
#if TORCHSHARP_SYSTEM
        .. SystemCases.All,
#endif
    ];

    private static readonly Dictionary<string, Case> ByName = All.ToDictionary(of => of.Name);

    public static Case Named(string name) => ByName[name];
}
