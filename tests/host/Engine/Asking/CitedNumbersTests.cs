using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Which numbers of an answer count as told.</summary>
public sealed class CitedNumbersTests
{
    [Fact]
    public void A_number_rounded_to_any_digits_is_told_and_one_a_whole_digit_off_is_not() => Property.Holds(
        from value in Property.Between(0.01, 3000)
        from decimals in Gen.Choose(0, 4)
        select (value, decimals),
        told =>
        {
            double rounded = Math.Round(told.value, told.decimals);
            double off = rounded + (1.6 * Math.Pow(10, -told.decimals));

            Assert.Empty(Check($"It was {Text(rounded, told.decimals)} m3/s [q1].", told.value));
            Assert.Single(Check($"It was {Text(off, told.decimals)} m3/s [q1].", told.value));
            Assert.Empty(Check($"It was {Text(100 * rounded, 0)} % [q1].", rounded));
            Assert.Single(Check($"It was {Text(rounded, told.decimals)} m3/s.", told.value));
        });

    [Fact]
    public void What_the_model_itself_asked_for_is_no_result()
    {
        var result = new JsonObject { ["query"] = "ask partition --limit 57", ["citation"] = "q57", ["rows"] = new JsonArray(new JsonObject { ["share"] = 0.25 }) };

        Assert.Single(CitedNumbers.Check("It was 57 [q1].", string.Empty, [new CitedQuery("q1", new ExplanationQuery { What = "partition" }, result)]));
    }

    [Fact]
    public void Marks_stand_behind_the_numbers_themselves()
    {
        const string answer = "It was 7 [q1], then 8 % [q1].";

        Assert.Equal("It was 7 [not from a query] [q1], then 8 % [not from a query] [q1].", CitedNumbers.Mark(answer, Check(answer, 3)));
    }

    private static string Text(double value, int decimals) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static IReadOnlyList<UncitedNumber> Check(string answer, double told) =>
        CitedNumbers.Check(answer, string.Empty, [new CitedQuery("q1", new ExplanationQuery { What = "flow" }, new JsonObject { ["rows"] = new JsonArray(new JsonObject { ["value"] = told }) })]);
}
