using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Rates by the epoch from which each holds, as <c>{0: 1e-3, 11: 5e-4, 21: 1e-4}</c>; keys 0 and 1 both mean the first epoch.</summary>
public sealed class SteppedRate : ILearningRate
{
    private readonly (int From, double Rate)[] _steps;

    /// <summary>Takes the rates.</summary>
    /// <param name="rates">Rate by the epoch from which it holds.</param>
    /// <exception cref="InputException">No rate holds for the first epoch, or a rate is not above 0.</exception>
    public SteppedRate(IReadOnlyDictionary<int, double> rates)
    {
        _steps = [.. rates.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))];
        if (_steps.Length == 0 || _steps[0].From > 1)
        {
            throw new InputException("No learning rate is given for the first epoch", "learning_rate", "Begin the list with epoch 0, as {0: 0.001, 11: 0.0005}.");
        }

        foreach ((int from, double rate) in _steps)
        {
            if (!(rate > 0) || !double.IsFinite(rate))
            {
                throw new InputException(
                    string.Create(CultureInfo.InvariantCulture, $"The learning rate {rate} from epoch {from} is not above 0"), "learning_rate", "Give a rate as 0.001.");
            }
        }
    }

    /// <summary>The same rate throughout.</summary>
    public SteppedRate(double rate)
        : this(new Dictionary<int, double> { [0] = rate })
    {
    }

    /// <inheritdoc/>
    public double At(int epoch, ReadOnlySpan<double> scores)
    {
        int step = 0;
        while (step + 1 < _steps.Length && _steps[step + 1].From <= epoch)
        {
            step++;
        }

        return _steps[step].Rate;
    }
}
