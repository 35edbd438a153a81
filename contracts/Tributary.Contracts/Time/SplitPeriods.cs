namespace Tributary.Contracts;

/// <summary>The periods of a split-sample test (Klemeš, 1986). A period that a workflow does not name is null.</summary>
/// <param name="WarmUp">Simulated, never scored.</param>
/// <param name="Calibration">Parameters or weights are fitted here.</param>
/// <param name="Validation">Choices between fits are made here.</param>
/// <param name="Test">Scored only, never fitted or chosen on.</param>
public sealed record SplitPeriods(Period? WarmUp, Period? Calibration, Period? Validation, Period? Test)
{
    /// <summary>The periods that are scored, by name, in order of use.</summary>
    public IEnumerable<(string Name, Period Period)> Scored
    {
        get
        {
            if (Calibration is { } calibration)
            {
                yield return ("calibration", calibration);
            }

            if (Validation is { } validation)
            {
                yield return ("validation", validation);
            }

            if (Test is { } test)
            {
                yield return ("test", test);
            }
        }
    }
}
