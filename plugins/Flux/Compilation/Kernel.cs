using System.Runtime.CompilerServices;
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
    /// <param name="water">x, the step's water.</param>
    /// <returns>The water that leaves now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe T Convolve<T>(T* underway, T* ordinates, int count, T water)
        where T : unmanaged, ILanes<T>
    {
        int last = count - 1;
        for (int k = 0; k < last; k++)
        {
            underway[k] = underway[k + 1] + (ordinates[k] * water);
        }

        underway[last] = ordinates[last] * water;
        return underway[0];
    }
}
