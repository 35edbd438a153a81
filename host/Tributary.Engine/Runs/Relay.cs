namespace Tributary.Engine;

/// <summary>Passes progress on at once, on the thread that reports it.</summary>
/// <param name="report">Receives it.</param>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
