using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Flux.Compilation;

/// <summary>A compiled model: carries one group of units over a tile of time steps.</summary>
/// <param name="inputs">Forcing, <c>[input][64]</c>.</param>
/// <param name="outputs">Receives results, <c>[output][64]</c>.</param>
/// <param name="parameters">Parameters.</param>
/// <param name="stores">Contents of the stores; updated.</param>
/// <param name="underway">Water in the delays, <c>[delay][longest]</c>; updated.</param>
/// <param name="ordinates">Unit hydrographs, <c>[delay][longest]</c>.</param>
/// <param name="counts">For each delay how many of its ordinates are in use.</param>
/// <param name="stepCount">Number of time steps, 64 at most.</param>
/// <param name="balance">Water that came in less water that went out, and water left behind where none should be; added to.</param>
/// <typeparam name="T">The lanes.</typeparam>
public unsafe delegate void Kernel<T>(T* inputs, T* outputs, T* parameters, T* stores, T* underway, T* ordinates, int* counts, int stepCount, T* balance)
    where T : unmanaged, ILanes<T>;

/// <summary>What compiled models call.</summary>
public static class KernelSupport
{
    /// <summary>Adds a step's water to the water in a delay and moves all of it one step on: w[k] = w[k + 1] + u[k] x.</summary>
    /// <param name="underway">w, the water that leaves in 0, 1, 2 … steps.</param>
    /// <param name="ordinates">u.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="water">x, the step's water. What leaves now is the first of w afterwards.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Convolve<T>(T* underway, T* ordinates, int count, T* water)
        where T : unmanaged, ILanes<T>
    {
        int last = count - 1;
        T added = *water;
        for (int k = 0; k < last; k++)
        {
            underway[k] = underway[k + 1] + (ordinates[k] * added);
        }

        underway[last] = ordinates[last] * added;
    }

    /// <inheritdoc cref="ILanes{T}.Exp"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Exp(double value) => (double)Lane1.Exp(value);

    /// <inheritdoc cref="ILanes{T}.Exp"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Exp(Vector256<double> value) => Unsafe.BitCast<Lanes4, Vector256<double>>(Lanes4.Exp(new Lanes4(value)));

    /// <inheritdoc cref="ILanes{T}.Exp"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Exp(Vector512<double> value) => Unsafe.BitCast<Lanes8, Vector512<double>>(Lanes8.Exp(new Lanes8(value)));

    /// <inheritdoc cref="ILanes{T}.Log"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log(double value) => (double)Lane1.Log(value);

    /// <inheritdoc cref="ILanes{T}.Log"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Log(Vector256<double> value) => Unsafe.BitCast<Lanes4, Vector256<double>>(Lanes4.Log(new Lanes4(value)));

    /// <inheritdoc cref="ILanes{T}.Log"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Log(Vector512<double> value) => Unsafe.BitCast<Lanes8, Vector512<double>>(Lanes8.Log(new Lanes8(value)));

    /// <inheritdoc cref="GammaDistribution.Below"/>
    public static double GammaShare(double shape, double z) => GammaDistribution.Below(shape, z);

    /// <inheritdoc cref="GammaDistribution.Below"/>
    public static Vector256<double> GammaShare(Vector256<double> shape, Vector256<double> z)
    {
        Span<double> shares = stackalloc double[Vector256<double>.Count];
        for (int lane = 0; lane < shares.Length; lane++)
        {
            shares[lane] = GammaDistribution.Below(shape[lane], z[lane]);
        }

        return Vector256.Create<double>(shares);
    }

    /// <inheritdoc cref="GammaDistribution.Below"/>
    public static Vector512<double> GammaShare(Vector512<double> shape, Vector512<double> z)
    {
        Span<double> shares = stackalloc double[Vector512<double>.Count];
        for (int lane = 0; lane < shares.Length; lane++)
        {
            shares[lane] = GammaDistribution.Below(shape[lane], z[lane]);
        }

        return Vector512.Create<double>(shares);
    }

    /// <summary>One of two numbers by a comparison.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IfLess(double left, double right, double then, double otherwise) => left < right ? then : otherwise;

    /// <inheritdoc cref="IfLess"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IfLessOrEqual(double left, double right, double then, double otherwise) => left <= right ? then : otherwise;
}
