namespace Tributary.Contracts;

/// <summary>Opens files of named, labelled arrays (NetCDF, by libnetcdf in the built-in host).</summary>
public interface IArrayFiles
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InputException">The file is missing or is no such file.</exception>
    IArrayFile Open(string path);
}

/// <summary>One open file of named arrays.</summary>
public interface IArrayFile : IDisposable
{
    /// <summary>Where it lies.</summary>
    string Path { get; }

    /// <summary>Its arrays.</summary>
    IReadOnlyList<ArrayVariable> Variables { get; }

    /// <summary>Its global attributes: text (<see cref="string"/>) or numbers (<c>double[]</c>).</summary>
    IReadOnlyDictionary<string, object> Attributes { get; }

    /// <summary>
    /// Reads part of an array as physical values: packed values are unpacked (<c>scale_factor</c>, <c>add_offset</c>), missing ones
    /// (<c>_FillValue</c>, <c>missing_value</c>, outside <c>valid_range</c>) become NaN.
    /// </summary>
    /// <param name="variable">Name of the array.</param>
    /// <param name="start">First index on each of its dimensions.</param>
    /// <param name="count">Number of values along each of its dimensions.</param>
    /// <param name="values">Receives the values, the last dimension varying fastest.</param>
    /// <exception cref="InputException">There is no such array, or the part lies outside it, or it cannot be read.</exception>
    void Read(string variable, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values);

    /// <summary>Reads a time coordinate (<c>days since 1980-01-01</c>, any CF calendar whose days exist in the Gregorian one) as instants.</summary>
    /// <exception cref="InputException">There is no such array, or its <c>units</c> are no CF time.</exception>
    DateTime[] ReadTimes(string variable);

    /// <summary>Reads an array of text, of CF's character arrays too.</summary>
    /// <exception cref="InputException">There is no such array, or it holds no text.</exception>
    string[] ReadText(string variable);
}

/// <summary>What is known of an array before it is read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Names and lengths of its dimensions, slowest first.</param>
/// <param name="Attributes">Its attributes: text (<see cref="string"/>) or numbers (<c>double[]</c>).</param>
/// <param name="IsText">Whether it holds text, not numbers.</param>
public sealed record ArrayVariable(
    string Name,
    IReadOnlyList<(string Name, long Length)> Dimensions,
    IReadOnlyDictionary<string, object> Attributes,
    bool IsText)
{
    /// <summary>The text of an attribute; null where it is absent or no text.</summary>
    public string? Text(string attribute) => Attributes.GetValueOrDefault(attribute) as string;

    /// <summary>Number of values in all.</summary>
    public long Length
    {
        get
        {
            long length = 1;
            foreach ((_, long size) in Dimensions)
            {
                length *= size;
            }

            return length;
        }
    }
}
