using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;

namespace Tributary.Tests.Forcing;

public sealed class DelimitedTextTests : IDisposable
{
    private readonly ForcingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Quotes_protect_separators_and_quotes()
    {
        using var text = Open("id,\"gauge, name\",area\n1,\"FISH CREEK NEAR CRYSTAL, MI\", 95.9 \n\n2,\"the \"\"old\"\" mill\",\n", ',');
        text.ReadHeadings();
        Assert.Equal(["id", "gauge, name", "area"], text.Headings);
        Assert.True(text.Read());
        Assert.Equal("FISH CREEK NEAR CRYSTAL, MI", text.Text(1));
        Assert.Equal(95.9, text.Number(2));
        Assert.True(text.Read());
        Assert.Equal(4, text.Line);
        Assert.Equal("the \"old\" mill", text.Text(1));
        Assert.Equal(double.NaN, text.NumberOrGap(2));
        Assert.False(text.Read());
    }

    [Theory]
    [InlineData("a,\"b\n", "line 1, column 2: a quotation mark is not closed")]
    [InlineData("a,\"b\"c,d\n", "line 1, column 2: something follows the closing quotation mark")]
    public void Misplaced_quotes_are_refused(string row, string expected)
    {
        using DelimitedText text = Open(row, ',');
        Assert.Contains(expected, Assert.Throws<InputException>(() => text.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData("--3")]
    public void What_is_no_finite_number_is_refused(string field)
    {
        using DelimitedText text = Open($"a;{field}\n", ';');
        text.Read();
        Assert.Contains($"line 1, column 2: '{field}' is no number", Assert.Throws<InputException>(() => text.NumberOrGap(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_fields_written_in_quotes_come_back()
    {
        Prop.ForAll<NonEmptyArray<NonNull<string>>>(given =>
        {
            string[] fields = [.. given.Get.Select(field => string.Concat(field.Get.Where(character => character is not ('\r' or '\n' or '\u0085' or '\u2028' or '\u2029') && !char.IsSurrogate(character))))];
            string row = string.Join(';', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
            using DelimitedText text = Open(row + "\n", ';');
            Assert.True(text.Read());
            Assert.Equal(fields, Enumerable.Range(0, text.Count).Select(text.Text));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_id_that_is_repeated_in_an_attribute_file_is_refused()
    {
        string path = _folder.Write("attributes.csv", "gauge_id,area\nx_1,3\nx_1,4\n");
        string message = Assert.Throws<InputException>(() => new AttributeFiles().Add(path, ',', "gauge_id")).Message;
        Assert.Contains("line 3, column 1 (gauge_id): the basin 'x_1' is repeated", message, StringComparison.Ordinal);
    }

    private DelimitedText Open(string content, char? separator) => new(_folder.Write("text.txt", content), separator);
}
