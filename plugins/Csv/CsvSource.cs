using Tributary.Contracts;

namespace Tributary.Plugins.Csv;

/// <summary>CSV files, opened: one file a basin.</summary>
internal sealed class CsvSource : IBasinSource
{
    private readonly CsvSettings _settings;
    private readonly ForcingSetup _setup;

    /// <exception cref="InputException">The workflow names no files.</exception>
    public CsvSource(CsvSettings settings, ForcingSetup setup)
    {
        _settings = settings;
        _setup = setup;
        if (string.IsNullOrWhiteSpace(setup.Files))
        {
            throw new InputException("the source names no files", "forcing.files", "Write for example 'files: \"forcing/{basin}.csv\"'.");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? BasinIds => null;

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        string path = _setup.FileOf(basin);
        return new BasinRecord { Id = basin, Series = new CsvTable(path, _settings).Read(cancellation), Files = [path] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
