using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The shape of every sample: how many steps go in and which of them have targets.</summary>
public sealed record SampleWindow
{
    /// <summary>Describes the window.</summary>
    /// <param name="lookBack">Steps that go in, the last one included: a network reads steps <c>end - lookBack + 1 .. end</c>.</param>
    /// <param name="predictLast">How many of the last steps have targets (<c>predict_last_n</c>); the others only warm up the state.</param>
    /// <param name="lead">Steps by which targets lie behind their inputs: 0 for the same step, 1 to predict the next one.</param>
    /// <param name="stride">Steps between the ends of successive samples of one basin.</param>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public SampleWindow(int lookBack, int predictLast = 1, int lead = 0, int stride = 1)
    {
        if (lookBack < 1 || predictLast < 1 || predictLast > lookBack || lead < 0 || stride < 1)
        {
            throw new InputException(
                $"A window of {lookBack} steps with targets at its last {predictLast}, lead {lead} and stride {stride} cannot be",
                "lookback",
                "Look-back and stride are at least 1, the steps with targets from 1 to the look-back, the lead 0 or more.");
        }

        (LookBack, PredictLast, Lead, Stride) = (lookBack, predictLast, lead, stride);
    }

    /// <summary>Steps that go in.</summary>
    public int LookBack { get; }

    /// <summary>How many of the last steps have targets.</summary>
    public int PredictLast { get; }

    /// <summary>Steps by which targets lie behind their inputs.</summary>
    public int Lead { get; }

    /// <summary>Steps between the ends of successive samples of one basin.</summary>
    public int Stride { get; }

    /// <summary>Steps that only warm up the state.</summary>
    public int WarmUp => LookBack - PredictLast;

    /// <summary>
    /// Windows of some warm-up steps and then a number of targets, laid end to end: each target is learned once an epoch, for
    /// <c>(warmUp + targets) / targets</c> steps of work a target instead of <c>warmUp + 1</c>.
    /// </summary>
    public static SampleWindow ManyToMany(int warmUp, int targets) => new(warmUp + targets, targets, 0, targets);
}
