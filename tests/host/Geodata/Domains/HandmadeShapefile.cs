using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>A shapefile written byte by byte from ESRI's description, so that the tests do not rest on the library that reads it.</summary>
internal static class HandmadeShapefile
{
    public const string Wgs84 =
        """GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""";

    /// <summary>Writes polygons of one or several rings each (outer ones clockwise), with numeric fields.</summary>
    public static string Write(string path, string? projection, (string Name, double[] Values)[] fields, params (double X, double Y)[][][] polygons)
    {
        var records = new List<byte[]>();
        foreach ((double X, double Y)[][] rings in polygons)
        {
            records.Add(Polygon(rings));
        }

        double[] box = Box(polygons.SelectMany(rings => rings).SelectMany(ring => ring));
        using (var shapes = new BinaryWriter(File.Create(path)))
        using (var index = new BinaryWriter(File.Create(Path.ChangeExtension(path, ".shx"))))
        {
            Header(shapes, (100 + records.Sum(record => record.Length + 8)) / 2, box);
            Header(index, (100 + (records.Count * 8)) / 2, box);
            int offset = 50;
            for (int i = 0; i < records.Count; i++)
            {
                int words = records[i].Length / 2;
                shapes.Write(BinaryPrimitives.ReverseEndianness(i + 1));
                shapes.Write(BinaryPrimitives.ReverseEndianness(words));
                shapes.Write(records[i]);
                index.Write(BinaryPrimitives.ReverseEndianness(offset));
                index.Write(BinaryPrimitives.ReverseEndianness(words));
                offset += words + 4;
            }
        }

        WriteFields(Path.ChangeExtension(path, ".dbf"), fields, polygons.Length);
        if (projection is not null)
        {
            File.WriteAllText(Path.ChangeExtension(path, ".prj"), projection);
        }

        return path;
    }

    /// <summary>A clockwise square with its lower left corner at a point.</summary>
    public static (double X, double Y)[][] Square(double x, double y, double side = 0.1) => [[(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]];

    private static byte[] Polygon((double X, double Y)[][] rings)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(5);
        foreach (double edge in Box(rings.SelectMany(ring => ring)))
        {
            writer.Write(edge);
        }

        writer.Write(rings.Length);
        writer.Write(rings.Sum(ring => ring.Length));
        int start = 0;
        foreach ((double X, double Y)[] ring in rings)
        {
            writer.Write(start);
            start += ring.Length;
        }

        foreach ((double x, double y) in rings.SelectMany(ring => ring))
        {
            writer.Write(x);
            writer.Write(y);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static double[] Box(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] all = [.. points];
        return [all.Min(point => point.X), all.Min(point => point.Y), all.Max(point => point.X), all.Max(point => point.Y)];
    }

    private static void Header(BinaryWriter writer, int words, double[] box)
    {
        writer.Write(BinaryPrimitives.ReverseEndianness(9994));
        writer.Write(new byte[20]);
        writer.Write(BinaryPrimitives.ReverseEndianness(words));
        writer.Write(1000);
        writer.Write(5);
        foreach (double edge in box)
        {
            writer.Write(edge);
        }

        writer.Write(new byte[32]);
    }

    private static void WriteFields(string path, (string Name, double[] Values)[] fields, int rows)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write([3, 126, 1, 1]);
        writer.Write(rows);
        writer.Write((short)(33 + (32 * fields.Length)));
        writer.Write((short)(1 + (20 * fields.Length)));
        writer.Write(new byte[20]);
        foreach ((string name, _) in fields)
        {
            writer.Write(Encoding.ASCII.GetBytes(name.PadRight(11, '\0')));
            writer.Write((byte)'N');
            writer.Write(new byte[4]);
            writer.Write([20, 6]);
            writer.Write(new byte[14]);
        }

        writer.Write((byte)13);
        for (int row = 0; row < rows; row++)
        {
            writer.Write((byte)' ');
            foreach ((_, double[] values) in fields)
            {
                writer.Write(Encoding.ASCII.GetBytes(values[row].ToString("F6", CultureInfo.InvariantCulture).PadLeft(20)));
            }
        }

        writer.Write((byte)26);
    }
}
