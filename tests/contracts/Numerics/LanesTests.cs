using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Contracts;

/// <summary>A unit's bits do not depend on how many units are computed beside it.</summary>
public sealed class LanesTests
{
    /// <summary>Numbers of all magnitudes, with the awkward ones.</summary>
    private static Gen<double[]> Numbers { get; } = Gen.OneOf(
        Gen.Choose(-1_000_000, 1_000_000).Select(number => number / 1000.0),
        Gen.Choose(-300, 300).SelectMany(_ => Gen.Choose(1, 99999), (exponent, digits) => digits * Math.Pow(10, exponent)),
        Gen.Elements(0.0, -0.0, 1, -1, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 708, 708.1, 709.9, -745.2)).ArrayOf(8);

    [Fact]
    public void Every_operation_gives_the_same_bits_in_one_four_and_eight_lanes() => Property.Holds(
        Numbers.Two(),
        pair =>
        {
            double[] one = Results<Lane1>(pair.Item1, pair.Item2);
            Close.SameBits(one, Results<Lanes4>(pair.Item1, pair.Item2), "result of four lanes");
            Close.SameBits(one, Results<Lanes8>(pair.Item1, pair.Item2), "result of eight lanes");
        },
        count: 1000);

    [Fact]
    public void Exponentials_and_logarithms_are_those_of_the_mathematics_library() => Property.Holds(Property.Between(-700, 700), x =>
    {
        double exponential = (double)Lane1.Exp(x);
        Assert.Equal(1, exponential / Math.Exp(x), 1e-14);
        Assert.Equal(x, (double)Lane1.Log(exponential), 1e-12);
    });

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(-709, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(709, double.PositiveInfinity)]
    public void An_exponential_beyond_the_limit_is_zero_or_infinite(double exponent, double expected) => Assert.Equal(expected, (double)Lane1.Exp(exponent));

    [Theory]
    [InlineData(2, 10, 1024)]
    [InlineData(0, 3.3, 0)]
    [InlineData(9, 0.5, 3)]
    public void A_power_is_that_of_the_mathematics_library(double value, double exponent, double power) =>
        Assert.Equal(power, (double)Lanes.Power<Lane1>(value, exponent), 1e-11);

    [Theory]
    [InlineData(1, 13)]
    [InlineData(4, 13)]
    [InlineData(8, 13)]
    [InlineData(8, 21)]
    [InlineData(8, 3)]
    [InlineData(8, 0)]
    public void Groups_cover_every_unit_once_in_the_widest_lanes_that_fit(int widest, int unitCount)
    {
        int[] visits = new int[unitCount];
        var work = new Visit { Visits = visits };
        LaneGroups.ForEach(unitCount, ref work, widest);
        Assert.All(visits, count => Assert.Equal(1, count));
        int groups = widest == 1 ? unitCount : widest == 4 ? (unitCount / 4) + (unitCount % 4) : (unitCount / 8) + (unitCount % 8 / 4) + (unitCount % 4);
        Assert.Equal(groups, work.Groups);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void Working_room_starts_at_a_cache_line_and_is_as_long_as_asked(int length)
    {
        using var room = new WorkingRoom(length);
        Assert.Equal(length, room.Values.Length);
        Assert.Equal(0, Address(room.Values) % 64);
    }

    [Fact]
    public void Parts_of_a_working_room_do_not_overlap()
    {
        using var room = new WorkingRoom(16);
        var scratch = new Scratch<Lanes4>(room);
        Span<Lanes4> first = scratch.Take(1);
        Span<Lanes4> second = scratch.Take(3);
        first[0] = 1;
        second.Fill(2);
        Assert.Equal([1, 1, 1, 1, .. Enumerable.Repeat(2.0, 12)], room.Values.ToArray());
    }

    [Fact]
    public void Working_room_that_was_given_back_is_had_by_one_other_only()
    {
        var room = new WorkingRoom(12345);
        long address = Address(room.Values);
        room.Dispose();
        room.Dispose();
        using var next = new WorkingRoom(12346);
        using var further = new WorkingRoom(12346);
        Assert.Equal(address, Address(next.Values));
        Assert.NotEqual(address, Address(further.Values));
        Assert.Throws<ObjectDisposedException>(() => room.Values.Length);
    }

    private static unsafe long Address(Span<double> values) => (long)Unsafe.AsPointer(ref values[0]);

    private static double[] Results<T>(double[] left, double[] right)
        where T : unmanaged, ILanes<T>
    {
        Func<T, T, T>[] operations =
        [
            (a, b) => a + b,
            (a, b) => a - b,
            (a, b) => a * b,
            (a, b) => a / b,
            (a, _) => -a,
            T.Max,
            T.Min,
            (a, _) => T.Abs(a),
            (a, _) => T.Sqrt(T.Abs(a)),
            (a, _) => T.Floor(a),
            (a, _) => T.Exp(a),
            (a, _) => T.Log(T.Abs(a)),
            (a, b) => T.IfLess(a, b, 1, a),
            (a, b) => T.IfLessOrEqual(a, b, b, 2),
            (a, b) => Lanes.Power(T.Abs(a), b),
            (a, b) => Lanes.Clamp(a, T.Min(a, b), 3),
        ];
        double[] results = new double[operations.Length * 8];
        for (int operation = 0; operation < operations.Length; operation++)
        {
            for (int unit = 0; unit < 8; unit += T.Count)
            {
                T result = operations[operation](T.Load(left.AsSpan(unit)), T.Load(right.AsSpan(unit)));
                T.Store(result, results.AsSpan((operation * 8) + unit));
            }
        }

        // What a NaN looks like inside is left open; that it is one is not.
        return [.. results.Select(value => double.IsNaN(value) ? double.NaN : value)];
    }

    private struct Visit : ILaneWork
    {
        public required int[] Visits { get; init; }

        public int Groups { get; private set; }

        public void Run<T>(int firstUnit)
            where T : unmanaged, ILanes<T>
        {
            Groups++;
            for (int lane = 0; lane < T.Count; lane++)
            {
                Visits[firstUnit + lane]++;
            }
        }
    }
}
