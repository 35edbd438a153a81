using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata;

// A process that starts while a file is open inherits HDF5's lock on it, so these run one after the other.
[Collection("NetCDF files")]
public sealed class NetCdfWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        Write("a.nc", [1.25, double.NaN, -3e10, 0, 1 / 3.0, double.MaxValue]);
        using IArrayFile file = new NetCdfFiles().Open(_folder.At("a.nc"));
        double[] flow = new double[6];
        file.Read("flow", [0, 0], [2, 3], flow);
        Close.SameBits([1.25, double.NaN, -3e10, 0, 1 / 3.0, double.MaxValue], flow);
        Assert.Equal(["north", "sõuth"], file.ReadText("gauge"));
        Assert.Equal([new DateTime(2001, 1, 1), new DateTime(2001, 1, 2), new DateTime(2001, 1, 3)], file.ReadTimes("time"));
        Assert.Equal("m3 s-1", file.Variables.Single(variable => variable.Name == "flow").Text("units"));
        Assert.Equal("a test, with ü", file.Attributes["title"]);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        byte[] one = Write("one.nc", [1, 2, 3, 4, 5, 6]);
        Assert.Equal(one, Write("two.nc", [1, 2, 3, 4, 5, 6]));
        Assert.NotEqual(one, Write("three.nc", [1, 2, 3, 4, 5, 7]));
    }

    [Fact]
    public void Any_number_comes_back_with_its_bits() => Property.Holds(ArbMap.Default.GeneratorFor<double>().ArrayOf(6), values =>
    {
        Write("any.nc", values);
        using IArrayFile file = new NetCdfFiles().Open(_folder.At("any.nc"));
        double[] flow = new double[6];
        file.Read("flow", [0, 0], [2, 3], flow);
        Assert.Equal(values, flow);
    });

    [Fact]
    public void Packed_numbers_come_back_to_the_nearest_step_and_gaps_stay_gaps()
    {
        long length = WritePacked([273.15, 250.04, 300.06, double.NaN, -3003.55, 3549.85]);
        using IArrayFile file = new NetCdfFiles().Open(_folder.At("packed.nc"));
        double[] warm = new double[6];
        file.Read("warm", [0], [6], warm);
        double[] expected = [273.15, 250.05, 300.05, double.NaN, -3003.55, 3549.85];
        for (int i = 0; i < warm.Length; i++)
        {
            Assert.Equal(expected[i], warm[i], 1e-9);
        }

        Assert.Equal(length + (2 * 100), WritePacked([.. Enumerable.Repeat(280.0, 106)]));
    }

    [Fact]
    public void A_number_too_large_to_be_packed_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WritePacked([273.15, 0, 0, 0, 0, 3549.96]));

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var error = Assert.Throws<WorkException>(() => new NetCdfWriter(_folder.At("none", "a.nc")));
        Assert.Contains("it cannot be created", error.Message, StringComparison.Ordinal);
    }

    private long WritePacked(double[] warm)
    {
        string path = _folder.At("packed.nc");
        using var writer = new NetCdfWriter(path);
        writer.DefineDimension("time", warm.Length);
        writer.DefinePacked("warm", ["time"], 0.1, 273.15, ("units", "K"));
        writer.Write("warm", warm);
        writer.Complete();
        return new FileInfo(path).Length;
    }

    private byte[] Write(string name, double[] flow)
    {
        string path = _folder.At(name);
        using (var writer = new NetCdfWriter(path))
        {
            writer.DefineDimension("gauge", 2);
            writer.DefineDimension("time", 3);
            writer.DefineDimension("letters", 10);
            writer.DefineVariable("time", ["time"], NetCdfKind.Whole, ("units", "days since 2001-01-01"));
            writer.DefineVariable("gauge", ["gauge", "letters"], NetCdfKind.Text);
            writer.DefineVariable("flow", ["gauge", "time"], NetCdfKind.Real64, ("units", "m3 s-1"));
            writer.DefineAttribute("title", "a test, with ü");
            writer.Write("time", [0, 1, 2]);
            writer.Write("gauge", ["north", "sõuth"]);
            writer.Write("flow", [0, 0], [1, 3], flow.AsSpan(0, 3));
            writer.Write("flow", [1, 0], [1, 3], flow.AsSpan(3, 3));
            writer.Complete();
        }

        return File.ReadAllBytes(path);
    }
}
