using NetTopologySuite.Geometries;

using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Where water flows between fine pixels, and through which cells of the coarse grid.</summary>
internal sealed class PixelFlow
{
    // Area of an added pixel as a share of another one's: little enough not to be seen, enough for areas to rise downstream.
    private const double Trace = 1e-6;

    private readonly PixelFrame _frame;

    private PixelFlow(PixelFrame frame, int[] cell, int[] downstream, double[] areaKm2) =>
        (_frame, Cell, Downstream, AreaKm2) = (frame, cell, downstream, areaKm2);

    /// <summary>The member that each pixel lies in; -1 outside the basin.</summary>
    public int[] Cell { get; }

    /// <summary>The next pixel; -1 where water leaves the basin, and outside it.</summary>
    public int[] Downstream { get; }

    /// <summary>What drains through each pixel, itself among it, in km2. It rises from pixel to pixel.</summary>
    public double[] AreaKm2 { get; }

    /// <summary>Accumulates. A cell that no pixel lies in gets one of its own that drains to the nearest.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="cellOfPixel">The member that each lies in; -1 outside the basin.</param>
    /// <param name="downstreamOfPixel">The next of each.</param>
    /// <param name="middles">A place inside each member, in the frame's coordinates.</param>
    public static PixelFlow Make(PixelFrame frame, int[] cellOfPixel, int[] downstreamOfPixel, Coordinate[] middles)
    {
        bool[] seen = new bool[middles.Length];
        foreach (int member in cellOfPixel)
        {
            if (member >= 0)
            {
                seen[member] = true;
            }
        }

        int[] without = [.. Enumerable.Range(0, seen.Length).Where(member => !seen[member])];
        int[] nearest = Array.ConvertAll(without, member => frame.Nearest(frame.At(middles[member]), pixel => cellOfPixel[pixel] >= 0));
        int[] cell = [.. cellOfPixel, .. without];
        int[] downstream = [.. downstreamOfPixel, .. nearest];
        double[] area = new double[cell.Length];
        foreach (int pixel in NetworkOrder.FromSources(downstream))
        {
            if (cell[pixel] >= 0)
            {
                area[pixel] += pixel < frame.Count ? frame.AreaKm2(pixel) : Trace * frame.AreaKm2(downstream[pixel]);
                if (downstream[pixel] >= 0)
                {
                    area[downstream[pixel]] += area[pixel];
                }
            }
        }

        return new PixelFlow(frame, cell, downstream, area);
    }

    /// <summary>The pixel of the frame that tells of a pixel: itself, or the one to which an added one drains.</summary>
    public int InFrame(int pixel) => pixel < _frame.Count ? pixel : Downstream[pixel];
}
