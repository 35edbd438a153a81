using System.Runtime.InteropServices;

namespace Tributary.Engine;

/// <summary>
/// In a worker, makes rooms for results ready: guards around each, and no number of another simulation within, which a plugin that leaves something out would give back. The next
/// room is made ready while the host takes the results of the last; the host writes in none of them.
/// </summary>
internal sealed unsafe class ResultRoom
{
    private int[] _starts = [];
    private int _series;
    private long _length;
    private double* _ready;

    /// <summary>Makes a room ready for a block, if it is not yet.</summary>
    /// <param name="room">The room, which is long enough.</param>
    /// <param name="starts">Where the series of each output start; negative for one that is not wanted.</param>
    /// <param name="series">Length of an output's series together.</param>
    public void Open(double* room, int[] starts, int series)
    {
        if (room != _ready || series != _series || !starts.AsSpan().SequenceEqual(_starts))
        {
            (_starts, _series, _length) = (starts, series, BlockPacking.Guard);
            foreach (int start in starts)
            {
                _length += start >= 0 ? series + BlockPacking.Guard : 0;
            }

            MakeReady(room);
        }

        _ready = null;
    }

    /// <summary>After a block, makes another room ready for one like it.</summary>
    /// <param name="other">The room.</param>
    public void MakeReady(SharedRoom other)
    {
        if (_ready == null && _length is > 0 and <= BlockPacking.MostInTwoRooms && other.Length >= _length * sizeof(double))
        {
            _ready = (double*)other.Mapped;
            MakeReady(_ready);
        }
    }

    private void MakeReady(double* room)
    {
        BlockPacking.Guards.CopyTo(new Span<long>(room, BlockPacking.Guard));
        foreach (int start in _starts)
        {
            if (start >= 0)
            {
                new Span<double>(room + start, _series).Fill(double.NaN);
                BlockPacking.Guards.CopyTo(MemoryMarshal.Cast<double, long>(new Span<double>(room + start + _series, BlockPacking.Guard)));
            }
        }
    }
}
