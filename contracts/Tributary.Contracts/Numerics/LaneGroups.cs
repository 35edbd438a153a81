using System.Runtime.Intrinsics;

namespace Tributary.Contracts.Numerics;

/// <summary>Work on one group of neighbouring units.</summary>
public interface ILaneWork
{
    /// <summary>Does the work for the units from <paramref name="firstUnit"/> on, as many as a <typeparamref name="T"/> holds.</summary>
    void Run<T>(int firstUnit)
        where T : unmanaged, ILanes<T>;
}

/// <summary>Splits units into groups as wide as the processor's vectors.</summary>
public static class LaneGroups
{
    /// <summary>
    /// Environment variable that limits the number of lanes (1, 4 or 8), so that each width can be tested on any processor.
    /// </summary>
    public const string WidthVariable = "TRIBUTARY_LANES";

    /// <summary>Widest group on this machine.</summary>
    public static int Widest { get; } = Math.Min(
        Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : 1,
        int.TryParse(Environment.GetEnvironmentVariable(WidthVariable), out int limit) ? limit : 8);

    /// <summary>Widest group that so many units fill.</summary>
    /// <param name="unitCount">Number of units.</param>
    public static int WidestOf(int unitCount) => Math.Min(Widest, unitCount >= 8 ? 8 : unitCount >= 4 ? 4 : 1);

    /// <summary>Does the work for all units, in the widest groups that fit and the rest one by one. A unit's bits do not depend on its group.</summary>
    /// <param name="unitCount">Number of units.</param>
    /// <param name="work">The work.</param>
    /// <param name="widest">Widest group to use.</param>
    public static void ForEach<TWork>(int unitCount, ref TWork work, int widest)
        where TWork : struct, ILaneWork, allows ref struct
    {
        int unit = 0;
        if (widest >= 8)
        {
            for (; unit + 8 <= unitCount; unit += 8)
            {
                work.Run<Lanes8>(unit);
            }
        }

        if (widest >= 4)
        {
            for (; unit + 4 <= unitCount; unit += 4)
            {
                work.Run<Lanes4>(unit);
            }
        }

        for (; unit < unitCount; unit++)
        {
            work.Run<Lane1>(unit);
        }
    }

    /// <inheritdoc cref="ForEach{TWork}(int, ref TWork, int)"/>
    public static void ForEach<TWork>(int unitCount, ref TWork work)
        where TWork : struct, ILaneWork, allows ref struct => ForEach(unitCount, ref work, Widest);
}
