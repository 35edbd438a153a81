using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>One thing wrong with a workflow.</summary>
/// <param name="Message">What is wrong and what was expected.</param>
/// <param name="Key">Path of the key, as <c>models[0].settings.variant</c>; empty for the whole file.</param>
/// <param name="Place">Where it stands.</param>
public sealed record Problem(string Message, string Key, SourcePlace Place)
{
    /// <summary>Whether the value lacks something, rather than being wrong itself.</summary>
    public bool IsLack { get; init; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => Key.Length == 0 ? $"{Place}: {Message}" : $"{Place}: {Key}: {Message}";
}

/// <summary>A place in a file, lines and columns counted from 1.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
/// <param name="Text">The line's text; empty where it is unknown.</param>
public sealed record SourcePlace(string File, int Line, int Column, string Text)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A workflow that cannot run, with everything that is wrong with it.</summary>
/// <param name="problems">What is wrong.</param>
public sealed class WorkflowProblemsException(IReadOnlyList<Problem> problems)
    : TributaryException(string.Join(Environment.NewLine, problems))
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
