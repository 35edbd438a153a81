using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Tests.Geodata.Grids;

namespace Tributary.Tests.Geodata.Zarr;

/// <summary>Zarr stores against a NetCDF twin.</summary>
[Collection("NetCDF files")]
public sealed class ZarrTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GriddedFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_store_of_version_2_is_read_as_its_NetCDF_twin() => DemandTwin(new HandmadeZarr(_folder, "a.zarr").Version2());

    [Theory]
    [InlineData("""{"name": "default", "configuration": {"separator": "/"}}""")]
    [InlineData("""{"name": "default", "configuration": {"separator": "."}}""")]
    [InlineData("""{"name": "v2"}""")]
    public void A_store_of_version_3_is_read_as_its_NetCDF_twin(string keys) => DemandTwin(new HandmadeZarr(_folder, "a.zarr").Version3(keys));

    [Fact]
    public void Several_stores_follow_each_other_in_time()
    {
        HandmadeZarr one = new HandmadeZarr(_folder, "1.zarr").Version2();
        HandmadeZarr two = new HandmadeZarr(_folder, "2.zarr") { Times = [5, 6, 7, 8, 9] }.Version3();
        using GridSeries series = Open(_folder.At("*.zarr"));
        Assert.Equal(10, series.Time.Count);
        Assert.Equal([one.Path, two.Path], series.Files);
        double[] values = new double[10];
        series.Read(0, 10, new GridWindow(0, 1, 1, 1), values);
        Assert.Equal(values[..5], values[5..]);
    }

    [Fact]
    public void A_fill_value_other_than_0_is_missing_and_0_is_0()
    {
        // A chunk that is not there holds the fill value.
        HandmadeZarr store = new HandmadeZarr(_folder, "a.zarr").Version3(fill: "0.0");
        File.Delete(Path.Combine(store.Path, "tp", "c", "1", "0", "0"));
        Assert.Equal(0, FirstCell(store)[2]);
        store = new HandmadeZarr(_folder, "b.zarr").Version3(fill: "-1.0");
        File.Delete(Path.Combine(store.Path, "tp", "c", "1", "0", "0"));
        Assert.True(double.IsNaN(FirstCell(store)[2]));

        // Eight bytes of 9.25, in base 64 as xarray writes them: cell 0 of step 0 is 0, of step 1 is 12 * 37 % 101 / 4 = 10.
        string bytes = Convert.ToBase64String(BitConverter.GetBytes(10.0));
        Assert.Equal([0, double.NaN], FirstCell(new HandmadeZarr(_folder, "c.zarr").Version3(fill: "0.0", attributes: $", \"_FillValue\": \"{bytes}\""))[..2]);
    }

    [Fact]
    public void What_is_absent_is_named()
    {
        HandmadeZarr store = new HandmadeZarr(_folder, "a.zarr") { Unit = " " }.Version2();
        Assert.Contains("a.zarr, tp: its unit is absent", Refused(store.Path), StringComparison.Ordinal);
        Assert.Contains("there is no variable 'snow'. It has lat, lon, time, tp", GriddedTwin.Refused(() => GridSeries.Open(_files, [store.Path], "snow")), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.At("empty"));
        Assert.Contains("empty: it is a folder, but no Zarr store", Refused(_folder.At("empty")), StringComparison.Ordinal);
        Assert.Contains("tp: it is one Zarr array alone", Refused(Path.Combine(store.Path, "tp")), StringComparison.Ordinal);
        Assert.Contains("no file has such a name", Assert.Throws<InputException>(() => FilePattern.Find(_folder.At("e*"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 2, 4, 5 }, "a.zarr, tp: the time axis has a gap")]
    [InlineData(new double[] { 0, 1, 1, 2, 3 }, "a.zarr, tp: the step at 2001-01-02 00:00 comes twice")]
    public void A_gap_or_a_repeat_is_refused(double[] times, string problem) =>
        Assert.Contains(problem, Refused(new HandmadeZarr(_folder, "a.zarr") { Times = times }.Version2().Path), StringComparison.Ordinal);

    [Theory]
    [InlineData(2, "tp/1.0.0")]
    [InlineData(3, "tp/c/1/0/0")]
    public void A_truncated_chunk_is_an_error_that_names_store_and_variable(int version, string chunk)
    {
        var store = new HandmadeZarr(_folder, "a.zarr");
        _ = version == 2 ? store.Version2() : store.Version3();
        using (FileStream file = File.OpenWrite(Path.Combine(store.Path, chunk)))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Contains("a.zarr: tp cannot be read", Refused(store.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_metadata_are_an_error_that_names_the_file()
    {
        HandmadeZarr store = new HandmadeZarr(_folder, "a.zarr").Version2();
        _folder.Write("a.zarr/lat/.zarray", "{\"shape\": [3");
        Assert.Contains($"lat{Path.DirectorySeparatorChar}.zarray: it is not the JSON of a Zarr store", Refused(store.Path), StringComparison.Ordinal);
        _folder.Write("a.zarr/lat/.zarray", "{}");
        Assert.Contains("lat: its metadata lack 'dtype'", Refused(store.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_of_version_3_is_said_with_its_remedy()
    {
        string message = Refused(new HandmadeZarr(_folder, "a.zarr").Version3(codec: "sharding_indexed").Path);
        Assert.Contains("is stored with the codec 'sharding_indexed', which is not read", message, StringComparison.Ordinal);
        Assert.Contains("to_zarr(zarr_format=2)", message, StringComparison.Ordinal);
        _folder.Write("draft.zarr/zarr.json", """{"zarr_format": "https://purl.org/zarr/spec/protocol/core/3.0"}""");
        Assert.Contains("draft.zarr: it is a Zarr store of the draft of version 3", Refused(_folder.At("draft.zarr")), StringComparison.Ordinal);
    }

    private void DemandTwin(HandmadeZarr store)
    {
        using GridSeries expected = Open(GriddedTwin.NetCdf(_folder));
        using GridSeries series = Open(store.Path);
        GriddedTwin.DemandSame(expected, series);
        Assert.Equal(expected.Grid.Key, series.Grid.Key);
    }

    private double[] FirstCell(HandmadeZarr store)
    {
        using GridSeries series = Open(store.Path);
        double[] values = new double[series.Time.Count];
        series.Read(0, values.Length, new GridWindow(0, 0, 1, 1), values);
        return values;
    }

    private string Refused(string path) => GriddedTwin.Refused(() => GridSeries.Open(_files, [path], "tp"));

    private GridSeries Open(string pattern) => GridSeries.Open(_files, FilePattern.Find(pattern), "tp");
}
