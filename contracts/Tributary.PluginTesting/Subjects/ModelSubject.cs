using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A model on five units with their weather; one that learns is trained on a known problem when it is first run.</summary>
internal sealed class ModelSubject : Subject
{
    private readonly Lazy<ModelDescriptor> _descriptor;
    private readonly Lazy<KnownProblem?> _problem;

    public ModelSubject(IModelPlugin plugin, CheckCase given, IHostServices services)
        : base(given, services)
    {
        Plugin = plugin;
        _descriptor = new(() => Plugin.Describe(Settings));
        _problem = new(() => Descriptor.Capabilities.HasFlag(Capabilities.Trainable) && Plugin is ITrainablePlugin trainable ? new KnownProblem(this, trainable) : null);
    }

    public IModelPlugin Plugin { get; }

    public ModelDescriptor Descriptor => _descriptor.Value;

    /// <summary>What a model that learns is trained on; null for others.</summary>
    public KnownProblem? Problem => _problem.Value;

    public bool IsGridded => Descriptor.InputKind == InputKind.Grid || Descriptor.SpatialModes == SpatialModes.Distributed;

    public int UnitCount => IsGridded ? 16 : 5;

    public int StepCount => Problem is null ? 400 : 240;

    /// <summary>A day, or the nearest that it accepts.</summary>
    public TimeSpan Step
    {
        get
        {
            TimeSpan day = TimeSpan.FromDays(1);
            return day > Descriptor.LongestStep ? Descriptor.LongestStep : day < Descriptor.ShortestStep ? Descriptor.ShortestStep : day;
        }
    }

    public double[] Defaults => [.. Descriptor.Parameters.Select(parameter => parameter.Default)];

    public ParameterSets DefaultSet => ParameterSets.Uniform(Defaults, UnitCount);

    /// <summary>Number of steps before its first output.</summary>
    public int Silent => (int)Math.Ceiling(Descriptor.History / Step);

    public override Finding Examine(Check check) => check.OfModel(this);

    /// <summary>The units of the domain: places, attributes and areas of their own.</summary>
    public CatchmentUnits Units()
    {
        double[] Column(double first, double step) => [.. Enumerable.Range(0, UnitCount).Select(unit => first + (step * unit))];
        return new CatchmentUnits(
            [.. Enumerable.Range(1, UnitCount).Select(unit => $"u{unit}")],
            IsGridded ? Column(25, 0) : Column(20, 7),
            Column(46, 0.1),
            Column(-72, 0.1),
            Column(250, 40),
            attributes: AttributesFor(Descriptor.Attributes, UnitCount),
            places: IsGridded ? new CellPlaces([.. Enumerable.Range(0, UnitCount).Select(cell => cell / 4)], [.. Enumerable.Range(0, UnitCount).Select(cell => cell % 4)]) : null);
    }

    /// <summary>A gauge on each of the first units; one for a model of a grid.</summary>
    public IReadOnlyList<Gauge> Gauges()
    {
        CatchmentUnits units = Units();
        return IsGridded
            ? [new Gauge("outlet", 0, units.AreaKm2.ToArray().Sum())]
            : [.. Enumerable.Range(0, UnitCount).Select(unit => new Gauge(units.Ids[unit], unit, units.AreaKm2[unit]))];
    }

    /// <summary>Forcing, <c>[variable x unit]</c>, of each unit its own; numbers that a float holds for a model that reads grids.</summary>
    public double[][] Forcing(int steps)
    {
        SyntheticWeather[] weather = [.. Enumerable.Range(0, UnitCount).Select(unit => new SyntheticWeather(steps, seed: 100 + unit, 1 / Step.TotalDays))];
        IEnumerable<double[]> series = Descriptor.Forcing.SelectMany(forcing => weather.Select(unit => unit.Of(forcing.Variable, Services.Units)));
        return Descriptor.InputKind == InputKind.Grid ? [.. series.Select(values => Array.ConvertAll(values, value => (double)(float)value))] : [.. series];
    }

    public TimeAxis Time(int steps) => new(new DateTime(1999, 10, 1), Step, steps);

    public ModelSetup Setup(CatchmentUnits units) => new()
    {
        Units = units,
        Step = Step,
        Services = Services,
        Gauges = Gauges(),
        ArtefactFolder = Problem?.Trained,
    };

    /// <summary>The model on its units.</summary>
    public ModelTrial Trial(IModelPlugin? plugin = null, double[][]? forcing = null) => new(plugin ?? Plugin, Settings, Time(StepCount), Setup(Units()), forcing ?? Forcing(StepCount));

    /// <summary>The model on some of its units, in that order.</summary>
    public ModelTrial TrialOn(params int[] units)
    {
        CatchmentUnits all = Units();
        double[][] forcing = Forcing(StepCount);
        double[] Part(ReadOnlySpan<double> column)
        {
            double[] values = column.ToArray();
            return [.. units.Select(unit => values[unit])];
        }

        var attributes = new AttributeTable(units.Length);
        foreach (string name in all.Attributes.Names)
        {
            attributes.Set(name, all.Attributes.UnitOf(name), Part(all.Attributes[name]));
        }

        CellPlaces? places = all.Places is { } whole ? new CellPlaces([.. units.Select(unit => whole.Cell[unit] / whole.Width)], [.. units.Select(unit => whole.Cell[unit] % whole.Width)]) : null;
        var part = new CatchmentUnits(
            [.. units.Select(unit => all.Ids[unit])], Part(all.AreaKm2), Part(all.Latitude), Part(all.Longitude), Part(all.Elevation), attributes: attributes, places: places);
        ModelSetup setup = Setup(part) with { Gauges = [.. units.Select((unit, place) => new Gauge(all.Ids[unit], place, all.AreaKm2[unit]))] };
        return new ModelTrial(Plugin, Settings, Time(StepCount), setup, [.. Descriptor.Forcing.SelectMany((_, variable) => units.Select(unit => forcing[(variable * UnitCount) + unit]))]);
    }

    /// <summary>Rows that an output has.</summary>
    public int RowsOf(OutputDeclaration output) => output.Location switch
    {
        OutputLocation.Unit => UnitCount,
        OutputLocation.Gauge => Gauges().Count,
        _ => 0,
    };
}
