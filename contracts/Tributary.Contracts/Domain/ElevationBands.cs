using Tributary.Contracts.Numerics;

namespace Tributary.Contracts;

/// <summary>
/// The parts of each unit by elevation, lowest first, and how forcing changes with elevation. Columns are <c>[band][unit]</c>. A domain without
/// bands has one band a unit, at the elevation of its forcing, so that a model needs no second path. A unit with fewer bands than
/// another has further ones of no area.
/// </summary>
public sealed class ElevationBands
{
    private readonly double[] _areaFraction;
    private readonly double[] _precipitationFactor;
    private readonly double[] _heightAboveForcing;
    private readonly double[] _lapseRate;

    /// <summary>Makes bands.</summary>
    /// <param name="bandCount">Bands of the unit that has most.</param>
    /// <param name="unitCount">Number of units.</param>
    /// <param name="areaFraction">Each band's share of its unit's area, <c>[band][unit]</c>; they sum to 1 over the bands of a unit.</param>
    /// <param name="precipitationFactor">Precipitation on the band over that on the unit, <c>[band][unit]</c>; its area-weighted mean is 1.</param>
    /// <param name="heightAboveForcing">Height of the band above the elevation to which the unit's forcing refers in m, <c>[band][unit]</c>.</param>
    /// <param name="lapseRate">Fall of air temperature with height in degC per m on each of 366 days of the year.</param>
    /// <exception cref="ArgumentException">A column has the wrong length.</exception>
    public ElevationBands(
        int bandCount, int unitCount, double[] areaFraction, double[] precipitationFactor, double[] heightAboveForcing, double[] lapseRate)
    {
        int length = bandCount * unitCount;
        if (areaFraction.Length != length || precipitationFactor.Length != length || heightAboveForcing.Length != length || lapseRate.Length != 366)
        {
            throw new ArgumentException($"{bandCount} bands of {unitCount} units need columns of {length} values, and 366 lapse rates.");
        }

        BandCount = bandCount;
        UnitCount = unitCount;
        _areaFraction = areaFraction;
        _precipitationFactor = precipitationFactor;
        _heightAboveForcing = heightAboveForcing;
        _lapseRate = lapseRate;
    }

    /// <summary>Bands of the unit that has most.</summary>
    public int BandCount { get; }

    /// <summary>Number of units.</summary>
    public int UnitCount { get; }

    /// <summary>Each band's share of its unit's area, <c>[band][unit]</c>.</summary>
    public ReadOnlySpan<double> AreaFraction => _areaFraction;

    /// <summary>Precipitation on the band over that on the unit, <c>[band][unit]</c>.</summary>
    public ReadOnlySpan<double> PrecipitationFactor => _precipitationFactor;

    /// <summary>Height of the band above the elevation to which the unit's forcing refers in m, <c>[band][unit]</c>.</summary>
    public ReadOnlySpan<double> HeightAboveForcing => _heightAboveForcing;

    /// <summary>One band a unit.</summary>
    public static ElevationBands None(int unitCount)
    {
        double[] ones = new double[unitCount];
        Array.Fill(ones, 1);
        return new ElevationBands(1, unitCount, ones, ones, new double[unitCount], new double[366]);
    }

    /// <summary>The bands of one unit alone.</summary>
    public ElevationBands Only(int unit)
    {
        double[] Pick(double[] column)
        {
            double[] picked = new double[BandCount];
            for (int band = 0; band < BandCount; band++)
            {
                picked[band] = column[(band * UnitCount) + unit];
            }

            return picked;
        }

        return new ElevationBands(BandCount, 1, Pick(_areaFraction), Pick(_precipitationFactor), Pick(_heightAboveForcing), _lapseRate);
    }

    /// <summary>A property of one band for a group of simulated units, of which several parameter sets share a domain's units.</summary>
    /// <param name="property">One of this object's columns.</param>
    /// <param name="band">The band.</param>
    /// <param name="firstUnit">First simulated unit of the group.</param>
    public T Load<T>(ReadOnlySpan<double> property, int band, int firstUnit)
        where T : unmanaged, ILanes<T>
    {
        Span<double> values = stackalloc double[8];
        for (int lane = 0; lane < T.Count; lane++)
        {
            values[lane] = property[(band * UnitCount) + ((firstUnit + lane) % UnitCount)];
        }

        return T.Load(values);
    }

    /// <summary>Fall of air temperature with height for consecutive time steps, degC per m.</summary>
    /// <param name="time">A time axis.</param>
    /// <param name="firstStep">The first step wanted.</param>
    /// <param name="rates">Receives the rates.</param>
    public void LapseRates(TimeAxis time, int firstStep, Span<double> rates)
    {
        DateTime yearStart = default;
        DateTime yearEnd = DateTime.MinValue;
        for (int step = 0; step < rates.Length; step++)
        {
            DateTime instant = time[firstStep + step];
            if (instant >= yearEnd)
            {
                yearStart = new DateTime(instant.Year, 1, 1);
                yearEnd = yearStart.AddYears(1);
            }

            rates[step] = _lapseRate[(int)((instant.Ticks - yearStart.Ticks) / TimeSpan.TicksPerDay)];
        }
    }
}
