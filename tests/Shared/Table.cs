using System.Globalization;
using System.IO.Compression;

namespace Tributary.Tests;

/// <summary>A CSV file with a header, by columns; what is no number is NaN.</summary>
internal sealed class Table
{
    private readonly string[] _names;
    private readonly List<string[]> _rows = [];

    private Table(TextReader reader)
    {
        _names = [.. reader.ReadLine()!.Split(',').Select(name => name.Trim('"'))];
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            _rows.Add(line.Split(','));
        }
    }

    public int RowCount => _rows.Count;

    public static Table Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        return new Table(reader);
    }

    public string Text(string column, int row) => _rows[row][Array.IndexOf(_names, column)];

    public DateTime Date(string column, int row) => DateTime.Parse(Text(column, row), CultureInfo.InvariantCulture);

    public double[] Numbers(string column)
    {
        int index = Array.IndexOf(_names, column);
        Assert.True(index >= 0, $"There is no column {column}.");
        return [.. _rows.Select(row => double.TryParse(row[index], CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
    }
}
