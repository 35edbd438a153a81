using System.Diagnostics;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>The same three reaches, a and b into c, in the words of each data set.</summary>
[Collection("NetCDF files")]
public sealed class NetworkPresetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DomainReader _reader = new(new UdUnits());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("merit-basins", "COMID,NextDownID,lengthkm,slope", "1,3,2,0.1", "2,3,4,0.2", "3,0,6,0.3")]
    [InlineData("nhdplus", "comid,hydroseq,dnhydroseq,lengthkm,slope", "1,500,300,2,0.1", "2,400,300,4,0.2", "3,300,0,6,0.3")]
    [InlineData("nhdplus", "COMID,fromnode,tonode,LENGTHKM,SLOPE", "1,10,12,2,0.1", "2,11,12,4,0.2", "3,12,13,6,0.3")]
    [InlineData("tdx-hydro", "LINKNO,DSLINKNO,Length,Slope", "1,3,2000,0.1", "2,3,4000,0.2", "3,-1,6000,0.3")]
    [InlineData("basinmaker", "SubId,DowSubId,RivLength,RivSlope", "1,3,2000,0.1", "2,3,4000,0.2", "3,-1,6000,0.3")]
    [InlineData("basinmaker", "SubId,DowSubId,Rivlen,RivSlope", "1,3,2000,0.1", "2,3,4000,0.2", "3,9,6000,0.3")]
    [InlineData("hydrobasins", "HYBAS_ID,NEXT_DOWN", "1,3", "2,3", "3,0")]
    public void A_table_in_the_words_of_a_data_set_gives_the_network(string preset, params string[] lines)
    {
        string path = _folder.Write("reaches.csv", string.Join('\n', lines) + "\n");
        Check(_reader.ReadNetwork(new NetworkSource(NetworkPresets.Find(preset), path)), measured: preset != "hydrobasins");
    }

    [Fact]
    public void The_network_file_of_mizuRoute_gives_the_network()
    {
        string text = _folder.Write("network.cdl", """
            netcdf network { dimensions: seg = 3 ; hru = 2 ;
            variables: int segId(seg) ; int downSegId(seg) ; double length(seg) ; double slope(seg) ; int hruId(hru) ;
            data: segId = 1, 2, 3 ; downSegId = 3, 3, 0 ; length = 2000, 4000, 6000 ; slope = 0.1, 0.2, 0.3 ; hruId = 5, 6 ; }
            """);
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ncgen", ["-o", _folder.At("network.nc"), text]));
            process!.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no ncgen here (package netcdf-bin).");
        }

        Check(_reader.ReadNetwork(new NetworkSource(NetworkPresets.Find("mizuroute"), _folder.At("network.nc"))), measured: true);
    }

    [Fact]
    public void An_unknown_preset_is_an_error_that_names_those_there_are() =>
        Assert.Contains("merit-basins, hydrobasins, nhdplus", Assert.Throws<InputException>(() => NetworkPresets.Find("hydrorivers")).Message, StringComparison.Ordinal);

    private static void Check(RiverNetwork network, bool measured)
    {
        Assert.Equal(["1", "2", "3"], network.Ids);
        Assert.Equal([2, 2, -1], network.Downstream.ToArray());
        Close.All(measured ? [2000, 4000, 6000] : [double.NaN, double.NaN, double.NaN], network.LengthMetres, 1e-12);
        Close.All(measured ? [0.1, 0.2, 0.3] : [double.NaN, double.NaN, double.NaN], network.Slope, 1e-12);
    }
}
