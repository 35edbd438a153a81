using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

public sealed class UnitsTests
{
    [Fact]
    public void A_conversion_scales_then_adds_and_leaves_gaps()
    {
        double[] values = [32, 212, double.NaN];
        new UnitConversion(5 / 9.0, -160 / 9.0).Apply(values);
        Close.All([0, 100, double.NaN], values, 1e-12, 1);
        Assert.Equal(7.3, UnitConversion.Identity.Apply(7.3));
    }

    [Fact]
    public void Standard_variables_are_found_by_their_own_names_and_have_sensible_ranges() => Assert.All(Variables.All, entry =>
    {
        Assert.Equal(entry.Key, entry.Value.Name);
        Assert.True(entry.Value.Lowest < entry.Value.Highest);
        Assert.NotEmpty(entry.Value.Description);
    });

    [Theory]
    [InlineData("it broke", null, null, "it broke")]
    [InlineData("it broke", "file.nc", null, "file.nc: it broke")]
    [InlineData("it broke", "file.nc", "Mend it.", "file.nc: it broke. Mend it.")]
    [InlineData("It broke.", null, "Mend it.", "It broke. Mend it.")]
    public void A_message_tells_where_what_and_the_remedy(string problem, string? where, string? remedy, string message)
    {
        Assert.Equal(message, new InputException(problem, where, remedy).Message);
        Assert.Equal(message, new WorkException(problem, where, remedy).Message);
    }
}
