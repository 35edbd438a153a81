using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Splits by shares of the period instead of dates.</summary>
public sealed class SplitShareTests : IDisposable
{
    private const string Dates = """
        splits:
          warmup: [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2002-06-30]
          test: [2002-07-01, 2003-12-31]
        """;

    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Shares_follow_each_other_and_lose_no_step()
    {
        // 1461 days: the warm-up ends after 365.25 of them, the calibration after 1095.75.
        SplitPeriods splits = Plan("splits: { warmup: 0.25, calibration: 0.5, test: 0.25 }").Splits;

        Assert.Equal(new Period(new DateTime(2000, 1, 1), new DateTime(2000, 12, 31)), splits.WarmUp);
        Assert.Equal(new Period(new DateTime(2000, 12, 31), new DateTime(2003, 1, 1)), splits.Calibration);
        Assert.Null(splits.Validation);
        Assert.Equal(new Period(new DateTime(2003, 1, 1), new DateTime(2004, 1, 1)), splits.Test);
    }

    [Theory]
    [InlineData("splits: { calibration: 0.7, test: 0.4 }", "splits.test: the shares up to here are 1.1 of the period; together they may be 1")]
    [InlineData("splits: { calibration: 0.5, test: [2003-01-01, 2003-12-31] }", "splits.test: the others are shares of the period; give all splits as shares or all as dates")]
    [InlineData("splits: { calibration: 0.5, test: 0.0001 }", "splits.test: a share of 0.0001 of 1461 time steps is none")]
    [InlineData("splits: { calibration: 0, test: 0.5 }", "splits.calibration: ")]
    [InlineData("splits: { calibration: [2001-01-01, 2001-13-01] }", "splits.calibration")]
    public void What_is_wrong_with_shares_is_told(string splits, string problem)
    {
        string[] problems = _file.ProblemsOf(WorkflowFile.Sound.Replace(Dates, splits, StringComparison.Ordinal));

        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    private WorkflowPlan Plan(string splits)
    {
        Assert.Contains(Dates, WorkflowFile.Sound, StringComparison.Ordinal);
        return _file.Plan(WorkflowFile.Sound.Replace(Dates, splits, StringComparison.Ordinal));
    }
}
