namespace Tributary.Tests.Engine;

/// <summary>What can be wrong with an ensemble, told before anything runs.</summary>
public sealed class EnsembleProblemTests : IDisposable
{
    private readonly EnsembleTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData("ensemble: { combine: [meen] }", "ensemble.combine[0]: there is no combination 'meen'; did you mean 'mean'?")]
    [InlineData("ensemble: { members: [quick, slo], combine: [mean] }", "ensemble.members[1]: there is no member 'slo'; did you mean 'slow'?")]
    [InlineData("ensemble: { combine: [mean], choose: bma }", "ensemble.choose: there is no member or combination 'bma'")]
    [InlineData("ensemble: { combine: [bma, { method: bma, settings: { density: gamma } }] }", "ensemble.combine[1]: there is another member or combination 'bma'; give this one a 'name'")]
    [InlineData("ensemble: { combine: [{ method: mean, name: slow }] }", "ensemble.combine[0]: there is another member or combination 'slow'; give this one a 'name'")]
    [InlineData("ensemble: { combine: [{ method: bma, settings: { density: uniform } }] }", "ensemble.combine[0].settings.density: expected")]
    [InlineData("ensemble: { combine: [{ method: stacking, settings: { lambda: 1 } }] }", "ensemble.combine[0].settings.lambda")]
    [InlineData("ensemble: { combine: [{ method: regime_weights, settings: { shares: [0.5, 0.2] } }] }", "ensemble.combine[0]: settings.shares: shares must ascend between 0 and 1, found 0.5, 0.2")]
    [InlineData("ensemble: { combine: [] }", "ensemble.combine")]
    [InlineData("ensemble: { members: [slow], combine: [mean] }", "ensemble.members")]
    public void Each_is_told_with_its_place(string ensemble, string expected)
    {
        string problem = Assert.Single(_trial.ProblemsOf(EnsembleTrial.Yaml(ensemble)));
        Assert.StartsWith("workflow.yaml:17:", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_fitted_needs_a_validation_period()
    {
        string yaml = EnsembleTrial.Yaml("ensemble: { combine: [mean, bma] }").Replace("  validation: [2002-01-01, 2002-12-31]\n", string.Empty, StringComparison.Ordinal);
        Assert.Contains("ensemble.combine[1]: bma is fitted on the validation period, and there is none; give splits.validation", Assert.Single(_trial.ProblemsOf(yaml)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_period_that_is_too_short_is_told_with_what_it_takes()
    {
        string yaml = EnsembleTrial.Yaml("ensemble: { combine: [mean, bma] }").Replace("[2002-01-01, 2002-12-31]", "[2002-01-01, 2002-01-20]", StringComparison.Ordinal);
        Assert.Contains("splits.validation: 20 time steps are too few to fit bma for 2 members; it takes 40", Assert.Single(_trial.ProblemsOf(yaml)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_member_alone_cannot_be_combined()
    {
        string yaml = EnsembleTrial.Yaml("ensemble: { combine: [mean] }").Replace("  - { name: slow, plugin: bucket, parameters: { K: 30, share: 1 } }\n", string.Empty, StringComparison.Ordinal);
        Assert.Contains("ensemble: one member cannot be combined with itself; give 'models' another", Assert.Single(_trial.ProblemsOf(yaml)), StringComparison.Ordinal);
    }
}
