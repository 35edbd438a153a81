using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Tributary.Tests.Geodata.Grids;

namespace Tributary.Tests.Geodata.Zarr;

/// <summary>Zarr stores of the twin series, written by hand: JSON and chunks of two steps, the last of them half beyond the end.</summary>
internal sealed class HandmadeZarr(TemporaryFolder folder, string name)
{
    private const int ChunkSteps = 2;
    private static readonly double[] Latitude = [52, 51, 50];
    private static readonly double[] Longitude = [10, 11, 12, 13];

    public string Path => folder.At(name);

    public double[] Times { get; init; } = [0, 1, 2, 3, 4];

    public string Unit { get; init; } = "mm";

    /// <summary>As xarray and zarr-python write it.</summary>
    public HandmadeZarr Version2()
    {
        folder.Write($"{name}/.zgroup", """{"zarr_format": 2}""");
        Array2("time", "<i8", [Times.Length], [Times.Length], "null", """["time"]""", """, "units": "days since 2001-01-01", "calendar": "standard" """);
        Chunk("time/0", [.. Times.Select(time => (long)time)]);
        Array2("lat", "<f8", [3], [3], "\"NaN\"", """["lat"]""", """, "units": "degrees_north", "standard_name": "latitude" """);
        Chunk("lat/0", Latitude);
        Array2("lon", ">f8", [4], [4], "NaN", """["lon"]""", """, "units": "degrees_east" """);
        Chunk("lon/0", Array.ConvertAll(Longitude, value => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) is var bits ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits) : 0)));
        Array2("tp", "<i2", [Times.Length, 3, 4], [ChunkSteps, 3, 4], "-999", """["time", "lat", "lon"]""", $", \"units\": \"{Unit}\", \"cell_methods\": \"time: sum\", \"scale_factor\": 0.25, \"add_offset\": 1.0 ");
        for (int chunk = 0; chunk < 3; chunk++)
        {
            Chunk($"tp/{chunk}.0.0", [.. Steps(chunk).Select(value => double.IsNaN(value) ? (short)-999 : (short)((value - 1) / 0.25))]);
        }

        return this;
    }

    /// <summary>As the final version 3 defines it, compressed by gzip, its names of chunks in one of three ways.</summary>
    public HandmadeZarr Version3(string keys = """{"name": "default", "configuration": {"separator": "/"}}""", string codec = "gzip", string fill = "\"NaN\"", string attributes = "")
    {
        folder.Write($"{name}/zarr.json", """{"zarr_format": 3, "node_type": "group", "attributes": {"title": "twin"}}""");
        Array3("time", "int64", $"[{Times.Length}]", $"[{Times.Length}]", "0", keys, """["time"]""", """ "units": "days since 2001-01-01" """, codec);
        Chunk(Key("time", "0"), [.. Times.Select(time => (long)time)], zip: true);
        Array3("lat", "float64", "[3]", "[3]", "0.0", keys, """["lat"]""", """ "units": "degrees_north" """, codec);
        Chunk(Key("lat", "0"), Latitude, zip: true);
        Array3("lon", "float64", "[4]", "[4]", "0.0", keys, """["lon"]""", """ "units": "degrees_east" """, codec);
        Chunk(Key("lon", "0"), Longitude, zip: true);
        Array3("tp", "float32", $"[{Times.Length}, 3, 4]", $"[{ChunkSteps}, 3, 4]", fill, keys, """["time", "lat", "lon"]""", $"\"units\": \"{Unit}\", \"cell_methods\": \"time: sum\" {attributes}", codec);
        for (int chunk = 0; chunk < 3; chunk++)
        {
            Chunk(Key("tp", $"{chunk}/0/0"), [.. Steps(chunk).Select(value => (float)value)], zip: true);
        }

        return this;

        string Key(string array, string indices) => keys.Contains("v2", StringComparison.Ordinal) ? $"{array}/{indices.Replace('/', '.')}"
            : keys.Contains("\".\"", StringComparison.Ordinal) ? $"{array}/c.{indices.Replace('/', '.')}"
            : $"{array}/c/{indices}";
    }

    private static IEnumerable<double> Steps(int chunk) => Enumerable.Range(chunk * ChunkSteps * 12, ChunkSteps * 12).Select(i => i < GriddedTwin.Values.Length ? GriddedTwin.Values[i] : 0);

    private void Array2(string array, string type, int[] shape, int[] chunks, string fill, string dimensions, string attributes)
    {
        folder.Write($"{name}/{array}/.zarray", string.Create(CultureInfo.InvariantCulture, $$"""{"zarr_format": 2, "shape": [{{string.Join(", ", shape)}}], "chunks": [{{string.Join(", ", chunks)}}], "dtype": "{{type}}", "fill_value": {{fill}}, "order": "C", "filters": null, "compressor": null}"""));
        folder.Write($"{name}/{array}/.zattrs", $$"""{"_ARRAY_DIMENSIONS": {{dimensions}}{{attributes}}}""");
    }

    private void Array3(string array, string type, string shape, string chunks, string fill, string keys, string dimensions, string attributes, string codec) => folder.Write(
        $"{name}/{array}/zarr.json",
        $$$"""{"zarr_format": 3, "node_type": "array", "shape": {{{shape}}}, "data_type": "{{{type}}}", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": {{{chunks}}}}}, "chunk_key_encoding": {{{keys}}}, "fill_value": {{{fill}}}, "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "{{{codec}}}", "configuration": {"level": 5}}], "attributes": { {{{attributes}}} }, "dimension_names": {{{dimensions}}}}""");

    private void Chunk<T>(string chunk, T[] values, bool zip = false)
        where T : struct
    {
        string path = folder.At(name, chunk);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        using Stream stream = zip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(MemoryMarshal.AsBytes<T>(values));
    }
}
