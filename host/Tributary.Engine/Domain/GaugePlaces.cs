using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Finds the reaches at whose ends a workflow's gauges stand; without a network, the units that they drain.</summary>
/// <param name="section">What the workflow says of the domain.</param>
/// <param name="domain">The basin.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="notes">Receives what the user should know.</param>
internal sealed class GaugePlaces(DomainSection section, SpatialDomain domain, ProblemList problems, List<string> notes)
{
    // Networks of many small coastal rivers have thousands of outlets; a hydrograph of each helps nobody.
    private const int MostOutlets = 20;

    private readonly IReadOnlyList<string> _ids = domain.Network?.Ids ?? domain.Units.Ids;
    private readonly double[] _area = domain.Network is null ? domain.Units.AreaKm2.ToArray() : domain.UpstreamAreaKm2();

    public IReadOnlyList<Gauge> Find()
    {
        int[] outlets = [.. Enumerable.Range(0, _ids.Count).Where(IsOutlet).OrderByDescending(reach => _area[reach])];
        if (section.Gauges.Count == 0)
        {
            return AtOutlets(outlets);
        }

        var index = new Dictionary<string, int>();
        for (int reach = 0; reach < _ids.Count; reach++)
        {
            index[_ids[reach]] = reach;
        }

        var gauges = new List<Gauge>();
        for (int i = 0; i < section.Gauges.Count; i++)
        {
            GaugeSection gauge = section.Gauges[i];
            string what = domain.Network is null ? "unit" : "reach";
            int reach = outlets[0];
            if (gauge.Reach is null && outlets.Length > 1)
            {
                string several = domain.Network is null ? "units" : "outlets, the largest first";
                problems.Add($"domain.gauges[{i}]", $"name the {what} of gauge {gauge.Id} under 'reach'; there are {outlets.Length} {several}: {string.Join(", ", outlets.Take(5).Select(outlet => _ids[outlet]))}{(outlets.Length > 5 ? ", ..." : string.Empty)}");
            }
            else if (gauge.Reach is { } id && !index.TryGetValue(id, out reach))
            {
                problems.Add($"domain.gauges[{i}].reach", $"there is no {what} '{id}'{Suggest(id)}");
            }
            else if (_area[reach] == 0)
            {
                problems.Add($"domain.gauges[{i}].reach", $"no unit drains to reach {_ids[reach]} of gauge {gauge.Id}, nor to any above it; name a reach further down");
            }
            else if (domain.Network is null && gauges.Find(other => other.Reach == reach) is { } other)
            {
                problems.Add($"domain.gauges[{i}]", $"gauge {other.Id} stands at unit {_ids[reach]} already");
            }
            else
            {
                gauges.Add(new Gauge(gauge.Id, reach, _area[reach]));
            }
        }

        return gauges;
    }

    private bool IsOutlet(int reach) => domain.Network is null || (domain.Network.Downstream[reach] < 0 && _area[reach] > 0);

    private string Suggest(string id) => _ids.Count <= MostOutlets || Nearest.To(id, _ids) is not null ? Nearest.Suggest(id, _ids) : $"; it has {_ids.Count} others, such as {string.Join(", ", _ids.Take(5))}";

    private Gauge[] AtOutlets(int[] outlets)
    {
        if (domain.Network is not null && outlets.Length > MostOutlets)
        {
            notes.Add($"discharge is told at the {MostOutlets} largest of {outlets.Length} outlets; name others under domain.gauges");
            outlets = outlets[..MostOutlets];
        }

        return [.. outlets.Select(reach => new Gauge(_ids[reach], reach, _area[reach]))];
    }
}
