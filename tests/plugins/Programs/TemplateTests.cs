using Tributary.Contracts;
using Tributary.Plugins.Process;

namespace Tributary.Tests.Programs;

/// <summary>Filling templates in.</summary>
public sealed class TemplateTests
{
    private static readonly Scope Values = new Scope().Set("id", "1013").Set("area", 412.5).Set("start", "2001-02-03 06:00").Set("empty", "")
        .Set("steps", [new Scope(new Scope().Set("id", "1013")).Set("rain", 1.25), new Scope(new Scope().Set("id", "1013")).Set("rain", 0.5)]);

    [Theory]
    [InlineData("a {{id}} b {{ area }}", "a 1013 b 412.5")]
    [InlineData("{{area:0}} {{area:0.000}} {{start:yyyyMMdd}} {{start:HH}}", "413 412.500 20010203 06")]
    [InlineData("{{#steps}}{{rain}};{{/steps}}", "1.25;0.5;")]
    [InlineData("{{#steps}}{{id}}={{rain}} {{/steps}}", "1013=1.25 1013=0.5 ")]
    [InlineData("head\n{{#steps}}\nrain {{rain}}\n{{/steps}}\ntail\n", "head\nrain 1.25\nrain 0.5\ntail\n")]
    [InlineData("a{{! not this }}b", "ab")]
    [InlineData("{{^empty}}none{{/empty}}{{#empty}}some{{/empty}}{{#id}}yes{{/id}}{{^missing}}missing{{/missing}}", "noneyesmissing")]
    [InlineData("", "")]
    public void Is_filled_in_as_mustache_has_it(string template, string expected) => Assert.Equal(expected, new Template("t", template).Fill(Values));

    [Theory]
    [InlineData("a\nb {{nothing}}", "t:2:3", "nothing called 'nothing'")]
    [InlineData("a {{id", "t:1:3", "a tag is not closed")]
    [InlineData("{{#steps}} a", "t:1:1", "'steps' is not closed")]
    [InlineData("{{#steps}}{{/id}}", "t:1:11", "'id' is closed, which is not open")]
    [InlineData("{{/id}}", "t:1:1", "'id' is closed, which is not open")]
    [InlineData("{{empty:0}}", "t:1:1", "takes no format")]
    public void What_is_wrong_is_said_where_it_is(string template, string where, string problem)
    {
        InputException error = Assert.Throws<InputException>(() => new Template("t", template).Fill(Values));
        Assert.Equal(where, error.Where);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
