namespace Tributary.Learning;

/// <summary>The learning rate of each epoch, a pure function of its number and of the scores so far, so that a resumed training takes the same rates.</summary>
public interface ILearningRate
{
    /// <summary>The rate of an epoch.</summary>
    /// <param name="epoch">Which epoch, from 1.</param>
    /// <param name="scores">Validation scores of the epochs before it, higher being better, <c>[epoch - 1]</c>; NaN where none was taken.</param>
    double At(int epoch, ReadOnlySpan<double> scores);
}
