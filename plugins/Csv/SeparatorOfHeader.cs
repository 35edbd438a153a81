using Tributary.Contracts;

namespace Tributary.Plugins.Csv;

/// <summary>Finds what parts the columns of a file.</summary>
internal static class SeparatorOfHeader
{
    /// <summary>What the settings say, else the one of comma, semicolon and tab that the header holds most often.</summary>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static char Find(string path, CsvSettings settings)
    {
        string header = FirstLine(path);
        switch (settings.Separator)
        {
            case Separator.Comma:
                return ',';
            case Separator.Semicolon:
                return ';';
            case Separator.Tab:
                return '\t';
            default:
                // Where the comma is the decimal one, it cannot part columns.
                string candidates = settings.DecimalComma ? ";\t" : ",;\t";
                return candidates.MaxBy(candidate => Count(header, candidate));
        }
    }

    private static string FirstLine(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return reader.ReadLine() ?? throw new InputException("is empty", path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file", path, "Correct 'files'; {basin} in it stands for a basin's id.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }

    private static int Count(string header, char candidate)
    {
        int count = 0;
        bool quoted = false;
        foreach (char character in header)
        {
            quoted ^= character == '"';
            count += !quoted && character == candidate ? 1 : 0;
        }

        return count;
    }
}
