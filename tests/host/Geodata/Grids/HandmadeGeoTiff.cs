using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Grids;

/// <summary>GeoTIFFs of several bands of whole numbers, made by GDAL's own gdal_translate from a description in XML.</summary>
internal static class HandmadeGeoTiff
{
    /// <summary>Where the cells of the twin lie.</summary>
    public static GeoTransform Place { get; } = new(9.5, 52.5, 1, 1);

    /// <summary>Writes bands of the twin's size; skips the test where there is no gdal_translate.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="stored">The values as stored, <c>[band][y, x]</c>.</param>
    /// <param name="band">The XML of a band by its number, from 1.</param>
    /// <param name="ofFile">The XML of the file.</param>
    public static void Write(TemporaryFolder folder, string name, IReadOnlyList<int[]> stored, Func<int, string> band, string ofFile = "")
    {
        using var system = CoordinateSystem.Wgs84();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<VRTDataset rasterXSize=\"{GriddedTwin.Width}\" rasterYSize=\"{GriddedTwin.Height}\"><SRS>EPSG:4326</SRS><GeoTransform>9.5, 1, 0, 52.5, 0, -1</GeoTransform>{ofFile}");
        for (int i = 0; i < stored.Count; i++)
        {
            GeoTiffWriter.Write(folder.At($"{name}.{i}.part"), stored[i], GriddedTwin.Width, -999, Place, system);
            text.Append(CultureInfo.InvariantCulture, $"<VRTRasterBand dataType=\"Int16\" band=\"{i + 1}\">{band(i + 1)}<SimpleSource><SourceFilename>{folder.At($"{name}.{i}.part")}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>");
        }

        string description = folder.Write($"{name}.vrt", text.Append("</VRTDataset>").ToString());
        try
        {
            using Process translate = Process.Start(new ProcessStartInfo("gdal_translate", ["-q", description, folder.At(name)]) { RedirectStandardError = true })!;
            string errors = translate.StandardError.ReadToEnd();
            translate.WaitForExit();
            Assert.True(translate.ExitCode == 0, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no gdal_translate on this machine; 'apt install gdal-bin' brings it.");
        }
    }

    /// <summary>The steps of the twin as stored with a scale of 0.25, an offset of 1 and -999 for what is missing.</summary>
    public static IReadOnlyList<int[]> Packed() =>
        [.. GriddedTwin.Values.Chunk(GriddedTwin.Height * GriddedTwin.Width).Select(step => Array.ConvertAll(step, value => double.IsNaN(value) ? -999 : (int)((value - 1) / 0.25)))];

    /// <summary>The XML of a band that is packed so.</summary>
    public static string Packing(string description, string unit = "mm", string items = "") =>
        $"<Metadata>{items}</Metadata><Description>{description}</Description><UnitType>{unit}</UnitType><NoDataValue>-999</NoDataValue><Offset>1</Offset><Scale>0.25</Scale>";
}
