namespace Tributary.Plugins.Imports;

/// <summary>A period with its first and last day (or hour).</summary>
internal readonly record struct Span(DateTime First, DateTime Last)
{
    public bool Overlaps(Span other) => First <= other.Last && other.First <= Last;

    public DateTime[] Ends => [First, Last];
}

/// <summary>The parts of a workflow's period, which must not overlap.</summary>
internal sealed class SplitDates
{
    private readonly List<(string Name, Span Span)> _spans = [];

    public IEnumerable<(string Name, Span Span)> InOrder => ((string[])["warmup", "calibration", "validation", "test"]).SelectMany(name => _spans.Where(split => split.Name == name));

    public DateTime First => _spans.Min(split => split.Span.First);

    public DateTime Last => _spans.Max(split => split.Span.Last);

    public bool IsEmpty => _spans.Count == 0;

    public Span? Of(string name) => _spans.Where(split => split.Name == name).Select(split => (Span?)split.Span).FirstOrDefault();

    /// <summary>Adds a part unless it overlaps another.</summary>
    /// <returns>The name of the part that it overlaps; null where it was added.</returns>
    public string? Add(string name, Span span)
    {
        foreach ((string other, Span before) in _spans)
        {
            if (before.Overlaps(span))
            {
                return other;
            }
        }

        _spans.Add((name, span));
        return null;
    }
}
