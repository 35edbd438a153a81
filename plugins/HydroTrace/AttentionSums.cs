using Tributary.Contracts;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Attention gathered over many steps: where and at what the network looked, by the month and by the season.</summary>
/// <param name="model">The model.</param>
/// <param name="steps">Number of steps explained.</param>
internal sealed class AttentionSums(HydroTraceModel model, int steps)
{
    private const int Months = 12;
    private const int MonthsOfSeason = 3;
    private static readonly string[] MonthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] SeasonNames = ["December to February", "March to May", "June to August", "September to November"];

    private readonly int _variables = model.Artefact.Variables.Count;
    private readonly int _cells = model.Grid.Count;
    private readonly float[] _ofSteps = new float[steps * model.Artefact.Variables.Count];
    private readonly float[] _byStep = new float[steps * model.Artefact.Variables.Count * model.Units.Count];
    private readonly double[] _byMonth = new double[Months * model.Artefact.Variables.Count];
    private readonly int[] _countOfMonth = new int[Months];
    private readonly double[] _maps = new double[4 * model.Artefact.Variables.Count * model.Grid.Count];
    private readonly double[] _shares = new double[model.Artefact.Variables.Count * model.Grid.Count];
    private readonly int[] _countOfSeason = new int[4];
    private int _taken;

    /// <summary>Mean over all maps of their entropy, as a share of that of the even map.</summary>
    public double Evenness { get; private set; }

    /// <summary>Mean weight of each variable.</summary>
    public double[] Variables => [.. Enumerable.Range(0, _variables).Select(variable => Enumerable.Range(0, steps).Average(step => (double)_ofSteps[(step * _variables) + variable]))];

    /// <summary>Takes a step.</summary>
    /// <param name="month">Its month, from 1.</param>
    /// <param name="features">Weight of each variable.</param>
    /// <param name="maps">Map of each variable, its mean over the window, <c>[variable, cell]</c>.</param>
    /// <param name="evenness">Mean entropy of its maps as a share of the even one's.</param>
    public void Take(int month, float[] features, float[] maps, double evenness)
    {
        int season = month % Months / MonthsOfSeason;
        double[] shares = new double[maps.Length];
        for (int variable = 0; variable < _variables; variable++)
        {
            _ofSteps[(_taken * _variables) + variable] = features[variable];
            _byMonth[((month - 1) * _variables) + variable] += features[variable];
            for (int cell = 0; cell < _cells; cell++)
            {
                float weight = maps[(variable * _cells) + cell];
                _maps[(((season * _variables) + variable) * _cells) + cell] += weight;
                shares[(variable * _cells) + cell] = features[variable] * weight;
                _shares[(variable * _cells) + cell] += shares[(variable * _cells) + cell];
            }
        }

        OfUnits(shares).CopyTo(_byStep, _taken * _variables * model.Units.Count);
        _countOfMonth[month - 1]++;
        _countOfSeason[season]++;
        Evenness += (evenness - Evenness) / ++_taken;
    }

    /// <summary>Everything gathered.</summary>
    /// <param name="times">The steps.</param>
    public IEnumerable<Attribution> Told(AttributionAxis times)
    {
        var variables = new AttributionAxis(AttributionAxisKind.Variable, model.Artefact.Variables);
        var units = new AttributionAxis(AttributionAxisKind.Unit, model.Units.Ids);
        double[] all = new double[_variables * _cells];
        for (int place = 0; place < _maps.Length; place++)
        {
            all[place % all.Length] += _maps[place] / _taken;
        }

        yield return new("attention_variables", "Weight of each variable, which sum to 1 over the variables.", [times, variables], _ofSteps);
        yield return new("attention_by_step", "Share of each variable and cell in the attention of each step; over all variables and cells it sums to 1.", [times, variables, units], _byStep);
        yield return new("attention_cells", "Where the network looked in the field of each variable, on average; over all cells it sums to 1.", [variables, units], OfUnits(all));
        yield return new(
            "attention_cells_scaled", "Where the network looked in the field of each variable, stretched from 0 for its least to 1 for its greatest cell.", [variables, units], Stretched(OfUnits(all)));
        double[] shares = Array.ConvertAll(_shares, share => share / _taken);
        yield return new("attention_partition", "Share of each variable and cell in all attention; over everything it sums to 1.", [variables, units], OfUnits(shares));

        int[] months = [.. Enumerable.Range(0, Months).Where(month => _countOfMonth[month] > 0)];
        yield return new(
            "attention_by_month",
            "Share of each variable in each month, which sum to 1 over the variables.",
            [new(AttributionAxisKind.Part, [.. months.Select(month => MonthNames[month])]), variables],
            months.SelectMany(month => Enumerable.Range(0, _variables).Select(variable => (float)(_byMonth[(month * _variables) + variable] / _countOfMonth[month]))).ToArray());

        int[] seasons = [.. Enumerable.Range(0, SeasonNames.Length).Where(season => _countOfSeason[season] > 0)];
        yield return new(
            "attention_cells_by_season",
            "Where the network looked in the field of each variable in each season; over all cells it sums to 1.",
            [new(AttributionAxisKind.Part, [.. seasons.Select(season => SeasonNames[season])]), variables, units],
            seasons.SelectMany(season => OfUnits([.. _maps.AsSpan(season * all.Length, all.Length).ToArray().Select(sum => sum / _countOfSeason[season])])).ToArray());
        if (Zones() is { } zones)
        {
            float[] ofUnits = OfUnits(shares);
            float[] byZone = new float[3 * _variables];
            for (int place = 0; place < ofUnits.Length; place++)
            {
                byZone[(zones[place % zones.Length] * _variables) + (place / zones.Length)] += ofUnits[place];
            }

            yield return new(
                "attention_by_zone",
                "Share of each zone of elevation and of each variable in all attention; over everything it sums to 1.",
                [new(AttributionAxisKind.Part, ["lowest third", "middle third", "highest third"]), variables],
                byZone);
        }
    }

    private static float[] Stretched(float[] maps, int length)
    {
        float[] stretched = new float[maps.Length];
        for (int first = 0; first < maps.Length; first += length)
        {
            float[] map = maps[first..(first + length)];
            (float least, float greatest) = (map.Min(), map.Max());
            for (int at = 0; at < length && greatest > least; at++)
            {
                stretched[first + at] = (map[at] - least) / (greatest - least);
            }
        }

        return stretched;
    }

    private float[] Stretched(float[] maps) => Stretched(maps, model.Units.Count);

    /// <summary>The third of elevations that each unit lies in; null where elevations are not known.</summary>
    private int[]? Zones()
    {
        double[] elevation = model.Units.Elevation.ToArray();
        if (!elevation.All(double.IsFinite))
        {
            return null;
        }

        double[] sorted = [.. elevation.Order()];
        return Array.ConvertAll(elevation, height => height < sorted[sorted.Length / 3] ? 0 : height < sorted[2 * sorted.Length / 3] ? 1 : 2);
    }

    /// <summary>What lies in a cell is shared by its units.</summary>
    private float[] OfUnits(double[] ofCells)
    {
        int rows = ofCells.Length / _cells;
        int[] cellOf = model.Grid.CellOf;
        float[] values = new float[rows * cellOf.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int unit = 0; unit < cellOf.Length; unit++)
            {
                values[(row * cellOf.Length) + unit] = (float)(ofCells[(row * _cells) + cellOf[unit]] / model.Grid.UnitsIn[cellOf[unit]]);
            }
        }

        return values;
    }
}
