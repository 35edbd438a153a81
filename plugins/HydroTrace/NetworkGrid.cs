using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>What the network is told of the cells themselves.</summary>
internal static class NetworkGrid
{
    /// <summary>The mask and the scaled static grids, on a device.</summary>
    /// <param name="units">The units.</param>
    /// <param name="grid">Where they lie.</param>
    /// <param name="inside">Cells that take part.</param>
    /// <param name="scalings">Scalings of the static grids.</param>
    /// <param name="device">The device.</param>
    /// <exception cref="InputException">A static grid is not known.</exception>
    public static GridCells Of(CatchmentUnits units, GridCellsOfUnits grid, int[] inside, IReadOnlyList<VariableScaling> scalings, Device device)
    {
        float[] mask = new float[grid.Count];
        foreach (int cell in inside)
        {
            mask[cell] = 1;
        }

        float[] statics = new float[scalings.Count * grid.Count];
        for (int place = 0; place < scalings.Count; place++)
        {
            double[] values = grid.Mean(FieldScaling.StaticGrid(units, scalings[place].Name));
            foreach (int cell in inside)
            {
                double scaled = scalings[place].Apply(values[cell]);
                statics[(place * grid.Count) + cell] = double.IsFinite(scaled) ? (float)scaled : 0;
            }
        }

        return new GridCells(
            tensor(mask, [grid.Height, grid.Width]).to(device),
            scalings.Count == 0 ? null : tensor(statics, [scalings.Count, grid.Height, grid.Width]).to(device));
    }
}
