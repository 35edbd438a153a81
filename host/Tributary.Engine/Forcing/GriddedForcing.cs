using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Grids through time, averaged over units by area. Where the forcing's elevation is known, air temperature moves to the units' own.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="units">Units of measurement.</param>
/// <param name="weightFolder">Where weights are kept; null to keep none.</param>
/// <param name="cancellation">Stops the reading between blocks.</param>
internal sealed class GriddedForcing(WorkflowPlan plan, IUnits units, string? weightFolder, CancellationToken cancellation) : SpreadForcing(plan.Time)
{
    private readonly ForcingSection _section = plan.Workflow.Forcing;
    private readonly QuantityConversion _conversion = new(units, plan.Time.Step);
    private readonly Dictionary<string, UnitWeights> _weights = [];
    private readonly SortedSet<string> _files = [];
    private readonly Dictionary<(string Variable, string Name), OpenSeries> _opened = [];
    private double[]? _elevation;
    private CatchmentUnits? _domain;
    private UnitOutline[] _outlines = [];
    private IReadOnlyList<ArrayVariable>? _known;

    public override IEnumerable<string> Files => _files;

    private static LapseRate Falling(double per100Metres) => new(-per100Metres / 100);

    /// <summary>Looks for the files that the workflow names.</summary>
    /// <param name="problems">Receives what is missing.</param>
    public void FindFiles(ProblemList problems)
    {
        foreach ((string key, string? pattern) in _section.Variables.Select(series => ($"forcing.variables.{series.Key}.files", series.Value.Files)).Prepend(("forcing.files", _section.Files)))
        {
            problems.Try(key, () => _ = pattern is null ? [] : Find(pattern));
        }
    }

    /// <summary>The grid of a variable that the workflow names, or else of the first that fits one of those wanted.</summary>
    /// <param name="wanted">The variables that models want.</param>
    /// <exception cref="InputException">There is none.</exception>
    public CellGrid GridOf(IEnumerable<Variable> wanted)
    {
        Variable found = wanted.FirstOrDefault(Has) ?? throw new InputException("none of the variables that the models need is in the files", _section.Files, $"Say under forcing.variables which they are: {string.Join(", ", Known().Select(variable => variable.Name))}.");
        using GridSeries series = Open(found, SeriesOf(found).NamesOr(found.Name)[0]);
        return series.Grid;
    }

    /// <summary>Says over which units the grids are averaged.</summary>
    public void Over(CatchmentUnits domain, IReadOnlyList<Geometry> outlines)
    {
        _domain = domain;
        _outlines = [.. outlines.Select((outline, unit) => new UnitOutline(domain.Ids[unit], outline))];
    }

    /// <summary>Reads the elevation that the forcing stands for, where the workflow names it.</summary>
    /// <exception cref="InputException">It is not there, misses units, or is no elevation.</exception>
    public void ReadElevation() => _elevation = _section.Elevation is { } section ? ElevationOf(section) : null;

    /// <summary>Reads some time steps of a variable of all units, <c>[unit][time]</c>, a gap being NaN; the files stay open.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="first">First time step, counted from the start of the run.</param>
    /// <param name="count">Number of time steps.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public double[] ReadBlock(Variable variable, int first, int count)
    {
        SeriesSection mapping = SeriesOf(variable);
        IReadOnlyList<string> names = mapping.NamesOr(variable.Name);
        double[] sum = [];
        foreach (string name in names)
        {
            if (!_opened.TryGetValue((variable.Name, name), out OpenSeries? opened))
            {
                opened = _opened[(variable.Name, name)] = OpenOne(variable, name);
            }

            double[] values = opened.Read(first, count, _outlines.Length, cancellation);
            if (variable.StandardName == Variables.AirTemperature.StandardName && _elevation is { } elevation)
            {
                Falling(_section.LapseRate).Apply(values, _domain!.Elevation, elevation);
            }

            sum = sum.Length == 0 ? values : sum;
            for (int i = 0; i < values.Length && !ReferenceEquals(sum, values); i++)
            {
                sum[i] += values[i];
            }
        }

        if (mapping.Mean is not null)
        {
            new UnitConversion(1.0 / names.Count, 0).Apply(sum);
        }

        return sum;
    }

    public override void Dispose()
    {
        foreach (OpenSeries opened in _opened.Values)
        {
            opened.Series.Dispose();
        }

        _opened.Clear();
    }

    /// <summary>Whether a variable is there.</summary>
    public bool Offers(Variable variable) => Has(variable);

    protected override bool Has(Variable variable) => _section.Variables.ContainsKey(variable.Name) || Own(variable) is not null;

