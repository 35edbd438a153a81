using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Series of stations, spread over units by inverse distance or Thiessen polygons. Air temperature moves from the stations' elevations to the units'.</summary>
internal sealed class StationForcing : SpreadForcing
{
    private readonly ForcingSection _section;
    private readonly BasinRecord[] _stations;
    private readonly BasinForcing[] _series;
    private readonly CatchmentUnits _domain;
    private readonly UnitWeights _weights;

    /// <param name="stations">What the source holds of each station.</param>
    /// <param name="section">What the workflow says of the source.</param>
    /// <param name="time">Time steps of the run.</param>
    /// <param name="units">Units of measurement.</param>
    /// <param name="domain">The catchment units.</param>
    /// <param name="outlines">Their outlines.</param>
    /// <exception cref="InputException">A station's place is not known, or two share one.</exception>
    public StationForcing(BasinRecord[] stations, ForcingSection section, TimeAxis time, IUnits units, CatchmentUnits domain, IReadOnlyList<Geometry> outlines)
        : base(time)
    {
        (_section, _stations, _domain) = (section, stations, domain);
        _series = [.. stations.Select(station => new BasinForcing(station, section, time, units, null, "station"))];
        StationPoint[] places =
        [
            .. stations.Select(station => station is { Longitude: { } longitude, Latitude: { } latitude }
                ? new StationPoint(station.Id, longitude, latitude)
                : throw new InputException("its longitude and latitude are not known", $"station {station.Id}", "The source must say where its stations stand.")),
        ];
        UnitOutline[] targets = [.. outlines.Select((outline, unit) => new UnitOutline(domain.Ids[unit], outline))];
        StationSection spread = section.Stations!;
        _weights = spread.Method == "thiessen"
            ? StationWeights.Thiessen(places, targets)
            : StationWeights.InverseDistance(places, targets, spread.Power, spread.Nearest ?? int.MaxValue);
    }

    public override IEnumerable<string> Files => _stations.SelectMany(station => station.Files);

    public override void Dispose()
    {
    }

    protected override bool Has(Variable variable) => _series.Any(series => series.Has(variable));

    protected override double[] Read(Variable variable)
    {
        if (!Has(variable))
        {
            throw new InputException(
                $"the forcing has no {variable.Name} ({variable.Description})", Files.First(), $"Say under forcing.variables which of its series it is: {string.Join(", ", _stations.SelectMany(station => station.Series).Select(series => series.Name).Distinct())}.");
        }

        int count = _series.Length;
        double[] fields = new double[Time.Count * count];
        double[] own = new double[Time.Count];
        for (int station = 0; station < count; station++)
        {
            Array.Fill(own, double.NaN);
            if (_series[station].Has(variable))
            {
                _series[station].Read(variable, own, mayBeShort: true);
                ForcingCheck.DemandPossible(variable, own, Time, $"station {_stations[station].Id}");
            }

            for (int step = 0; step < own.Length; step++)
            {
                fields[(step * count) + station] = own[step];
            }
        }

        DemandCover(variable);
        double[] values = new double[_domain.Count * Time.Count];
        _weights.Apply(fields, Time.Count, values, _section.LeastShare);
        if (variable.StandardName == Variables.AirTemperature.StandardName && _stations.All(station => station.Elevation is not null))
        {
            MoveToUnits(values, fields);
        }

        return values;
    }

    /// <summary>Stations may miss parts of the period, but not all of them the same one at its start or end.</summary>
    private void DemandCover(Variable variable)
    {
        Period[] known = [.. _stations.SelectMany(station => station.Series).Where(series => Is(series, variable)).Select(series => series.Time.Period)];
        if (known.Length > 0 && new Period(known.Min(period => period.Start), known.Max(period => period.End)) is var all && !all.Contains(Time.Period))
        {
            throw new InputException($"the stations cover {all}, which is shorter than the simulated period {Time.Period}", Files.First(), "Shorten the period or give more data.");
        }
    }

    private bool Is(BasinSeries series, Variable variable) => _section.Variables.TryGetValue(variable.Name, out SeriesSection? mapping)
        ? mapping.NamesOr(variable.Name).Contains(series.Name)
        : series.Variable?.Name == variable.Name;

    /// <summary>Air temperature falls with height from the mean elevation of those stations that have a value at the step.</summary>
    private void MoveToUnits(double[] temperature, double[] fields)
    {
        int count = _stations.Length;
        double[] elevations = new double[fields.Length];
        for (int i = 0; i < elevations.Length; i++)
        {
            elevations[i] = double.IsNaN(fields[i]) ? double.NaN : _stations[i % count].Elevation!.Value;
        }

        double[] means = new double[temperature.Length];
        _weights.Apply(elevations, Time.Count, means, _section.LeastShare);
        for (int i = 0; i < temperature.Length; i++)
        {
            double height = _domain.Elevation[i / Time.Count] - means[i];
            temperature[i] -= double.IsNaN(height) ? 0 : _section.LapseRate / 100 * height;
        }
    }
}
