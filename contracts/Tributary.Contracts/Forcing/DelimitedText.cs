using System.Globalization;

namespace Tributary.Contracts;

/// <summary>Reads a text file of rows and columns, one row at a time; a message names file, line and column.</summary>
/// <remarks>A field may stand in double quotes, a quote in it being written twice; a row ends with its line. Blank lines are left out.</remarks>
public sealed class DelimitedText : IDisposable
{
    private const string Blanks = " \t";

    private readonly StreamReader _reader;
    private readonly char? _separator;
    private readonly List<Range> _fields = [];
    private string _row = string.Empty;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">What parts the columns; null for any number of spaces and tabs.</param>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public DelimitedText(string path, char? separator = null)
    {
        Path = path;
        _separator = separator;
        try
        {
            _reader = new StreamReader(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file", path, cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of the current line, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields of the current row.</summary>
    public int Count => _fields.Count;

    /// <summary>The columns' names; where there are any, each row needs as many fields.</summary>
    public IReadOnlyList<string> Headings { get; set; } = [];

    /// <summary>Whether a row may have more fields than <see cref="Headings"/>: the last is free text whose separators are not quoted.</summary>
    public bool LastIsFreeText { get; set; }

    /// <summary>A field of the current row, without blanks around it; of a quoted one what stands between the quotes.</summary>
    public ReadOnlySpan<char> this[int field] => _row.AsSpan(_fields[field]);

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InputException">Its number of fields is not that of <see cref="Headings"/>, or the file cannot be read.</exception>
    public bool Read()
    {
        do
        {
            if (NextLine() is not { } row)
            {
                return false;
            }

            _row = row;
            Line++;
        }
        while (string.IsNullOrWhiteSpace(_row));

        _fields.Clear();
        if (_separator is { } separator)
        {
            Split(separator);
        }
        else
        {
            SplitAtBlanks();
        }

        return Headings.Count == 0 || Headings.Count == Count || (LastIsFreeText && Count > Headings.Count)
            ? true
            : throw new InputException($"has {Count} fields where {Headings.Count} are expected ({string.Join(", ", Headings)})", $"{Path}, line {Line}");
    }

    /// <summary>Reads the next row as the columns' names.</summary>
    /// <exception cref="InputException">The file ends before it.</exception>
    public void ReadHeadings()
    {
        if (!Read())
        {
            throw new InputException("ends before the row of its column names", Path);
        }

        string[] headings = new string[Count];
        for (int i = 0; i < headings.Length; i++)
        {
            headings[i] = Text(i).Trim();
        }

        Headings = headings;
    }

    /// <summary>Index of a column, letter case aside; -1 where there is none.</summary>
    public int IndexOf(string heading)
    {
        for (int i = 0; i < Headings.Count; i++)
        {
            if (string.Equals(Headings[i], heading, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Index of a column that must be there, letter case aside.</summary>
    /// <exception cref="InputException">There is none of this name.</exception>
    public int Demand(string heading) => IndexOf(heading) is >= 0 and int index
        ? index
        : throw new InputException($"there is no column '{heading}'", Path, $"It has {string.Join(", ", Headings)}.");

    /// <summary>A field as text.</summary>
    public string Text(int field) => this[field].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);

    /// <summary>A field as a finite number.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public double Number(int field) =>
        double.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"'{this[field]}' is no number", Place(field));

    /// <summary>A field as a number; a field that is empty or blank, <c>NA</c> or <c>NaN</c> is a gap, NaN.</summary>
    /// <exception cref="InputException">It is neither a number nor a gap.</exception>
    public double NumberOrGap(int field) => IsGap(this[field]) ? double.NaN : Number(field);

    /// <summary>A field as a whole number.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public int WholeNumber(int field) =>
        int.TryParse(this[field], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InputException($"'{this[field]}' is no whole number", Place(field));

    /// <summary>Three fields as year, month and day.</summary>
    /// <param name="field">The year; month and day follow it.</param>
    /// <exception cref="InputException">There is no such day.</exception>
    public DateTime Day(int field)
    {
        (int year, int month, int day) = (WholeNumber(field), WholeNumber(field + 1), WholeNumber(field + 2));
        bool exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return exists ? new DateTime(year, month, day) : throw new InputException($"'{year}-{month}-{day}' is no day of the calendar", Place(field));
    }

    /// <summary>Where a field of the current row stands, for messages: file, line and column.</summary>
    public string Place(int field)
    {
        string name = field < Headings.Count ? $" ({Headings[field]})" : string.Empty;
        return $"{Path}, line {Line}, column {field + 1}{name}";
    }

    /// <summary>Whether a text stands for a gap: nothing, blanks alone, <c>NA</c> or <c>NaN</c> in any letter case.</summary>
    public static bool IsGap(ReadOnlySpan<char> text) =>
        text.IsWhiteSpace() || text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string? NextLine()
    {
        try
        {
            return _reader.ReadLine();
        }
        catch (IOException error)
        {
            throw new InputException($"cannot be read ({error.Message})", Path, cause: error);
        }
    }

    private void SplitAtBlanks()
    {
        int start = 0;
        while (start < _row.Length)
        {
            int length = _row.AsSpan(start).IndexOfAny(Blanks);
            int end = length < 0 ? _row.Length : start + length;
            if (end > start)
            {
                _fields.Add(start..end);
            }

            start = end + 1;
        }
    }

    private void Split(char separator)
    {
        int start = 0;
        while (start <= _row.Length)
        {
            int first = start;
            while (first < _row.Length && Blanks.Contains(_row[first]) && _row[first] != separator)
            {
                first++;
            }

            start = first < _row.Length && _row[first] == '"' ? AddQuoted(first, separator) : AddPlain(first, separator);
        }
    }

    private int AddPlain(int first, char separator)
    {
        int length = _row.AsSpan(first).IndexOf(separator);
        int end = length < 0 ? _row.Length : first + length;
        _fields.Add(first..(first + _row.AsSpan(first, end - first).TrimEnd(Blanks).Length));
        return end + 1;
    }

    private int AddQuoted(int first, char separator)
    {
        int close = first + 1;
        while (close < _row.Length && (_row[close] != '"' || (close + 1 < _row.Length && _row[close + 1] == '"')))
        {
            close += _row[close] == '"' ? 2 : 1;
        }

        if (close >= _row.Length)
        {
            throw new InputException("a quotation mark is not closed", Place(_fields.Count));
        }

        int end = close + 1 + _row.AsSpan(close + 1).IndexOf(separator);
        end = end == close ? _row.Length : end;
        if (!_row.AsSpan(close + 1, end - close - 1).IsWhiteSpace())
        {
            throw new InputException("something follows the closing quotation mark", Place(_fields.Count));
        }

        _fields.Add((first + 1)..close);
        return end + 1;
    }
}
