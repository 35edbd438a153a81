using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Carries a block of time steps to a worker and its results back. Forcing that the host says will stay as it is lies in shared memory once; other forcing is
/// copied with its block. Each result stands between guards, whose bits are no number that a model writes.
/// </summary>
internal static unsafe class BlockPacking
{
    /// <summary>Doubles of a guard.</summary>
    public const int Guard = 64;

    /// <summary>Doubles of a block's results, at most, for which there are two rooms: both should lie in the cache of a core.</summary>
    public const int MostInTwoRooms = 1 << 15;

    private const int NoForcing = 0;
    private const int PlacedForcing = 1;
    private const int CopiedForcing = 2;

    /// <summary>What a guard holds.</summary>
    public static readonly long[] Guards = [.. Enumerable.Repeat(0x7FF4_7472_6962_7574, Guard)];

    /// <summary>Writes what a worker reads of a block.</summary>
    public static void Write(ref PackWriter writer, in SimulationBlock block)
    {
        Write(ref writer, block.Time);
        WriteForcing(ref writer, block);
        writer.Write(block.Grid);
        writer.Write((long)block.OutputRows.VariableCount);
        writer.Write((long)block.OutputRows.RowCount);
        for (int output = 0; output < block.OutputRows.VariableCount; output++)
        {
            writer.Write(block.Wants(output));
        }
    }

    public static void Write(ref PackWriter writer, TimeAxis time)
    {
        writer.Write(time.Start.ToBinary());
        writer.Write(time.Step.Ticks);
        writer.Write((long)time.Count);
    }

    public static void Write(ref PackWriter writer, SeriesRows rows)
    {
        Span<int> starts = stackalloc int[rows.VariableCount];
        for (int variable = 0; variable < starts.Length; variable++)
        {
            starts[variable] = rows.Contains(variable) ? rows.StartOf(variable, 0) : -1;
        }

        writer.Write<int>(starts);
        writer.Write((long)rows.RowStride);
        writer.Write((long)rows.RowCount);
    }

    public static TimeAxis ReadTime(ref PackReader reader) => new(DateTime.FromBinary(reader.ReadLong()), new TimeSpan(reader.ReadLong()), reader.ReadInt());

    /// <summary>The block as a worker's plugin reads and writes it.</summary>
    /// <param name="reader">What the host wrote.</param>
    /// <param name="host">The host, with room for results.</param>
    /// <param name="placed">Forcing that was met before.</param>
    public static SimulationBlock Read(ref PackReader reader, HostSide host, PlacedForcings placed)
    {
        TimeAxis time = ReadTime(ref reader);
        ReadOnlySpan<double> forcing = default;
        SeriesRows rows = default;
        switch (reader.ReadInt())
        {
            case PlacedForcing:
                long number = reader.ReadLong();
                forcing = placed.Get(number, new SharedPlace(reader.ReadInt(), reader.ReadInt(), reader.ReadLong()), reader.ReadInt());
                rows = new SeriesRows(reader.ReadSpan<int>().ToArray(), reader.ReadInt(), reader.ReadInt());
                break;
            case CopiedForcing:
                rows = new SeriesRows(reader.ReadSpan<int>().ToArray(), reader.ReadInt(), reader.ReadInt());
                forcing = reader.ReadSpan<double>();
                break;
            default:
                break;
        }

        ReadOnlySpan<float> grid = reader.ReadSpan<float>();
        int outputs = reader.ReadInt();
        if (outputs == 0)
        {
            return new SimulationBlock(time, forcing, rows, default, default, grid);
        }

        int rowCount = reader.ReadInt();
        int series = rowCount * time.Count;
        int[] starts = new int[outputs];
        int length = Guard;
        for (int output = 0; output < outputs; output++)
        {
            starts[output] = reader.ReadBool() ? length : -1;
            length += starts[output] >= 0 ? series + Guard : 0;
        }

        double* results = (double*)host.Lane.Results.Start;
        host.ResultRoom.Open(results, starts, series);
        return new SimulationBlock(time, forcing, rows, new Span<double>(results, length), new SeriesRows(starts, time.Count, rowCount), grid);
    }

    /// <summary>Makes room for results, around which the worker puts guards.</summary>
    public static void Prepare(CallLane lane, in SimulationBlock block)
    {
        long length = Guard + ((long)Wanted(block) * ((block.OutputRows.RowCount * block.StepCount) + Guard));
        if (length <= MostInTwoRooms)
        {
            lane.SwapResults();
        }

        lane.Results.Demand(length * sizeof(double));
    }

