using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>
/// A model plugin some of whose models forecast by themselves: from the weather up to today, and from that of the days to come as it was forecast.
/// <c>tributary forecast</c> asks it.
/// </summary>
public interface IForecastPlugin : IModelPlugin
{
    /// <summary>What the model with these settings forecasts from, beside what its <see cref="ModelDescriptor"/> says; null where it only simulates.</summary>
    /// <exception cref="InputException">The settings contradict each other, or what they name cannot be read.</exception>
    ForecastDescriptor? DescribeForecast(JsonElement settings);

    /// <summary>Prepares the model on a domain.</summary>
    /// <exception cref="InputException">The domain lacks something that the model needs.</exception>
    IForecastModel PrepareForecast(JsonElement settings, ModelSetup setup);
}

/// <summary>What a model forecasts from. Its forcing, attributes and outputs are those of its <see cref="ModelDescriptor"/>.</summary>
public sealed record ForecastDescriptor
{
    /// <summary>Time step.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Time steps of the past that it reads, the step of the issue the last.</summary>
    public required int PastSteps { get; init; }

    /// <summary>Time steps that it forecasts, the first the one after the issue.</summary>
    public required int LeadSteps { get; init; }

    /// <summary>
    /// Indices of the forcing variables of the descriptor that it also reads over the lead time. Of these the past has what was forecast one step ahead, as an
    /// archive of forecasts gives it.
    /// </summary>
    public required IReadOnlyList<int> ForecastForcing { get; init; }
}

/// <summary>A model on a domain, ready to forecast. One thread at a time.</summary>
public interface IForecastModel : IDisposable
{
    /// <summary>Forecasts once for all units.</summary>
    /// <param name="past">The forcing of the past steps, the step of the issue the last; it takes no results.</param>
    /// <param name="ahead">
    /// Of the steps of the lead time the forcing that was forecast at the issue, and the room for results, <c>[output][unit][lead]</c>. A forecast that a gap
    /// does not allow is NaN.
    /// </param>
    void Forecast(in SimulationBlock past, in SimulationBlock ahead);
}
