using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>Steps of a BMI model within those of the host.</summary>
internal static class BmiSteps
{
    /// <summary>How often the model steps within a step of the host.</summary>
    /// <exception cref="InputException">The host's step is no multiple of the model's.</exception>
    public static int Within(TimeSpan host, TimeSpan model, string name)
    {
        double ratio = host / model;
        return ratio >= 1 && Math.Abs(ratio - Math.Round(ratio)) < 1e-9
            ? (int)Math.Round(ratio)
            : throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"its own step of {model.TotalSeconds} s does not divide the run's of {host.TotalSeconds} s"), name, "Set 'step' of the run's period to the model's or to a multiple of it.");
    }
}
