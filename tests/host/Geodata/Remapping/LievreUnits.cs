using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Remapping;

/// <summary>The 1,132 units of the Lièvre, straight from the bytes of their shapefile.</summary>
internal static class LievreUnits
{
    public static List<UnitOutline> Read()
    {
        byte[] shapes = File.ReadAllBytes(RealData.At("lievre", "lievre_hrus_v21.shp"));
        double[] ids = Column("HRU_ID");
        var units = new List<UnitOutline>();
        for (int at = 100; at < shapes.Length;)
        {
            ReadOnlySpan<byte> record = shapes.AsSpan(at + 8);
            (int rings, int points) = (BinaryPrimitives.ReadInt32LittleEndian(record[36..]), BinaryPrimitives.ReadInt32LittleEndian(record[40..]));
            var shells = new List<LinearRing>();
            var holes = new List<LinearRing>();
            for (int ring = 0; ring < rings; ring++)
            {
                int first = BinaryPrimitives.ReadInt32LittleEndian(record[(44 + (4 * ring))..]);
                int end = ring + 1 < rings ? BinaryPrimitives.ReadInt32LittleEndian(record[(48 + (4 * ring))..]) : points;
                var corners = new Coordinate[end - first];
                for (int i = 0; i < corners.Length; i++)
                {
                    int place = 44 + (4 * rings) + (16 * (first + i));
                    corners[i] = new Coordinate(BinaryPrimitives.ReadDoubleLittleEndian(record[place..]), BinaryPrimitives.ReadDoubleLittleEndian(record[(place + 8)..]));
                }

                (Orientation.IsCCW(corners) ? holes : shells).Add(new LinearRing(corners));
            }

            Polygon[] parts = [.. shells.Select(shell => new Polygon(shell, [.. holes.Where(hole => new Polygon(shell).Contains(hole))]))];
            Geometry outline = parts.Length == 1 ? parts[0] : new MultiPolygon(parts);
            units.Add(new UnitOutline(ids[units.Count].ToString("0", CultureInfo.InvariantCulture), outline.IsValid ? outline : GeometryFixer.Fix(outline)));
            at += 8 + (2 * BinaryPrimitives.ReadInt32BigEndian(shapes.AsSpan(at + 4)));
        }

        return units;
    }

    /// <summary>A column of numbers of the shapefile's table.</summary>
    public static double[] Column(string name)
    {
        byte[] table = File.ReadAllBytes(RealData.At("lievre", "lievre_hrus_v21.dbf"));
        int rows = BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(4));
        int header = BinaryPrimitives.ReadInt16LittleEndian(table.AsSpan(8));
        int width = BinaryPrimitives.ReadInt16LittleEndian(table.AsSpan(10));
        int offset = 1;
        int field = 32;
        while (Encoding.ASCII.GetString(table, field, 11).TrimEnd('\0') != name)
        {
            offset += table[field + 16];
            field += 32;
        }

        double[] values = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            values[row] = double.Parse(Encoding.ASCII.GetString(table, header + (row * width) + offset, table[field + 16]), CultureInfo.InvariantCulture);
        }

        return values;
    }
}
