using System.Globalization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Imports;

/// <summary>What is told of a configuration beside the workflow made of it.</summary>
internal sealed class ImportNotes(ConfigurationFile file)
{
    private readonly List<ImportNote> _notes = [];

    /// <summary>Tells of a key; it counts as read.</summary>
    public void Add(string key, string remark)
    {
        file.Pass(key);
        _notes.Add(new ImportNote(key, file.Has(key) ? file.Shown(key) : string.Empty, remark, LineOf(key)));
    }

    /// <summary>All notes, and those of the keys that nobody read, in the order of the file; those of the whole come first.</summary>
    public IReadOnlyList<ImportNote> With(Func<string, string> remarkOfUnread)
    {
        foreach (string key in file.Unread.ToList())
        {
            Add(key, remarkOfUnread(key));
        }

        return [.. _notes.OrderBy(note => note.Line ?? 0)];
    }

    private int? LineOf(string key)
    {
        string place = file.PlaceOf(key);
        return place.Length > file.Path.Length ? int.Parse(place.AsSpan(file.Path.Length + 1), CultureInfo.InvariantCulture) : null;
    }
}