    protected override double[] Read(Variable variable)
    {
        double[] values = ReadBlock(variable, 0, Time.Count);
        Dispose();
        return values;
    }

    private OpenSeries OpenOne(Variable variable, string name)
    {
        GridSeries series = Open(variable, name);
        try
        {
            string where = $"{series.Files[0]}{(series.Files.Count > 1 ? $" and {series.Files.Count - 1} others" : string.Empty)}, {name}";
            if ((Time.Start - series.Time.Start).Ticks % Time.Step.Ticks != 0)
            {
                throw new InputException(
                    $"its steps start at {series.Time.Start:HH:mm}, those of the workflow at {Time.Start:HH:mm}",
                    where,
                    $"Where its stamps name the middle or the end of a step, say so under forcing.variables: '{variable.Name}: {{ name: {name}, stamp: middle }}'; else set period.start to the data's own hour.");
            }

            if (!series.Time.Period.Contains(Time.Period))
            {
                throw new InputException($"it covers {series.Time.Period}, which is shorter than the simulated period {Time.Period}", where, "Shorten the period or give more data.");
            }

            UnitConversion conversion = Conversion(series.Unit, variable, name, where);
            DemandSense(series, variable, name, where);
            var remapped = new RemappedSeries(series, WeightsOf(series.Grid, where), _section.LeastShare, plan.Workers);
            _files.UnionWith(series.Files);
            return new OpenSeries(series, remapped, conversion, (int)((Time.Start - series.Time.Start).Ticks / Time.Step.Ticks));
        }
        catch
        {
            series.Dispose();
            throw;
        }
    }

    private UnitConversion Conversion(string unit, Variable variable, string name, string where)
    {
        string remedy = $"Declare the right one under forcing.variables: '{variable.Name}: {{ name: {name}, unit: UNIT }}', UNIT being for example {variable.Unit}.";
        UnitConversion? found;
        try
        {
            found = _conversion.To(unit, variable);
        }
        catch (InputException error)
        {
            throw new InputException(error.Problem, where, remedy, error);
        }

        return found ?? throw new InputException(
            $"its unit '{unit}' cannot be converted to {variable.Unit}, the unit of {variable.Name}", where, remedy);
    }

    /// <summary>Amounts of several steps are summed, and only these.</summary>
    private void DemandSense(GridSeries series, Variable variable, string name, string where)
    {
        bool isAmount = variable.CellMethod == CellMethod.Sum
            ? units.Between(series.Unit, variable.Unit) is not null || units.Between(series.Unit, "kg m-2") is not null
            : variable.CellMethod == CellMethod.Mean && units.Between(series.Unit, variable.Unit) is null;
        if (series.StepsTogether > 1 && isAmount != (series.Method == CellMethod.Sum))
        {
            string method = series.Method.ToString().ToLowerInvariant();
            string problem = isAmount
                ? $"its values in '{series.Unit}' are amounts, but several of them are to make a step of {StepLength.InWords(Time.Step)} by their {method}"
                : $"its values in '{series.Unit}' are no amounts, but several of them are to make a step of {StepLength.InWords(Time.Step)} by their sum";
            throw new InputException(problem, where, $"Correct the unit, or say under forcing.variables how they do: '{variable.Name}: {{ name: {name}, method: {(isAmount ? "sum" : "mean")} }}'.");
        }
    }

    private double[] ElevationOf(ForcingElevationSection section)
    {
        // Standard gravity turns a geopotential into a height.
        const double Gravity = 9.80665;
        string path = Path.GetFullPath(section.File, plan.Folder);
        DemandVariable(path, section.Variable);
        GridField field = GridField.Read(FilesOf(section.Variable), path, section.Variable, section.Unit);
        bool isGeopotential = units.Between(field.Unit, "m2 s-2") is not null;
        UnitConversion conversion = (isGeopotential ? units.Between(field.Unit, "m2 s-2") : units.Between(field.Unit, "m"))
            ?? throw new InputException($"its unit '{field.Unit}' is none of length", $"{path}, {section.Variable}", "Declare the right one as forcing.elevation.unit.");
        double[] elevation = new double[_outlines.Length];
        WeightsOf(field.Grid, $"{path}, {section.Variable}").Apply(field.Values, 1, elevation, _section.LeastShare);
        conversion.Apply(elevation);
        new UnitConversion(isGeopotential ? 1 / Gravity : 1, 0).Apply(elevation);
        _files.Add(path);
        return elevation;
    }

