using System.Diagnostics;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata;

// A process that starts while a file is open inherits HDF5's lock on it, so these run one after the other.
/// <summary>Reading files that the NetCDF library's own ncgen makes from text.</summary>
[Collection("NetCDF files")]
public sealed class NetCdfFileTests : IDisposable
{
    private const string Sample = """
        netcdf sample {
        dimensions:
            time = UNLIMITED ;
            station = 2 ;
            length = 6 ;
        variables:
            double time(time) ;
                time:units = "hours since 2001-02-28 00:00:00" ;
            char name(station, length) ;
            short packed(time, station) ;
                packed:scale_factor = 0.1 ;
                packed:add_offset = 5. ;
                packed:_FillValue = -999s ;
                packed:missing_value = -888s ;
                packed:units = "degC" ;
            float ranged(time) ;
                ranged:valid_range = 0.f, 100.f ;
            float least(time) ;
                least:valid_min = 2.f ;
            int scalar ;
            float plain(time) ;
        :title = "a sample" ;
        :numbers = 1., 2.5 ;
        data:
            time = 0, 24, 48 ;
            name = "Vils", "Reutte" ;
            packed = 10, -999, -888, 0, -50, 32767 ;
            ranged = -1, 50, 101 ;
            least = 1, 2, 3 ;
            scalar = 7 ;
            plain = 1.5, _, 3.5 ;
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["classic", "64-bit offset", "netCDF-4"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Packed_missing_and_out_of_range_values_are_told_apart(string kind)
    {
        using IArrayFile file = Generate(Sample, kind);
        Close.All([6, double.NaN, double.NaN, 5, 0, 3281.7], Read(file, "packed"), 1e-12, 1);
        Assert.Equal([double.NaN, 50, double.NaN], Read(file, "ranged"));
        Assert.Equal([double.NaN, 2, 3], Read(file, "least"));
        Assert.Equal([7], Read(file, "scalar"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Times_text_attributes_and_dimensions_are_read(string kind)
    {
        using IArrayFile file = Generate(Sample, kind);
        Assert.Equal([new DateTime(2001, 2, 28), new DateTime(2001, 3, 1), new DateTime(2001, 3, 2)], file.ReadTimes("time"));
        Assert.Equal(["Vils", "Reutte"], file.ReadText("name"));
        Assert.Equal("a sample", file.Attributes["title"]);
        Assert.Equal([1, 2.5], (double[])file.Attributes["numbers"]);
        ArrayVariable packed = file.Variables.Single(variable => variable.Name == "packed");
        Assert.Equal([("time", 3L), ("station", 2L)], packed.Dimensions);
        Assert.Equal(6, packed.Length);
        Assert.Equal("degC", packed.Text("units"));
        Assert.False(packed.IsText);
    }

    [Fact]
    public void Strings_of_netCDF_4_are_read()
    {
        using IArrayFile file = Generate("netcdf s { dimensions: n = 2 ; variables: string id(n) ; string id:note = \"long\" ; data: id = \"Lech\", \"Lièvre\" ; }", "netCDF-4");
        Assert.Equal(["Lech", "Lièvre"], file.ReadText("id"));
        Assert.Equal("long", file.Variables[0].Text("note"));
    }

    [Fact]
    public void A_part_of_an_array_is_read()
    {
        using IArrayFile file = Generate("netcdf s { dimensions: y = 3 ; x = 4 ; variables: int a(y, x) ; data: a = 0,1,2,3, 10,11,12,13, 20,21,22,23 ; }", "classic");
        double[] part = new double[4];
        file.Read("a", [1, 2], [2, 2], part);
        Assert.Equal([12, 13, 22, 23], part);
    }

    [Fact]
    public void A_value_that_was_never_written_is_missing()
    {
        using IArrayFile file = Generate(Sample, "classic");
        Assert.Equal([1.5, double.NaN, 3.5], Read(file, "plain"));
    }

    [Fact]
    public void What_is_missing_or_wrong_is_told()
    {
        using IArrayFile file = Generate(Sample, "classic");
        Assert.Contains("there is no variable 'rain'. It has time, name, packed", Assert.Throws<InputException>(() => Read(file, "time", "rain")).Message, StringComparison.Ordinal);
        Assert.Contains("packed has 3 values along time, not 5", Assert.Throws<InputException>(() => file.Read("packed", [2, 0], [3, 1], new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("scalar holds numbers, not text", Assert.Throws<InputException>(() => file.ReadText("scalar")).Message, StringComparison.Ordinal);
        Assert.Contains("its units 'degC' are no CF time", Assert.Throws<InputException>(() => CfTimes()).Message, StringComparison.Ordinal);
        var files = new NetCdfFiles();
        Assert.Contains("there is no such file", Assert.Throws<InputException>(() => files.Open(_folder.At("none.nc"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened as NetCDF", Assert.Throws<InputException>(() => files.Open(_folder.Write("text.nc", "no NetCDF at all"))).Message, StringComparison.Ordinal);

        DateTime[] CfTimes()
        {
            using IArrayFile wrong = Generate("netcdf t { dimensions: n = 1 ; variables: double n(n) ; n:units = \"degC\" ; data: n = 1 ; }", "classic");
            return wrong.ReadTimes("n");
        }
    }

    private static double[] Read(IArrayFile file, string like, string? name = null)
    {
        ArrayVariable variable = file.Variables.Single(variable => variable.Name == like);
        double[] values = new double[variable.Length];
        file.Read(name ?? like, new long[variable.Dimensions.Count], [.. variable.Dimensions.Select(dimension => dimension.Length)], values);
        return values;
    }

    private IArrayFile Generate(string text, string kind)
    {
        string source = _folder.Write($"{Guid.NewGuid():N}.cdl", text);
        string path = Path.ChangeExtension(source, ".nc");
        try
        {
            using Process ncgen = Process.Start(new ProcessStartInfo("ncgen", ["-k", kind, "-o", path, source]) { RedirectStandardError = true })!;
            string errors = ncgen.StandardError.ReadToEnd();
            ncgen.WaitForExit();
            Assert.True(ncgen.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no ncgen on this machine; 'apt install netcdf-bin' brings it.");
        }

        return new NetCdfFiles().Open(path);
    }
}
