using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Opens whatever holds gridded forcing as named, labelled arrays: NetCDF, Zarr stores, and GeoTIFFs or other rasters that GDAL reads.</summary>
/// <param name="rasters">What rasters do not say themselves; null for nothing.</param>
public sealed class GriddedFiles(RasterStackSettings? rasters = null) : IArrayFiles
{
    private readonly NetCdfFiles _netCdf = new();
    private readonly RasterStackSettings _rasters = rasters ?? new RasterStackSettings();

    /// <inheritdoc/>
    public IArrayFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new ZarrFile(path);
        }

        return !File.Exists(path) || IsNetCdf(path) ? _netCdf.Open(path) : new RasterStackFile(path, _rasters);
    }

    // By what it begins with: "CDF" for the classic formats, the signature of HDF5 for netCDF-4.
    private static bool IsNetCdf(string path)
    {
        if (Path.GetExtension(path) is ".nc" or ".nc4")
        {
            return true;
        }

        Span<byte> start = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..count].StartsWith("CDF"u8) || start[..count].SequenceEqual<byte>([0x89, (byte)'H', (byte)'D', (byte)'F']);
    }
}
