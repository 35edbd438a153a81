using Tributary.Contracts;

namespace Tributary.Plugins.Csv;

/// <summary>Which column of a file is what.</summary>
internal sealed class CsvColumns
{
    private readonly string _path;
    private readonly IReadOnlyDictionary<string, string> _units;

    /// <param name="path">The file, for messages.</param>
    /// <param name="headings">Its headings.</param>
    /// <param name="settings">What the workflow says of its columns.</param>
    /// <exception cref="InputException">The settings name columns that the file does not have, a name is repeated, or there is no column of values.</exception>
    public CsvColumns(string path, Heading[] headings, CsvSettings settings)
    {
        _path = path;
        Headings = headings;
        _units = settings.Units ?? new Dictionary<string, string>();
        Date = settings.Date is { } date ? Find(date, "settings.date") : 0;
        int[] ignored = [.. (settings.Ignore ?? []).Select(name => Find(name, "settings.ignore"))];
        foreach (string name in _units.Keys)
        {
            Find(name, "settings.units");
        }

        Series = [.. Enumerable.Range(0, headings.Length).Where(column => column != Date && !ignored.Contains(column) && headings[column].Name.Length > 0)];
        if (Series.Count == 0)
        {
            throw new InputException($"has no column of values beside its dates ({string.Join(", ", headings.Select(heading => heading.Text))})", $"{path}, line 1", "Set settings.separator if its columns are parted by something else.");
        }

        if (Series.GroupBy(column => headings[column].Name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new InputException($"the column '{repeated.Key}' is repeated", $"{path}, line 1", "Each column needs its own name.");
        }
    }

    /// <summary>All headings.</summary>
    public IReadOnlyList<Heading> Headings { get; }

    /// <summary>Index of the column of dates.</summary>
    public int Date { get; }

    /// <summary>Indices of the columns of values.</summary>
    public IReadOnlyList<int> Series { get; }

    /// <summary>Unit of a column: what the settings say, else what its heading says, else null.</summary>
    public string? UnitOf(int column)
    {
        Heading heading = Headings[column];
        return _units.GetValueOrDefault(heading.Name) ?? _units.GetValueOrDefault(heading.Text) ?? heading.Unit;
    }

    private int Find(string name, string setting)
    {
        for (int column = 0; column < Headings.Count; column++)
        {
            if (Headings[column].IsCalled(name))
            {
                return column;
            }
        }

        throw new InputException($"there is no column '{name}', which {setting} names", _path, $"It has {string.Join(", ", Headings.Select(heading => heading.Text))}.");
    }
}
