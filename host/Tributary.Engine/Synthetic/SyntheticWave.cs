using MathNet.Numerics.Random;

namespace Tributary.Engine;

/// <summary>A wave over a plane: several of them make hills and showers.</summary>
internal readonly record struct SyntheticWave
{
    private readonly double _alongX;
    private readonly double _alongY;
    private readonly double _phase;
    private readonly double _height;

    /// <summary>Draws a wave of any direction.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="shortest">Shortest length from crest to crest.</param>
    /// <param name="longest">Longest length from crest to crest; lengths between are as likely per factor.</param>
    /// <param name="height">Height of the longest; shorter ones are lower in proportion.</param>
    public SyntheticWave(MersenneTwister random, double shortest, double longest, double height)
    {
        double length = shortest * Math.Pow(longest / shortest, random.NextDouble());
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
        _alongX = 2 * Math.PI / length * cosine;
        _alongY = 2 * Math.PI / length * sine;
        _phase = 2 * Math.PI * random.NextDouble();
        _height = height * length / longest;
    }

    /// <summary>The wave's value, between plus and minus its height.</summary>
    public double At(double x, double y) => _height * Math.Sin((_alongX * x) + (_alongY * y) + _phase);
}
