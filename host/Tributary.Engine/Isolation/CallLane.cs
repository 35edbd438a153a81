using System.Diagnostics;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Whose turn it is on a lane, and for what.</summary>
internal enum Turn
{
    /// <summary>Nothing was asked yet.</summary>
    Idle,

    /// <summary>The host asks the worker for something.</summary>
    Asked,

    /// <summary>The worker asks the host back before it answers.</summary>
    AskedBack,

    /// <summary>The host has answered that.</summary>
    AnsweredBack,

    /// <summary>The worker has answered.</summary>
    Answered,
}

/// <summary>
/// A way for calls between two processes: a page that both map, on which they take turns. Who waits looks at it for some microseconds, then sleeps in the kernel until
/// the other wakes it.
/// </summary>
internal sealed unsafe partial class CallLane : IDisposable
{
    private const int HostSleepsAt = 64;
    private const int WorkerSleepsAt = 128;
    private const int OperationAt = 192;
    private const int RoomsAt = 256;
    private const int RoomEntry = 64;
    private const int LengthOfAll = 4096;
    private const int FutexWait = 0;
    private const int FutexWake = 1;
    private const int SpinsBetweenLooks = 20;

    // Sleeping and being woken takes tens of microseconds, which those who wait less often than some hundred times a second do not notice.
    private static readonly long ShortestLook = Stopwatch.Frequency / 1_000_000 * 40;
    private static readonly long LongestLook = Stopwatch.Frequency / 1_000_000 * 4000;

    // Whoever looks on takes a core that the one who works may want: of a call's two threads one works.
    private static readonly int MostLookers = Environment.ProcessorCount / 2;

    // Of the host the lanes on which it waits for answers; of a worker all lanes, on which it waits where it does not work.
    private static int s_lanes;

    private static readonly long FutexNumber = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    private readonly SharedMemory _memory;
    private readonly SharedRoom[] _results;
    private readonly int* _turn;
    private readonly int* _sleeps;
    private readonly int* _otherSleeps;
    private readonly bool _isHost;
    private long _look = ShortestLook;
    private bool _isQuick = true;

    private CallLane(SharedMemory memory, int sleepsAt, int otherSleepsAt)
    {
        _memory = memory;
        _turn = (int*)memory.Start;
        _sleeps = (int*)(memory.Start + sleepsAt);
        _otherSleeps = (int*)(memory.Start + otherSleepsAt);
        _isHost = sleepsAt == HostSleepsAt;
        _ = _isHost ? 0 : Interlocked.Increment(ref s_lanes);
        Call = new SharedRoom((long*)(memory.Start + RoomsAt));
        Back = new SharedRoom((long*)(memory.Start + RoomsAt + RoomEntry));
        _results = [new SharedRoom((long*)(memory.Start + RoomsAt + (2 * RoomEntry))), new SharedRoom((long*)(memory.Start + RoomsAt + (3 * RoomEntry)))];
    }

    /// <summary>Where it lies.</summary>
    public SharedPlace Place => _memory.Place;

    /// <summary>What is asked, then the answer.</summary>
    public SharedRoom Call { get; }

    /// <summary>What the worker asks back, then the answer.</summary>
    public SharedRoom Back { get; }

    /// <summary>The results of a block, with guards around each.</summary>
    public SharedRoom Results => _results[ResultsNow];

    /// <summary>Where those of the next block may be.</summary>
    public SharedRoom OtherResults => _results[1 - ResultsNow];

    /// <summary>What is asked.</summary>
    public int Operation
    {
        get => _turn[OperationAt / sizeof(int)];
        set => _turn[OperationAt / sizeof(int)] = value;
    }

    /// <summary>Whether the answer is a failure.</summary>
    public bool HasFailed
    {
        get => _turn[(OperationAt / sizeof(int)) + 1] != 0;
        set => _turn[(OperationAt / sizeof(int)) + 1] = value ? 1 : 0;
    }

    /// <summary>Whether the host wants the worker to stop what it does.</summary>
    public bool IsCancelled
    {
        get => Volatile.Read(ref _turn[(OperationAt / sizeof(int)) + 2]) != 0;
        set => Volatile.Write(ref _turn[(OperationAt / sizeof(int)) + 2], value ? 1 : 0);
    }

