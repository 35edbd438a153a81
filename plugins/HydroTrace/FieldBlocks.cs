using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Reads scaled fields.</summary>
/// <param name="first">First time step.</param>
/// <param name="fields">Receives fields of as many steps as it has room for, <c>[time][variable][y][x]</c>.</param>
internal delegate void ReadFields(int first, Span<float> fields);

/// <summary>
/// Scaled fields of a record, of which as many blocks of time are kept as memory may take, those used last. Where not all are, an epoch goes through the record
/// by groups of neighbouring windows, so that each block is read about once.
/// </summary>
internal sealed class FieldBlocks
{
    private const int LeastBlocks = 4;

    private readonly ReadFields _read;
    private readonly long[] _shape;
    private readonly int _field;
    private readonly int _steps;
    private readonly int _mostBlocks;
    private readonly LinkedList<(int Block, float[] Fields)> _kept = [];

    /// <summary>Divides a record.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="shape">Variables, rows and columns of a field.</param>
    /// <param name="steps">Time steps of the record.</param>
    /// <param name="mostBytes">Bytes that may be kept; four blocks of a window's length are kept in any case.</param>
    /// <param name="window">Steps of a window.</param>
    public FieldBlocks(ReadFields read, (int Variables, int Height, int Width) shape, int steps, long mostBytes, int window)
    {
        (_read, _steps, _shape) = (read, steps, [shape.Variables, shape.Height, shape.Width]);
        _field = shape.Variables * shape.Height * shape.Width;
        long most = Math.Max(1, mostBytes / sizeof(float) / _field);
        IsWhole = steps <= Math.Min(most, Array.MaxLength / _field);
        BlockLength = IsWhole ? steps : (int)Math.Min(Math.Max(window, most / (2 * LeastBlocks)), Math.Min(steps, Array.MaxLength / _field));
        _mostBlocks = IsWhole ? 1 : (int)Math.Max(LeastBlocks, most / BlockLength);
    }

    /// <summary>Whether all of the record is kept.</summary>
    public bool IsWhole { get; }

    /// <summary>Steps of a block.</summary>
    public int BlockLength { get; }

    /// <summary>Steps that are kept at most.</summary>
    public int MostSteps => BlockLength * _mostBlocks;

    /// <summary>How often a block was read.</summary>
    public int ReadCount { get; private set; }

    /// <summary>Windows, <c>[window, time, variable, y, x]</c>.</summary>
    /// <param name="firsts">First step of each.</param>
    /// <param name="length">Steps of each.</param>
    public Tensor Windows(IReadOnlyList<int> firsts, int length)
    {
        float[] values = new float[firsts.Count * length * _field];
        for (int window = 0; window < firsts.Count; window++)
        {
            for (int step = 0; step < length;)
            {
                (int block, int within) = int.DivRem(firsts[window] + step, BlockLength);
                int together = Math.Min(length - step, BlockLength - within);
                Block(block).AsSpan(within * _field, together * _field).CopyTo(values.AsSpan(((window * length) + step) * _field));
                step += together;
            }
        }

        return tensor(values, [firsts.Count, length, .. _shape]);
    }

    /// <summary>Puts steps into an order of chance in which those of one group of blocks stay together.</summary>
    /// <param name="steps">The steps, in order.</param>
    /// <param name="random">Where chance comes from.</param>
    public void Shuffle(Span<int> steps, Xoshiro256 random)
    {
        if (IsWhole)
        {
            random.Shuffle(steps);
            return;
        }

        // One block more is what the first windows of a group reach back to.
        int together = BlockLength * (_mostBlocks - 1);
        int[][] groups = [.. steps.ToArray().GroupBy(step => step / together).Select(group => group.ToArray())];
        random.Shuffle(groups.AsSpan());
        int place = 0;
        foreach (int[] group in groups)
        {
            random.Shuffle(group.AsSpan());
            group.CopyTo(steps[place..]);
            place += group.Length;
        }
    }

    private float[] Block(int block)
    {
        for (LinkedListNode<(int Block, float[] Fields)>? node = _kept.First; node is not null; node = node.Next)
        {
            if (node.Value.Block == block)
            {
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Fields;
            }
        }

        float[] fields;
        if (_kept.Count >= _mostBlocks)
        {
            fields = _kept.Last!.Value.Fields;
            _kept.RemoveLast();
        }
        else
        {
            fields = new float[BlockLength * _field];
        }

        int first = block * BlockLength;
        _read(first, fields.AsSpan(0, Math.Min(BlockLength, _steps - first) * _field));
        _kept.AddFirst((block, fields));
        ReadCount++;
        return fields;
    }
}
