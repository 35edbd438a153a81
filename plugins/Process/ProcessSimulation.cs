using System.Globalization;
using System.Runtime.ExceptionServices;
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

    /// <exception cref="WorkException">The program fails, or does not write what it should, for a unit; that of the first unit is told.</exception>
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
        }

        var wanted = new bool[model.Descriptor.Outputs.Count];
        for (int output = 0; output < wanted.Length; output++)
        {
            wanted[output] = block.Wants(output);
        }

        double[]?[][] results = RunAll(time, wanted);
        for (int unit = 0; unit < results.Length; unit++)
        {
            for (int output = 0; output < wanted.Length; output++)
            {
                results[unit][output]?.AsSpan(before).CopyTo(block.Output(output, unit));
            }
        }
    }

    public void SaveStates(Span<double> states) => throw Stateless();

    public void RestoreStates(ReadOnlySpan<double> states) => throw Stateless();

    public void Dispose()
    {
    }

    /// <summary>Results of all units, <c>[unit][output][time]</c>.</summary>
    private double[]?[][] RunAll(TimeAxis time, bool[] wanted)
    {
        var results = new double[]?[_forcing.Length][];
        var failures = new Exception?[_forcing.Length];
        Parallel.For(0, _forcing.Length, new ParallelOptions { MaxDegreeOfParallelism = model.Settings.AtOnce ?? Environment.ProcessorCount }, (unit, loop) =>
        {
            model.Room.Wait();
            try
            {
                results[unit] = Run(unit, time, wanted);
            }
#pragma warning disable CA1031 // Thrown again below, the first unit's of those that failed.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures[unit] = failure;
                loop.Break();
            }
            finally
            {
                model.Room.Release();
            }
        });
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return results;
    }

    private double[]?[] Run(int unit, TimeAxis time, bool[] wanted)
    {
        int place = unit % model.Setup.Units.Count;
        string id = model.Setup.Units.Ids[place];
        string what = $"{model.Descriptor.Name}, unit {id}";
        Scope scope = ProcessScopes.OfPeriod(OfParameters(model.Units[place], unit), time, model.ForcingNames, _forcing[unit]);
        string folder = FolderOf(unit, id);
        scope = new Scope(scope).Set("folder", folder);
        model.Templates.Fill(scope, folder, what);
        string[] arguments = [.. model.Arguments.Select(argument => argument.Fill(scope))];
        string program = model.Settings.Program ?? arguments[0];
        string printed = ProgramRun.Run(program, model.Settings.Program is null ? arguments[1..] : arguments, folder, TimeSpan.FromSeconds(model.Settings.TimeLimit), what);

        var written = new ProgramResults(model, place, folder, what, printed);
        double[]?[] results = new double[]?[wanted.Length];
        int index = 0;
        foreach (string name in ProcessPlugin.Outputs(model.Settings))
        {
            if (wanted[index])
            {
                string file = new Template($"settings.outputs.{name}.file", model.Settings.Outputs[name].File).Fill(scope);
                results[index] = written.Read(name, model.Descriptor.Outputs[index].Variable, Path.Combine(folder, file), time);
            }

            index++;
        }

        // A folder is left where anything above failed, for the reader to look into.
        if (model.Settings.Keep is null)
        {
            Directory.Delete(folder, recursive: true);
        }

        return results;
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

    /// <summary>Where the program runs; of a calibration each of the parameter sets that run beside each other has a folder, the first the unit's own.</summary>
    private string FolderOf(int unit, string id)
    {
        int set = unit / model.Setup.Units.Count;
        return model.Settings.Keep is { } keep
            ? Directory.CreateDirectory(Path.Combine(keep, set == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-set{set}"))).FullName
            : Directory.CreateTempSubdirectory("tributary-process-").FullName;
    }

    private InputException Stateless() =>
        new("a program's state cannot be saved or restored: it starts from its own initial state at each run", model.Descriptor.Name, "Simulate from the start of the period.");
}
