using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Bmi;

/// <summary>A model on one catchment unit that is advanced step by step from outside, its values known by their names.</summary>
public sealed class ServedModel : IDisposable
{
    /// <summary>Name under which all states together are read and set.</summary>
    public const string StateName = "state";

    private readonly IModel _model;
    private readonly ISimulation _simulation;
    private readonly double[] _forcing;
    private readonly double[] _results;
    private readonly double[] _states;
    private readonly SeriesRows _forcingRows;
    private readonly SeriesRows _resultRows;

    /// <summary>Prepares the model that a configuration file names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file, or what it names, is not right.</exception>
    public ServedModel(string path)
    {
        ServedSettings settings = Read(path);
        string own = Path.GetDirectoryName(typeof(ServedModel).Assembly.Location)!;
        var plugins = new PluginCatalogue([Path.Combine(own, "plugins"), .. PluginCatalogue.SearchPath(settings.PluginFolders)]);
        IModelPlugin plugin = plugins.Get<IModelPlugin>(settings.Plugin);
        Descriptor = plugin.Describe(settings.Settings);
        Step = TimeSpan.FromSeconds(settings.StepSeconds);
        Start = settings.Start;
        if (Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing) || Descriptor.InputKind != InputKind.Units)
        {
            throw new InputException($"{Descriptor.Name} wants to see all of its forcing before the first step, or grids: it cannot run step by step", path);
        }

        if (Step < Descriptor.ShortestStep || Step > Descriptor.LongestStep)
        {
            throw new InputException($"{Descriptor.Name} does not take steps of {StepLength.InWords(Step)}", path);
        }

        _model = plugin.Prepare(settings.Settings, new ModelSetup
        {
            Units = new CatchmentUnits([settings.Id], [settings.AreaKm2], latitude: [settings.Latitude], elevation: [settings.Elevation]),
            Step = Step,
            Services = new HostServices(Console.Error.WriteLine),
        });
        _simulation = _model.Start(ParametersOf(settings, path));
        _forcing = new double[Descriptor.Forcing.Count];
        _results = new double[Descriptor.Outputs.Count];
        _states = new double[_simulation.States.Length];
        _forcingRows = SeriesRows.Dense(_forcing.Length, 1, 1);
        _resultRows = SeriesRows.Dense(_results.Length, 1, 1);
        Inputs = [.. Descriptor.Forcing.Select(forcing => forcing.Variable.Name)];
        Outputs = [.. Descriptor.Outputs.Select(output => output.Variable.Name), StateName];
    }

    /// <summary>What the model is.</summary>
    public ModelDescriptor Descriptor { get; }

    /// <summary>Start of the first step.</summary>
    public DateTime Start { get; }

    /// <summary>Length of a step.</summary>
    public TimeSpan Step { get; }

    /// <summary>Number of steps done.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Names of the forcing.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the results, and the state.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Advances by one step with the forcing as it is set.</summary>
    public void Update()
    {
        _simulation.Advance(new SimulationBlock(new TimeAxis(Start + (StepsDone * Step), Step, 1), _forcing, _forcingRows, _results, _resultRows));
        StepsDone++;
    }

    /// <summary>Unit of a variable; null where there is none of this name.</summary>
    public string? UnitOf(string name)
    {
        int input = Index(Inputs, name);
        int output = Descriptor.OutputIndex(name);
        return input >= 0 ? Descriptor.Forcing[input].Variable.Unit : output >= 0 ? Descriptor.Outputs[output].Variable.Unit : name == StateName ? "1" : null;
    }

    /// <summary>Number of values of a variable; 0 where there is none of this name.</summary>
    public int CountOf(string name) => name == StateName ? _states.Length : UnitOf(name) is null ? 0 : 1;

    /// <summary>Copies a variable's values.</summary>
    public void Get(string name, Span<double> values)
    {
        if (name == StateName)
        {
            _simulation.SaveStates(values);
            return;
        }

        int input = Index(Inputs, name);
        values[0] = input >= 0 ? _forcing[input] : _results[Descriptor.OutputIndex(name)];
    }

    /// <summary>Sets a forcing, or the state.</summary>
    /// <exception cref="InputException">The variable is a result.</exception>
    public void Set(string name, ReadOnlySpan<double> values)
    {
        int input = Index(Inputs, name);
        if (name == StateName)
        {
            _simulation.RestoreStates(values);
        }
        else if (input >= 0)
        {
            _forcing[input] = values[0];
        }
        else
        {
            throw new InputException($"'{name}' is no input", Descriptor.Name, $"Its inputs: {string.Join(", ", Inputs)}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _simulation.Dispose();
        _model.Dispose();
    }

    private static ServedSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ServedJson.Default.ServedSettings) ?? throw new InputException("it is empty", path);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(error.Message, path, cause: error);
        }
    }

    private ParameterSets ParametersOf(ServedSettings settings, string path)
    {
        if (settings.Parameters.Keys.FirstOrDefault(name => Descriptor.ParameterIndex(name) < 0) is { } unknown)
        {
            throw new InputException($"{Descriptor.Name} has no parameter '{unknown}'", path, $"It has: {string.Join(", ", Descriptor.Parameters.Select(parameter => parameter.Name))}.");
        }

        return ParameterSets.Uniform([.. Descriptor.Parameters.Select(parameter => settings.Parameters.GetValueOrDefault(parameter.Name, parameter.Default))]);
    }

    private static int Index(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name);
}