    private GridSeries Open(Variable variable, string name)
    {
        SeriesSection mapping = SeriesOf(variable);
        IReadOnlyList<string> paths = Find(mapping.Files ?? _section.Files!);
        DemandVariable(paths[0], name);
        return GridSeries.Open(FilesOf(name), paths, name, new GridSeriesSettings
        {
            Unit = mapping.Unit,
            Step = Time.Step,
            DayStart = Time.Start.TimeOfDay,
            Method = mapping.Method is { } method ? Enum.Parse<CellMethod>(method, ignoreCase: true) : variable.CellMethod is CellMethod.Minimum or CellMethod.Maximum ? variable.CellMethod : null,
            Stamp = mapping.Stamp is { } stamp ? Enum.Parse<StampPlace>(stamp, ignoreCase: true) : StampPlace.Start,
            Accumulated = mapping.Accumulated switch
            {
                null => null,
                "run" => new Accumulation(null),
                string every => new Accumulation(Dates.Step(every)),
            },
        });
    }

    private IReadOnlyList<string> Find(string pattern) => FilePattern.Find(Path.GetFullPath(pattern, plan.Folder));

    private void DemandVariable(string path, string name)
    {
        using IArrayFile file = FilesOf(name).Open(path);
        if (!file.Variables.Any(known => known.Name == name))
        {
            throw new InputException($"there is no variable '{name}'{Nearest.Suggest(name, file.Variables.Where(known => known.Dimensions.Count >= 2 && !known.IsText).Select(known => known.Name))}", path);
        }
    }

    /// <summary>What opens the files; bands of rasters without a name of their own hold the variable that is asked for.</summary>
    private GriddedFiles FilesOf(string? variable) => new(new RasterStackSettings
    {
        DatePattern = _section.Rasters?.Dates,
        Start = _section.Rasters?.Start is { } start ? Dates.Parse(start) : null,
        Step = _section.Rasters is { } rasters ? rasters.Step is { } step ? Dates.Step(step) : Time.Step : null,
        Variable = variable,
    });

    private UnitWeights WeightsOf(CellGrid grid, string where)
    {
        if (_weights.TryGetValue(grid.Key, out UnitWeights? known))
        {
            return known;
        }

        double cover = _section.LeastCover ?? AreaWeights.WholeUnit;
        UnitWeights weights = weightFolder is null
            ? AreaWeights.Compute(grid, _outlines, where, cover, plan.Workers, cancellation)
            : new WeightStore(weightFolder, new NetCdfFiles()).Get(grid, _outlines, where, cover, plan.Workers, cancellation);
        return _weights[grid.Key] = weights;
    }

    private SeriesSection SeriesOf(Variable variable) =>
        _section.Variables.TryGetValue(variable.Name, out SeriesSection? mapping) ? mapping : new SeriesSection { Name = Own(variable) ?? throw Lacking(variable) };

    private InputException Lacking(Variable variable) => new(
        $"the forcing has no {variable.Name} ({variable.Description})", _section.Files, $"Say under forcing.variables which of its variables it is: {string.Join(", ", Known().Select(known => known.Name))}.");

    /// <summary>A variable that has the standard's name, or its CF standard name and is the only one.</summary>
    private string? Own(Variable variable)
    {
        ArrayVariable[] byStandard = [.. Known().Where(known => variable.StandardName.Length > 0 && known.Text("standard_name") == variable.StandardName)];
        return Known().FirstOrDefault(known => known.Name == variable.Name)?.Name ?? (byStandard.Length == 1 ? byStandard[0].Name : null);
    }

    /// <summary>The variables through time of the first file.</summary>
    private IReadOnlyList<ArrayVariable> Known()
    {
        if (_known is null && _section.Files is { } pattern)
        {
            using IArrayFile file = FilesOf(null).Open(Find(pattern)[0]);
            _known = [.. file.Variables.Where(variable => variable.Dimensions.Count >= 3 && !variable.IsText)];
        }

        return _known ?? [];
    }

    /// <summary>A series whose files are open.</summary>
    /// <param name="Series">The series.</param>
    /// <param name="Remapped">It on the units.</param>
    /// <param name="Conversion">To the unit that is wanted.</param>
    /// <param name="Start">The run's first time step among its own.</param>
    private sealed record OpenSeries(GridSeries Series, RemappedSeries Remapped, UnitConversion Conversion, int Start)
    {
        public double[] Read(int first, int count, int units, CancellationToken cancellation)
        {
            double[] values = new double[units * count];
            Remapped.Read(Start + first, count, values, cancellation);
            Conversion.Apply(values);
            return values;
        }
    }
}
