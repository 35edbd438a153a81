namespace Tributary.Contracts;

/// <summary>The one family of exceptions of host and plugins: what is wrong, where, and what to do about it.</summary>
public abstract class TributaryException : Exception
{
    /// <summary>Builds the message <c>where: problem. remedy</c>.</summary>
    /// <param name="problem">What is wrong, in one clause.</param>
    /// <param name="where">The file (with line and column where known), variable, basin or plugin concerned.</param>
    /// <param name="remedy">What the reader can do about it.</param>
    /// <param name="cause">The exception behind it, where there is one.</param>
    protected TributaryException(string problem, string? where = null, string? remedy = null, Exception? cause = null)
        : base(Compose(problem, where, remedy), cause)
    {
        Problem = problem;
        Where = where;
        Remedy = remedy;
    }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>The file, variable, basin or plugin concerned; null where the problem has no place.</summary>
    public string? Where { get; }

    /// <summary>What the reader can do about it; null where nothing general can be said.</summary>
    public string? Remedy { get; }

    private static string Compose(string problem, string? where, string? remedy)
    {
        string sentence = where is null ? problem : $"{where}: {problem}";
        if (remedy is null)
        {
            return sentence;
        }

        return sentence.EndsWith('.') ? $"{sentence} {remedy}" : $"{sentence}. {remedy}";
    }
}

/// <summary>What the user gave is wrong: a file, a key, a unit, a period. Exit status 2.</summary>
/// <inheritdoc/>
public sealed class InputException(string problem, string? where = null, string? remedy = null, Exception? cause = null)
    : TributaryException(problem, where, remedy, cause);

/// <summary>The input was right but the work failed: a model broke down, a disk was full. Exit status 1.</summary>
/// <inheritdoc/>
public sealed class WorkException(string problem, string? where = null, string? remedy = null, Exception? cause = null)
    : TributaryException(problem, where, remedy, cause);