    /// <summary>Makes room for one result, and puts guards around it.</summary>
    public static void Prepare(SharedRoom results, int length)
    {
        double* start = (double*)results.Demand(((2L * Guard) + length) * sizeof(double));
        Guards.CopyTo(new Span<long>(start, Guard));
        Guards.CopyTo(new Span<long>(start + Guard + length, Guard));
    }

    /// <summary>The room for one result, as <see cref="Prepare(SharedRoom, int)"/> left it.</summary>
    public static Span<double> Guarded(SharedRoom results, int length) => new((double*)results.Start + Guard, length);

    /// <summary>Looks at the guards of one result and takes it.</summary>
    /// <returns>Whether the guards are whole.</returns>
    public static bool Take(SharedRoom results, Span<double> result)
    {
        double* start = (double*)results.Start;
        new ReadOnlySpan<double>(start + Guard, result.Length).CopyTo(result);
        return IsWhole(results, result.Length);
    }

    /// <summary>Whether the guards of one result are whole.</summary>
    public static bool IsWhole(SharedRoom results, int length) => IsWhole((double*)results.Start) && IsWhole((double*)results.Start + Guard + length);

    /// <summary>Looks at the guards and takes the results.</summary>
    /// <returns>Index of an output beside which something was written; -1 where the guards are whole.</returns>
    public static int Take(SharedRoom results, in SimulationBlock block)
    {
        SeriesRows rows = block.OutputRows;
        int series = rows.RowCount * block.StepCount;
        double* at = (double*)results.Start;
        int last = -1;
        for (int output = 0; output < rows.VariableCount; output++)
        {
            if (!block.Wants(output))
            {
                continue;
            }

            if (!IsWhole(at))
            {
                return output;
            }

            last = output;
            at += Guard;
            var given = new ReadOnlySpan<double>(at, series);
            if (rows.RowStride == block.StepCount)
            {
                given.CopyTo(block.OutputValues[rows.StartOf(output, 0)..]);
            }
            else
            {
                for (int row = 0; row < rows.RowCount; row++)
                {
                    given.Slice(row * block.StepCount, block.StepCount).CopyTo(block.Output(output, row));
                }
            }

            at += series;
        }

        return last < 0 || IsWhole(at) ? -1 : last;
    }

    private static bool IsWhole(double* guard) => new ReadOnlySpan<long>(guard, Guard).SequenceEqual(Guards);

    private static int Wanted(in SimulationBlock block)
    {
        int wanted = 0;
        for (int output = 0; output < block.OutputRows.VariableCount; output++)
        {
            wanted += block.Wants(output) ? 1 : 0;
        }

        return wanted;
    }

    private static void WriteForcing(ref PackWriter writer, in SimulationBlock block)
    {
        SeriesRows rows = block.ForcingRows;
        if (rows.VariableCount == 0)
        {
            writer.Write((long)NoForcing);
            return;
        }

        Span<int> starts = stackalloc int[rows.VariableCount];
        if (block.ForcingKey is { } key)
        {
            (long number, SharedMemory memory) = PlacedForcings.Place(key, block.ForcingValues);
            writer.Write((long)PlacedForcing);
            writer.Write(number);
            writer.Write((long)memory.Place.Process);
            writer.Write((long)memory.Place.File);
            writer.Write(memory.Place.Length);
            writer.Write((long)block.ForcingValues.Length);
            Write(ref writer, rows);
            return;
        }

        writer.Write((long)CopiedForcing);
        int series = rows.RowCount * block.StepCount;
        int length = 0;
        for (int variable = 0; variable < starts.Length; variable++)
        {
            starts[variable] = rows.Contains(variable) ? length : -1;
            length += rows.Contains(variable) ? series : 0;
        }

        writer.Write<int>(starts);
        writer.Write((long)block.StepCount);
        writer.Write((long)rows.RowCount);
        Span<double> values = writer.Leave(length);
        for (int variable = 0; variable < starts.Length; variable++)
        {
            for (int row = 0; row < rows.RowCount && starts[variable] >= 0; row++)
            {
                block.Forcing(variable, row).CopyTo(values[(starts[variable] + (row * block.StepCount))..]);
            }
        }
    }
}
