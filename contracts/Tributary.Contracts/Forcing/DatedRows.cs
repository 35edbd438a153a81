using System.Runtime.InteropServices;

namespace Tributary.Contracts;

/// <summary>Gathers the dated rows of a text file and puts its columns on a regular axis.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="columnCount">Number of columns of values.</param>
public sealed class DatedRows(string file, int columnCount)
{
    private readonly List<DateTime> _stamps = [];
    private readonly List<double>[] _columns = [.. Enumerable.Range(0, columnCount).Select(_ => new List<double>())];

    /// <summary>Adds a row.</summary>
    /// <param name="stamp">Start of its interval.</param>
    /// <param name="values">Its values, <c>[column]</c>, a gap being NaN.</param>
    /// <param name="line">Its line in the file, for messages.</param>
    /// <exception cref="InputException">Its stamp is not later than that of the row before it.</exception>
    public void Add(DateTime stamp, ReadOnlySpan<double> values, int line)
    {
        if (_stamps.Count > 0 && stamp <= _stamps[^1])
        {
            string fault = stamp == _stamps[^1] ? "is repeated" : $"goes back in time, behind {_stamps[^1]:yyyy-MM-dd HH:mm}";
            throw new InputException($"the date {stamp:yyyy-MM-dd HH:mm} {fault}", $"{file}, line {line}", "Each row needs a later date than the one before it.");
        }

        _stamps.Add(stamp);
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(values[i]);
        }
    }

    /// <summary>Puts the columns on the axis on which their dates lie; a missing date becomes a gap.</summary>
    /// <returns>The axis, and the values as <c>[column][time]</c>.</returns>
    /// <exception cref="InputException">There are fewer than two rows, or their steps differ.</exception>
    public (TimeAxis Time, double[][] Columns) Place()
    {
        var series = new StampedSeries(CollectionsMarshal.AsSpan(_stamps), file);
        double[][] placed = Array.ConvertAll(_columns, column => series.Place(CollectionsMarshal.AsSpan(column)));
        return (series.Time, placed);
    }
}
