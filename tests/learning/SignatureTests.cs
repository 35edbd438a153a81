namespace Tributary.Learning.Tests;

public class SignatureTests
{
    [Fact]
    public void a_member_fits_on_itself_and_on_one_with_more_optional_parameters()
    {
        Assert.True(Fits("T | static X f(long a, bool b = true)", "T | static X f(long a, bool b = true)"));
        Assert.True(Fits("T | X to(long a)", "T | X to(long a, bool copy = false, params long[] rest)"));
        Assert.True(Fits("T | X sum(long dim)", "T | X sum(long dim = 0)"));
        Assert.True(Fits("T | X name { get; }", "T | X name { get; set; }"));
        Assert.True(Fits("T | X name { get; protected set; }", "T | X name { get; set; }"));
    }

    [Fact]
    public void a_member_does_not_fit_where_code_would_break_or_mean_something_else()
    {
        Assert.False(Fits("T | X f(long a)", "T | X f(int a)"));
        Assert.False(Fits("T | X f(long inputChannel)", "T | X f(long in_channels)"));
        Assert.False(Fits("T | X f(double end_factor = 5)", "T | X f(double end_factor = 1)"));
        Assert.False(Fits("T | X f(long a)", "T | X f(long a, long b)"));
        Assert.False(Fits("T | X f(long a)", "T | Y f(long a)"));
        Assert.False(Fits("T | X f(long a)", "T | static X f(long a)"));
        Assert.False(Fits("T | X f(long a)", "T | protected X f(long a)"));
        Assert.False(Fits("T | X grad()", "T | X grad { get; set; }"));
        Assert.False(Fits("T | X name { get; set; }", "T | X name { get; }"));
        Assert.False(Fits("T | virtual X f()", "T | X f()"));
        Assert.False(Fits("T | X f<T>(T a)", "T | X f<T>(T a) where T : struct"));
        Assert.False(Fits("T | Float32 = 6", "T | Float32 = 7"));
    }

    [Fact]
    public void brackets_inside_parameters_are_kept_together()
    {
        Assert.True(Fits("T | (X,Y) f((long,long) kernel, IList<(string,X)> pairs)", "T | (X,Y) f((long,long) kernel, IList<(string,X)> pairs, bool b = false)"));
        Assert.False(Fits("T | X this[long a, long b] { get; }", "T | X this[long a] { get; }"));
    }

    private static bool Fits(string own, string other) => new Signature(own).FitsOn(new Signature(other));
}
