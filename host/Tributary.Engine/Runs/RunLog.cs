using System.Globalization;

namespace Tributary.Engine;

/// <summary>Writes what happens to a run's <c>run.log</c>, each line with its time in UTC, and passes it on.</summary>
internal sealed class RunLog : IProgress<RunEvent>, IDisposable
{
    private readonly StreamWriter _writer;
    private readonly IProgress<RunEvent>? _next;
    private readonly Lock _gate = new();

    public RunLog(string folder, IProgress<RunEvent>? next)
    {
        string path = Path.Combine(folder, "run.log");
        _next = next;
        try
        {
            _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }
    }

    public void Report(RunEvent value)
    {
        string? line = value switch
        {
            PartBegun part => part.What,
            MemberBegun member => member.What,
            StepFailed step => $"{step.Step}: failed: {step.Reason}",
            MemberLeftOut { Member: var member } => $"note: {member}",
            Training training => $"{training.Step}: {training.Line}",
            StepDone { Reused: true } step => $"{step.Step}: done by an earlier run",
            StepDone step => string.Create(CultureInfo.InvariantCulture, $"{step.Step}: {step.Elapsed.TotalSeconds:0.000} s"),
            PointDone point => point.Line,
            Noted noted => $"note: {noted.Message}",
            _ => null,
        };
        if (line is not null)
        {
            Write(line);
        }

        _next?.Report(value);
    }

    /// <summary>Writes a line. A log that cannot be written must not hide why, nor stop the run before its results fail to be written.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            try
            {
                _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {line}"));
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // As for a line: the results' own failure is told.
        }
    }
}
