using NetTopologySuite.IO;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>Weights that are stored and used again.</summary>
[Collection("NetCDF files")]
public sealed class WeightStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stored_weights_have_the_same_bits_and_are_not_written_again()
    {
        WeightStore store = new(_folder.At("weights"), new NetCdfFiles());
        UnitOutline[] units = [Unit("Lièvre", 1.3), Unit("b", 1.7)];
        UnitWeights computed = store.Get(Grid(), units, "grid");
        string path = store.PathOf(Grid(), units);
        DateTime longAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);
        UnitWeights read = store.Get(Grid(), units, "grid");
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(path));
        Assert.Equal(computed.UnitIds, read.UnitIds);
        Assert.Equal(computed.Offsets.ToArray(), read.Offsets.ToArray());
        Assert.Equal(computed.Sources.ToArray(), read.Sources.ToArray());
        Close.SameBits(computed.Weights, read.Weights);
        Close.SameBits(computed.AreaKm2, read.AreaKm2);
        Assert.Equal([path], Directory.GetFiles(_folder.At("weights")));
    }

    [Fact]
    public void Another_grid_or_outline_or_id_is_another_file()
    {
        WeightStore store = new(_folder.Path, new NetCdfFiles());
        string path = store.PathOf(Grid(), [Unit("a", 1.3)]);
        Assert.Equal(path, store.PathOf(Grid(), [Unit("a", 1.3)]));
        Assert.NotEqual(path, store.PathOf(Grid(), [Unit("a", 1.3000001)]));
        Assert.NotEqual(path, store.PathOf(Grid(), [Unit("b", 1.3)]));
        Assert.NotEqual(path, store.PathOf(Grid(0.001), [Unit("a", 1.3)]));
        Assert.NotEqual(path, store.PathOf(Grid(), [Unit("a", 1.3)], 0.5));
    }

    [Fact]
    public void A_damaged_file_is_computed_anew()
    {
        WeightStore store = new(_folder.Path, new NetCdfFiles());
        UnitOutline[] units = [Unit("a", 1.3)];
        UnitWeights computed = store.Get(Grid(), units, "grid");
        string path = store.PathOf(Grid(), units);
        byte[] whole = File.ReadAllBytes(path);
        foreach (byte[] damaged in new[] { [], whole[..(whole.Length / 2)], [.. whole[..^8], 1, 2, 3, 4, 5, 6, 7, 8] })
        {
            File.WriteAllBytes(path, damaged);
            Close.SameBits(computed.Weights, store.Get(Grid(), units, "grid").Weights);
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    private static UnitOutline Unit(string id, double north) => new(id, new WKTReader().Read(FormattableString.Invariant($"POLYGON ((0.1 0.1, 1.9 0.1, 1.9 {north}, 0.1 {north}, 0.1 0.1))")));

    private static CornerGrid Grid(double shift = 0) => new(2, 2, [0.5 + shift, 1.5, 0.5, 1.5], [0.5, 0.5, 1.5, 1.5], null);
}
