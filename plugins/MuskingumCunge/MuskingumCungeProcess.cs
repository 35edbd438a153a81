using System.Runtime.CompilerServices;

namespace Tributary.Plugins.MuskingumCunge;

/// <summary>
/// Muskingum-Cunge routing with parameters that change with the flow (Cunge, 1969; Ponce and Yevjevich, 1978). As Todini (2007) showed, storage agrees with steady flow where
/// K = L/v and K (1 - 2x) = Q / (T S c²) at the reference flow; waves then run with the celerity c and spread as Cunge's do, and the water balance closes.
/// </summary>
public static class MuskingumCungeProcess
{
    private const int MostDepthIterations = 12;
    private const double DepthTolerance = 1e-6;

    /// <summary>Steps of the iteration for the reference flow; each leaves two fifths of the error.</summary>
    private const int FlowIterations = 2;

    /// <summary>
    /// One step. With means of the flows over dt and storage V at its end, V = a I + b O, a + b = K and b = K (1 - x) - dt/2. For a wave these are a - (K - L/c)/2 and
    /// b - (K - L/c)/2; b is moved to where no wave can become negative: for steps much longer than L/c a wave is just delayed, for steps much shorter the reach is as little
    /// diffusive as one segment can be.
    /// </summary>
    /// <param name="channel">The segment.</param>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">V, m3; updated.</param>
    /// <param name="inflowBefore">I of the step before, m3 s-1; updated.</param>
    /// <param name="outflow">O of the step before, m3 s-1; updated.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(in Channel channel, double inflow, double step, ref double storage, ref double inflowBefore, ref double outflow)
    {
        double water = storage + (step * inflow);
        double least = Math.Min(Math.Min(inflow, inflowBefore), outflow);
        double most = Math.Min(Math.Max(Math.Max(inflow, inflowBefore), outflow), water / step);
        inflowBefore = inflow;
        if (most <= 0)
        {
            outflow = 0;
            storage = Math.Max(0, water);
            return;
        }

        for (int k = 0; k < FlowIterations; k++)
        {
            (double travelTime, double waveTime, double spread) = TimesAt(channel, 0.5 * (inflow + outflow));
            double ofWave = Math.Min(Math.Max((0.5 * (waveTime - step)) + spread, Math.Max(0, waveTime - step)), waveTime);
            double perOutflow = ofWave + (0.5 * (travelTime - waveTime));
            outflow = (water - ((travelTime - perOutflow) * inflow)) / (perOutflow + step);

            // The classical coefficients are positive and sum to 1, so that an outflow lies among the flows that it comes from; changing coefficients must not break that.
            outflow = Math.Min(Math.Max(outflow, least), most);
        }

        storage = Math.Max(0, water - (step * outflow));
    }

    /// <summary>Travel time of water K = L/v, that of waves L/c, and half the spread, K (1/2 - x) = Q / (2 T S c²), all in s.</summary>
    /// <param name="channel">The segment.</param>
    /// <param name="flow">Reference flow Q, m3 s-1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double TravelTime, double WaveTime, double Spread) TimesAt(in Channel channel, double flow)
    {
        // A segment that is about to fall dry holds its last water for as long as the flow of a drop takes.
        flow = Math.Max(flow, 1e-9);
        if (channel.SideSlope >= 0)
        {
            return TrapezoidTimesAt(channel, flow);
        }

        double velocity = channel.WideFactor * Math.Pow(flow, 0.4);
        double travelTime = channel.Length / velocity;
        return (travelTime, 0.6 * travelTime, 0.18 * flow / (channel.Width * channel.Slope * velocity * velocity));
    }

    /// <summary>Depth of uniform flow in a trapezoid by Manning's equation, m; Newton's method from the depth of a wide rectangle.</summary>
    /// <param name="channel">The segment.</param>
    /// <param name="flow">Q, m3 s-1.</param>
    public static double Depth(in Channel channel, double flow)
    {
        double bank = 2 * Math.Sqrt(1 + (channel.SideSlope * channel.SideSlope));
        double depth = flow / (channel.Width * channel.WideFactor * Math.Pow(flow, 0.4));
        for (int k = 0; k < MostDepthIterations; k++)
        {
            double area = depth * (channel.Width + (channel.SideSlope * depth));
            double perimeter = channel.Width + (bank * depth);
            double root = Math.Cbrt(area / perimeter);
            double carried = channel.Conveyance * area * root * root;
            double perDepth = (5.0 / 3 * (channel.Width + (2 * channel.SideSlope * depth)) / area) - (2.0 / 3 * bank / perimeter);

            double change = (flow - carried) / (carried * perDepth * depth);
            depth *= 1 + Math.Clamp(change, -0.7, 2);
            if (Math.Abs(change) < DepthTolerance)
            {
                break;
            }
        }

        return depth;
    }

    private static (double TravelTime, double WaveTime, double Spread) TrapezoidTimesAt(in Channel channel, double flow)
    {
        double depth = Depth(channel, flow);
        double bank = 2 * Math.Sqrt(1 + (channel.SideSlope * channel.SideSlope));
        double area = depth * (channel.Width + (channel.SideSlope * depth));
        double top = channel.Width + (2 * channel.SideSlope * depth);
        double velocity = flow / area;
        double celerity = velocity * ((5.0 / 3) - (2.0 / 3 * area / (channel.Width + (bank * depth)) * bank / top));
        return (channel.Length / velocity, channel.Length / celerity, flow / (2 * top * channel.Slope * celerity * celerity));
    }
}

/// <summary>A segment of a river.</summary>
/// <param name="Length">L, m.</param>
/// <param name="Width">Width of the bed, m.</param>
/// <param name="SideSlope">Run of the banks per rise; negative for a wide rectangle.</param>
/// <param name="Slope">S, m per m.</param>
/// <param name="Conveyance">√S / n, m1/3 s-1.</param>
/// <param name="WideFactor">Velocity of 1 m3 s-1 in a wide rectangle, m s-1: (√S / n)^0.6 B^-0.4.</param>
public readonly record struct Channel(double Length, double Width, double SideSlope, double Slope, double Conveyance, double WideFactor)
{
    /// <summary>A segment by its roughness.</summary>
    /// <param name="length">L, m.</param>
    /// <param name="width">Width of the bed, m.</param>
    /// <param name="sideSlope">Run of the banks per rise; NaN for a wide rectangle.</param>
    /// <param name="slope">S, m per m.</param>
    /// <param name="roughness">Manning's n, s m-1/3.</param>
    public static Channel Of(double length, double width, double sideSlope, double slope, double roughness)
    {
        double conveyance = Math.Sqrt(slope) / roughness;
        return new Channel(length, width, double.IsNaN(sideSlope) ? -1 : sideSlope, slope, conveyance, Math.Pow(conveyance, 0.6) * Math.Pow(width, -0.4));
    }
}
