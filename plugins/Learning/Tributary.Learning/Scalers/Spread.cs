using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Count, mean, sum of squared deviations and range of values, joined in pieces (Chan, Golub and LeVeque, 1983).</summary>
internal sealed class Spread
{
    private double _mean;
    private double _squares;
    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;

    public long Count { get; private set; }

    /// <summary>Standard deviation of the population; NaN without values.</summary>
    public double Deviation => Count == 0 ? double.NaN : Math.Sqrt(_squares / Count);

    /// <summary>Lowest and highest value; null without values.</summary>
    public (double Lowest, double Highest)? Range => Count == 0 ? null : (_lowest, _highest);

    public void Add(ReadOnlySpan<float> rows, int column, int width, ValueTransform transform)
    {
        for (int at = column; at < rows.Length; at += width)
        {
            if (float.IsFinite(rows[at]))
            {
                Add(transform.Apply(rows[at]));
            }
        }
    }

    public void Add(double value)
    {
        Count++;
        double off = value - _mean;
        _mean += off / Count;
        _squares += off * (value - _mean);
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
    }

    public void Add(Spread other)
    {
        if (other.Count == 0)
        {
            return;
        }

        long together = Count + other.Count;
        double off = other._mean - _mean;
        _squares += other._squares + (off * off * Count * other.Count / together);
        _mean += off * other.Count / together;
        Count = together;
        _lowest = Math.Min(_lowest, other._lowest);
        _highest = Math.Max(_highest, other._highest);
    }

    public BasinScale Scale(ScalingRule rule, string where, ConstantSeries constant)
    {
        if (rule.Method == ScalingMethod.None)
        {
            return new BasinScale(0, 1);
        }

        if (Count == 0)
        {
            throw new InputException($"There is no value of {rule.Name} to fit its scaling on", where, "Give values in the training period, or leave the variable out.");
        }

        if (_lowest == _highest)
        {
            return constant == ConstantSeries.Keep
                ? new BasinScale(_lowest, 1)
                : throw new InputException(
                    $"{rule.Name} never changes in the training period", where, "Check the file, leave the variable out, or give a longer training period.");
        }

        return rule.Method == ScalingMethod.Standard ? new BasinScale(_mean, Deviation) : new BasinScale(_lowest, _highest - _lowest);
    }
}