    private int ResultsNow
    {
        get => _turn[(OperationAt / sizeof(int)) + 3] & 1;
        set => _turn[(OperationAt / sizeof(int)) + 3] = value;
    }

    /// <summary>Makes one.</summary>
    /// <exception cref="WorkException">The system has no memory left.</exception>
    public static CallLane Make() => new(SharedMemory.Make(LengthOfAll), HostSleepsAt, WorkerSleepsAt);

    /// <summary>Maps one that another process made.</summary>
    public static CallLane Open(SharedPlace place) => new(SharedMemory.Open(place, mayWrite: true), WorkerSleepsAt, HostSleepsAt);

    /// <summary>Has the next results come to the other room, which the worker made ready while the host took the last ones.</summary>
    public void SwapResults() => ResultsNow = 1 - ResultsNow;

    /// <summary>Gives the turn to the other process.</summary>
    public void Give(Turn turn)
    {
        Interlocked.Exchange(ref *_turn, (int)turn);
        if (Volatile.Read(ref *_otherSleeps) != 0)
        {
            _ = SystemCall(FutexNumber, _turn, FutexWake, 1, null);
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="one">A turn that is waited for.</param>
    /// <param name="other">Another one.</param>
    /// <param name="longest">Waits no longer than this; null for as long as it takes.</param>
    /// <param name="looks">Whether to look for it before sleeping.</param>
    /// <returns>The turn; another one where the time is over.</returns>
    public Turn Wait(Turn one, Turn other, TimeSpan? longest, bool looks = true)
    {
        long start = Stopwatch.GetTimestamp();
        bool isCrowded = (_isHost ? Interlocked.Increment(ref s_lanes) : s_lanes) > MostLookers;
        try
        {
            long look = !isCrowded ? _look : _isQuick ? ShortestLook : 0;
            return looks && Look(one, other, start, look) is { } seen ? seen : Sleep(one, other, longest);
        }
        finally
        {
            _ = _isHost ? Interlocked.Decrement(ref s_lanes) : 0;
            Learn(start);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = _isHost ? 0 : Interlocked.Decrement(ref s_lanes);
        Call.Dispose();
        Back.Dispose();
        _results[0].Dispose();
        _results[1].Dispose();
        _memory.Dispose();
    }

    private Turn? Look(Turn one, Turn other, long start, long longest)
    {
        while (Stopwatch.GetTimestamp() - start < longest)
        {
            for (int spin = 0; spin < SpinsBetweenLooks; spin++)
            {
                var turn = (Turn)Volatile.Read(ref *_turn);
                if (turn == one || turn == other)
                {
                    return turn;
                }

                Thread.SpinWait(1);
            }

            // The other may wait for this very core.
            Thread.Yield();
        }

        return null;
    }

    /// <summary>The next turn may take as long to come as this one, or one of the last few.</summary>
    private void Learn(long start)
    {
        long took = Stopwatch.GetTimestamp() - start;
        long wanted = took <= LongestLook ? Math.Min(2 * took, LongestLook) : 0;
        _look = Math.Max(ShortestLook, Math.Max(wanted, _look - (_look / 4)));
        _isQuick = took <= ShortestLook;
    }

    private Turn Sleep(Turn one, Turn other, TimeSpan? longest)
    {
        long end = longest is { } time ? Environment.TickCount64 + (long)time.TotalMilliseconds : long.MaxValue;
        long* until = stackalloc long[2];
        Interlocked.Exchange(ref *_sleeps, 1);
        try
        {
            while (true)
            {
                int turn = Volatile.Read(ref *_turn);
                long left = end - Environment.TickCount64;
                if (turn == (int)one || turn == (int)other || left <= 0)
                {
                    return (Turn)turn;
                }

                (until[0], until[1]) = (left / 1000, left % 1000 * 1_000_000);
                _ = SystemCall(FutexNumber, _turn, FutexWait, turn, longest is null ? null : until);
            }
        }
        finally
        {
            Volatile.Write(ref *_sleeps, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number, int* address, long operation, long value, long* time);
}
