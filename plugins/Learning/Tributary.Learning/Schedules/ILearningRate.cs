namespace Tributary.Learning;

/// <summary>The learning rate of each epoch, a pure function of its number and of the scores so far, so that a resumed training takes the same rates.</summary>
public interface ILearningRate
{
    /// <summary>The rate of an epoch.</summary>
    /// <param name="epoch">Which epoch, from 1.</param>
    /// <param name="scores">What the epochs before it are compared by, higher being better, <c>[epoch - 1]</c>: validation scores, or negative training losses.</param>
    double At(int epoch, ReadOnlySpan<double> scores);
}
