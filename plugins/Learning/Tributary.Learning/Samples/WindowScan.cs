namespace Tributary.Learning;

/// <summary>Which windows of one basin can be used, each decided in constant time from where the last gap and the last observation lie.</summary>
internal sealed class WindowScan
{
    private readonly int _basin;
    private readonly SampleWindow _window;
    private readonly int _stepCount;
    private readonly int[]? _lastGap;
    private readonly int[]? _lastTarget;

    public WindowScan(SeriesStore store, int basin, SampleWindow window, MissingInputs missing, bool needsTarget)
    {
        _basin = basin;
        _window = window;
        _stepCount = store.Time.Count;
        _lastGap = missing == MissingInputs.Refuse ? LastStepWhere(store.Inputs(basin), store.Variables.Count, row => !AllFinite(row)) : null;
        _lastTarget = needsTarget ? LastStepWhere(store.Targets(basin), store.TargetNames.Count, AnyFinite) : null;
    }

    private delegate bool RowTest(ReadOnlySpan<float> row);

    /// <summary>Adds the usable windows whose target steps lie in a period, in order of time.</summary>
    public void Collect(Range period, List<Sample> samples)
    {
        (int first, int count) = period.GetOffsetAndLength(_stepCount);
        int lastEnd = first + count - 1 - _window.Lead;
        int end = first + _window.PredictLast - 1 - _window.Lead;
        for (; end <= lastEnd; end += _window.Stride)
        {
            Add(end, samples);
        }

        bool reachesTheEnd = end - _window.Stride == lastEnd;
        if (!reachesTheEnd && count >= _window.PredictLast)
        {
            Add(lastEnd, samples);
        }
    }

    private void Add(int end, List<Sample> samples)
    {
        int start = end - _window.LookBack + 1;
        int lastTargetStep = end + _window.Lead;
        bool whole = start >= 0 && (_lastGap is null || _lastGap[end] < start);
        if (whole && (_lastTarget is null || _lastTarget[lastTargetStep] > lastTargetStep - _window.PredictLast))
        {
            samples.Add(new Sample(_basin, end));
        }
    }

    private static int[] LastStepWhere(ReadOnlySpan<float> rows, int width, RowTest test)
    {
        int[] last = new int[width == 0 ? 0 : rows.Length / width];
        int found = -1;
        for (int step = 0; step < last.Length; step++)
        {
            found = test(rows.Slice(step * width, width)) ? step : found;
            last[step] = found;
        }

        return last;
    }

    private static bool AllFinite(ReadOnlySpan<float> row)
    {
        foreach (float value in row)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnyFinite(ReadOnlySpan<float> row)
    {
        foreach (float value in row)
        {
            if (float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
