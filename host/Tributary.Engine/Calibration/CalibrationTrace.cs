using System.Globalization;
using System.Text;

namespace Tributary.Engine;

/// <summary>Every evaluation of a calibration, in order: its start, its objective, and the parameters of those that improved on their start.</summary>
/// <param name="startCount">Number of starts.</param>
/// <param name="parameterCount">Number of parameters.</param>
public sealed class CalibrationTrace(int startCount, int parameterCount)
{
    private readonly double[] _bestOfStart = [.. Enumerable.Repeat(double.NegativeInfinity, startCount)];
    private readonly List<Entry> _entries = [];

    /// <summary>Number of evaluations.</summary>
    public int Count => _entries.Count;

    /// <summary>Best objective so far.</summary>
    public double BestScore { get; private set; } = double.NegativeInfinity;

    /// <summary>The parameter set that gave it.</summary>
    public double[] BestParameters { get; private set; } = new double[parameterCount];

    /// <summary>The evaluations.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Adds an evaluation.</summary>
    public void Add(int start, double score, double[] parameters)
    {
        bool improves = score > _bestOfStart[start];
        _bestOfStart[start] = Math.Max(score, _bestOfStart[start]);
        _entries.Add(new Entry(start, score, _bestOfStart[start], improves ? parameters : null));
        if (score > BestScore)
        {
            (BestScore, BestParameters) = (score, parameters);
        }
    }

    /// <summary>Appends the evaluations as CSV: basin, evaluation, start, objective, best of the start so far, and the parameters where they improved on their start.</summary>
    /// <param name="text">Receives the lines.</param>
    /// <param name="basin">The basin's id, as a CSV field.</param>
    public void AppendCsv(StringBuilder text, string basin)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            Entry entry = _entries[i];
            text.Append(CultureInfo.InvariantCulture, $"{basin},{i + 1},{entry.Start + 1},{entry.Score:R},{entry.Best:R},");
            text.AppendJoin(',', Enumerable.Range(0, parameterCount).Select(index => entry.Parameters?[index].ToString("R", CultureInfo.InvariantCulture) ?? string.Empty));
            text.Append('\n');
        }
    }

    /// <summary>One evaluation.</summary>
    /// <param name="Start">Which start it belongs to, counted from 0.</param>
    /// <param name="Score">Its objective.</param>
    /// <param name="Best">Best objective of its start so far.</param>
    /// <param name="Parameters">Its parameter set where it improved on its start; null otherwise.</param>
    public sealed record Entry(int Start, double Score, double Best, double[]? Parameters);
}
