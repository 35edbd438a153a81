using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>
/// A running program: it is run anew for each block over the whole period so far, since it starts from its own initial state each time, and the
/// block is the end of what it gives. So results do not depend on the blocks; a period in one block runs it once a unit.
/// </summary>
internal sealed class ProcessSimulation(ProcessModel model, ParameterSets parameters) : ISimulation
{
    // The forcing so far, [unit][name][time].
    private readonly List<double>[][] _forcing = [.. Enumerable.Range(0, parameters.Count).Select(_ => model.ForcingNames.Select(_ => new List<double>()).ToArray())];
    private DateTime? _start;

    public StateLayout States { get; } = new([], parameters.Count);

    public void Advance(in SimulationBlock block)
    {
        _start ??= block.Time.Start;
        int before = (int)Math.Round((block.Time.Start - _start.Value) / block.Time.Step);
        var time = new TimeAxis(_start.Value, block.Time.Step, before + block.StepCount);
        for (int unit = 0; unit < _forcing.Length; unit++)
        {
            int place = unit % model.Setup.Units.Count;
            for (int name = 0; name < model.ForcingNames.Length; name++)
            {
                ForeignForcing forcing = model.Settings.Forcing[model.ForcingNames[name]];
                UnitConversion conversion = model.Conversion(model.Descriptor.Forcing[name].Variable, forcing.Unit, place, $"settings.forcing.{model.ForcingNames[name]}");
                foreach (double value in block.Forcing(name, unit))
                {
                    _forcing[unit][name].Add(conversion.Apply(value));
                }
            }

            Run(block, unit, place, time, before);
        }
    }

    public void SaveStates(Span<double> states) => throw Stateless();

    public void RestoreStates(ReadOnlySpan<double> states) => throw Stateless();

    public void Dispose()
    {
    }

    private void Run(in SimulationBlock block, int unit, int place, TimeAxis time, int before)
    {
        string id = model.Setup.Units.Ids[place];
        string what = $"{model.Descriptor.Name}, unit {id}";
        Scope scope = ProcessScopes.OfPeriod(OfParameters(model.Units[place], unit), time, model.ForcingNames, _forcing[unit]);
        bool keep = model.Settings.Keep is not null;
        string folder = keep ? Directory.CreateDirectory(Path.Combine(model.Settings.Keep!, id)).FullName : Directory.CreateTempSubdirectory("tributary-process-").FullName;
        scope = new Scope(scope).Set("folder", folder);
        model.Templates.Fill(scope, folder, what);
        string[] arguments = [.. model.Arguments.Select(argument => argument.Fill(scope))];
        string program = model.Settings.Program ?? arguments[0];
        ProgramRun.Run(program, model.Settings.Program is null ? arguments[1..] : arguments, folder, TimeSpan.FromSeconds(model.Settings.TimeLimit), what);

        var results = new ProgramResults(model, place, folder, what);
        int index = 0;
        foreach (string name in ProcessPlugin.Outputs(model.Settings))
        {
            if (block.Wants(index))
            {
                string file = new Template($"settings.outputs.{name}.file", model.Settings.Outputs[name].File).Fill(scope);
                results.Read(name, model.Descriptor.Outputs[index].Variable, Path.Combine(folder, file), time.Count).AsSpan(before).CopyTo(block.Output(index, unit));
            }

            index++;
        }

        // A folder is left where anything above failed, for the reader to look into.
        if (!keep)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Scope OfParameters(Scope scope, int unit)
    {
        var within = new Scope(scope);
        for (int parameter = 0; parameter < model.Descriptor.Parameters.Count; parameter++)
        {
            within.Set(model.Descriptor.Parameters[parameter].Name, parameters[parameter][unit]);
        }

        return within;
    }

    private InputException Stateless() =>
        new("a program's state cannot be saved or restored: it starts from its own initial state at each run", model.Descriptor.Name, "Simulate from the start of the period.");
}
