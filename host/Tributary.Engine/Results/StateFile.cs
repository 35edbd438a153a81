using System.Globalization;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>
/// States of a member in NetCDF, bit for bit, each store as an array over units (or reaches) under its own name. Those of several trainings stand side by side, numbered from 1.
/// </summary>
internal static class StateFile
{
    public const string Name = "states.nc";

    private const string Epoch = "seconds since 1970-01-01 00:00:00";

    /// <summary>Writes states.</summary>
    /// <param name="states">The states, one for each training; at least one.</param>
    /// <param name="path">The file.</param>
    public static void Write(IReadOnlyList<SimulationStates> states, string path)
    {
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("Conventions", "CF-1.11");
        file.DefineAttribute("title", "states that a simulation goes on from");
        file.DefineAttribute("trainings", states.Count.ToString(CultureInfo.InvariantCulture));
        file.DefineDimension("instant", 1);
        file.DefineVariable("time", ["instant"], NetCdfKind.Coordinate, ("standard_name", "time"), ("long_name", "first instant that is not simulated yet"), ("units", Epoch), ("calendar", "proleptic_gregorian"));
        var arrays = new List<(string Name, double[] Values)>();
        for (int i = 0; i < states.Count; i++)
        {
            string suffix = states.Count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"_{i + 1}");
            Define(file, $"model{suffix}", "unit", states[i].Model, arrays);
            if (states[i].Routing is { } routing)
            {
                Define(file, $"routing{suffix}", "reach", routing, arrays);
            }
        }

        file.Write("time", [(states[0].Time - DateTime.UnixEpoch).TotalSeconds]);
        foreach ((string name, double[] values) in arrays)
        {
            file.Write(name, values);
        }

        file.Complete();
    }

    /// <summary>Reads states.</summary>
    /// <exception cref="InputException">The file is missing or holds none.</exception>
    public static IReadOnlyList<SimulationStates> Read(IArrayFiles files, string path)
    {
        using IArrayFile file = files.Open(path);
        if (file.Attributes.GetValueOrDefault("trainings") is not string text || !int.TryParse(text, CultureInfo.InvariantCulture, out int count) || count < 1)
        {
            throw new InputException("holds no states of a simulation", path, "Run the workflow again.");
        }

        DateTime time = file.ReadTimes("time")[0];
        return
        [
            .. Enumerable.Range(1, count).Select(number =>
            {
                string suffix = count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"_{number}");
                return new SimulationStates(time, Part(file, $"model{suffix}") ?? new StatePart(new StateLayout([], 0), []), Part(file, $"routing{suffix}"));
            }),
        ];
    }

    private static void Define(NetCdfWriter file, string owner, string place, StatePart part, List<(string Name, double[] Values)> arrays)
    {
        if (part.Layout.Length == 0)
        {
            return;
        }

        file.DefineDimension($"{owner}_{place}", part.Layout.UnitCount);
        int first = 0;
        foreach ((int at, StateVariable variable) in part.Layout.Variables.Where(variable => variable.ElementCount > 0).Index())
        {
            // The order of the variables is part of the layout, and two may share a name.
            string name = string.Create(CultureInfo.InvariantCulture, $"{owner}_{at:00}_{ResultFiles.FileNameOf(variable.Name).Replace('.', '_').Replace('-', '_')}");
            file.DefineDimension($"{name}_element", variable.ElementCount);
            file.DefineVariable(
                name, [$"{name}_element", $"{owner}_{place}"], NetCdfKind.Coordinate,
                ("long_name", variable.Description), ("units", variable.Unit), ("state", variable.Name), ("owner", owner));
            int length = variable.ElementCount * part.Layout.UnitCount;
            arrays.Add((name, part.Values[first..(first + length)]));
            first += length;
        }
    }

    private static StatePart? Part(IArrayFile file, string owner)
    {
        ArrayVariable[] arrays = [.. file.Variables.Where(variable => variable.Text("owner") == owner).OrderBy(variable => variable.Name, StringComparer.Ordinal)];
        if (arrays.Length == 0)
        {
            return null;
        }

        var layout = new StateLayout(
            [.. arrays.Select(array => new StateVariable(array.Text("state") ?? array.Name, array.Text("units") ?? "1", array.Text("long_name") ?? string.Empty, (int)array.Dimensions[0].Length))],
            (int)arrays[0].Dimensions[1].Length);
        double[] values = new double[layout.Length];
        int first = 0;
        foreach (ArrayVariable array in arrays)
        {
            int length = (int)array.Length;
            file.Read(array.Name, [0, 0], [array.Dimensions[0].Length, array.Dimensions[1].Length], values.AsSpan(first, length));
            first += length;
        }

        return new StatePart(layout, values);
    }
}
