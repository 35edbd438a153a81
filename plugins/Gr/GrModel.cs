using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>A GR model on a domain.</summary>
internal sealed class GrModel(GrSettings settings, CatchmentUnits units) : IModel
{
    private readonly double[] _solidSum = new double[units.Count];
    private readonly double[]? _meanAnnualSnow = settings.Snow == SnowRoutine.CemaNeige ? new double[units.Count] : null;
    private long _surveyedSteps;

    public void Survey(in SimulationBlock forcing)
    {
        if (_meanAnnualSnow is null)
        {
            return;
        }

        _surveyedSteps += forcing.StepCount;
        double stepsPerYear = 365.25 * forcing.Time.StepsPerDay;
        double[] lapse = new double[forcing.StepCount];
        units.Bands.LapseRates(forcing.Time, 0, lapse);
        for (int unit = 0; unit < units.Count; unit++)
        {
            _solidSum[unit] += SolidPrecipitation(forcing, unit, units.Bands, lapse);
            _meanAnnualSnow[unit] = _solidSum[unit] / _surveyedSteps * stepsPerYear;
        }
    }

    public ISimulation Start(ParameterSets parameters)
    {
        CemaNeigeSetup? snow = _meanAnnualSnow is null ? null : new(units.Bands, _meanAnnualSnow, settings.MeanAnnualSolidPrecipitation);
        return settings.Variant switch
        {
            GrVariant.GR4J => new GrSimulation<Gr4j>(settings, parameters, snow),
            GrVariant.GR5J => new GrSimulation<Gr5j>(settings, parameters, snow),
            GrVariant.GR6J => new GrSimulation<Gr6j>(settings, parameters, snow),
            _ => new GrSimulation<Gr4h>(settings, parameters, snow),
        };
    }

    public void Dispose()
    {
    }

    private static double SolidPrecipitation(in SimulationBlock forcing, int unit, ElevationBands bands, ReadOnlySpan<double> lapse)
    {
        ReadOnlySpan<double> precipitation = forcing.Forcing(GrDescriptor.PrecipitationInput, unit);
        ReadOnlySpan<double> temperature = forcing.Forcing(GrDescriptor.TemperatureInput, unit);
        double sum = 0;
        for (int band = 0; band < bands.BandCount; band++)
        {
            int index = (band * bands.UnitCount) + unit;
            double weight = bands.AreaFraction[index] * bands.PrecipitationFactor[index];
            for (int step = 0; step < precipitation.Length; step++)
            {
                double onBand = temperature[step] - (lapse[step] * bands.HeightAboveForcing[index]);
                double solid = (double)CemaNeigeProcess.SolidFraction((Lane1)onBand);
                sum += weight * precipitation[step] * solid;
            }
        }

        return sum;
    }
}

/// <summary>What the snow routine knows of the domain.</summary>
/// <param name="Bands">Elevation bands.</param>
/// <param name="Surveyed">Mean annual solid precipitation of the surveyed forcing in mm, <c>[unit]</c>.</param>
/// <param name="Given">Mean annual solid precipitation that the settings give in mm, which goes before the surveyed one.</param>
internal sealed record CemaNeigeSetup(ElevationBands Bands, double[] Surveyed, double? Given)
{
    /// <summary>Mean annual solid precipitation of a simulated unit in mm.</summary>
    public double MeanAnnualSnow(int unit) => Given ?? Surveyed[unit % Surveyed.Length];
}
