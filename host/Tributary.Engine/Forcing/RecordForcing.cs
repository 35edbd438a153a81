using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forcing from a source that holds the series of each unit by the unit's id.</summary>
/// <param name="records">What the source holds, <c>[unit]</c>.</param>
/// <param name="sources">What the workflow says of the source of each, <c>[unit]</c>, and under which key.</param>
/// <param name="time">Time steps of the run.</param>
/// <param name="units">Units of measurement.</param>
/// <param name="areaKm2">Areas in km2, <c>[unit]</c>.</param>
internal sealed class RecordForcing(BasinRecord[] records, IReadOnlyList<(ForcingSection Section, string Key)> sources, TimeAxis time, IUnits units, double[] areaKm2) : IDomainForcing
{
    private readonly BasinForcing[] _units = [.. records.Select((record, unit) => new BasinForcing(record, sources[unit].Section, time, units, areaKm2[unit], key: $"{sources[unit].Key}.variables"))];

    public IEnumerable<string> Files => records.SelectMany(record => record.Files);

    public IUnitForcing Of(int unit) => _units[unit];

    public void Dispose()
    {
    }
}
