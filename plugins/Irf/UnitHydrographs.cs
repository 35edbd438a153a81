using Tributary.Contracts;

namespace Tributary.Plugins.Irf;

/// <summary>The unit hydrographs of all reaches, one behind the other.</summary>
internal sealed class UnitHydrographs
{
    private readonly int[] _start;
    private readonly double[] _ordinates;

    private UnitHydrographs(int[] start, double[] ordinates)
    {
        _start = start;
        _ordinates = ordinates;
    }

    public int ReachCount => _start.Length - 1;

    public ReadOnlySpan<double> this[int reach] => _ordinates.AsSpan(_start[reach].._start[reach + 1]);

    public static UnitHydrographs Of(IrfSettings settings, RoutingSetup setup, ParameterSets parameters)
    {
        RiverNetwork network = setup.Network;
        double step = setup.Step.TotalSeconds;
        double[][] each = new double[network.Count][];
        Parallel.For(0, each.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, setup.ThreadCount) }, reach =>
        {
            double celerity = Given(network, IrfPlugin.CelerityAttribute, reach, parameters[0][reach]);
            double diffusivity = Given(network, IrfPlugin.DiffusivityAttribute, reach, parameters[1][reach]);
            double length = network.LengthMetres[reach];
            each[reach] = Expected(length, celerity, diffusivity) > settings.LongestHydrograph * step
                ? []
                : IrfProcess.Ordinates(length, celerity, diffusivity, step);
        });
        int[] start = new int[each.Length + 1];
        for (int reach = 0; reach < each.Length; reach++)
        {
            if (each[reach].Length is 0 || each[reach].Length > settings.LongestHydrograph)
            {
                throw new InputException(
                    $"water takes longer than {settings.LongestHydrograph} steps to pass it", $"reach {network.Ids[reach]}", "Raise the celerity or the setting longest_hydrograph, or split the reach.");
            }

            start[reach + 1] = checked(start[reach] + each[reach].Length);
        }

        double[] ordinates = new double[start[^1]];
        for (int reach = 0; reach < each.Length; reach++)
        {
            each[reach].CopyTo(ordinates, start[reach]);
        }

        return new UnitHydrographs(start, ordinates);
    }

    /// <summary>Mean travel time and twice its standard deviation, s.</summary>
    private static double Expected(double length, double celerity, double diffusivity) =>
        (length / celerity) + (2 * Math.Sqrt(2 * diffusivity * length / (celerity * celerity * celerity)));

    private static double Given(RiverNetwork network, string attribute, int reach, double otherwise)
    {
        double value = network.Attributes.Contains(attribute) ? network.Attributes[attribute][reach] : double.NaN;
        value = double.IsNaN(value) ? otherwise : value;
        return value > 0 && double.IsFinite(value)
            ? value
            : throw new InputException(FormattableString.Invariant($"{attribute} is {value}"), $"reach {network.Ids[reach]}", "Give a positive value, or leave it out.");
    }
}
