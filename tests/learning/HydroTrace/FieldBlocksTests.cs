using Tributary.Plugins.HydroTrace;

namespace Tributary.Learning.Tests.HydroTrace;

/// <summary>Fields that are more than memory may hold: the same windows, each block read about once an epoch, and never more kept than allowed.</summary>
public sealed class FieldBlocksTests
{
    private const int Steps = 1000;
    private const int Window = 7;
    private const int Field = 2 * 3 * 4;
    private const int StepBytes = Field * sizeof(float);

    [Fact]
    public void Windows_are_the_same_however_few_blocks_are_kept()
    {
        FieldBlocks whole = Make(long.MaxValue, out _);
        FieldBlocks few = Make(64 * StepBytes, out _);
        Assert.True(whole.IsWhole);
        Assert.False(few.IsWhole);
        Assert.True(few.MostSteps <= 64, $"{few.MostSteps} steps kept");

        int[] firsts = [0, 993, 500, 3, 61, 12, 993, 7];
        using TorchSharp.torch.Tensor expected = whole.Windows(firsts, Window);
        using TorchSharp.torch.Tensor found = few.Windows(firsts, Window);

        Assert.Equal([8, Window, 2, 3, 4], found.shape);
        Assert.Equal(expected.data<float>().ToArray(), found.data<float>().ToArray());
        Assert.Equal(ValueAt(500), found.data<float>().ToArray()[2 * Window * Field]);
    }

    [Fact]
    public void An_epoch_reads_each_block_about_once()
    {
        FieldBlocks few = Make(64 * StepBytes, out List<int> reads);
        int[] steps = [.. Enumerable.Range(0, Steps - Window)];
        few.Shuffle(steps, new RunSeed(3).Generator(RunSeed.Shuffling, 1));
        Assert.Equal(Enumerable.Range(0, Steps - Window), steps.Order());
        Assert.NotEqual(Enumerable.Range(0, Steps - Window), steps);
        for (int first = 0; first < steps.Length; first += 4)
        {
            using TorchSharp.torch.Tensor windows = few.Windows([.. steps.Skip(first).Take(4)], Window);
        }

        int blocks = (Steps + few.BlockLength - 1) / few.BlockLength;
        Assert.Equal(few.ReadCount, reads.Count);
        Assert.InRange(few.ReadCount, blocks, (int)(1.4 * blocks));
    }

    [Fact]
    public void Blocks_are_no_shorter_than_a_window()
    {
        FieldBlocks few = Make(1, out _);
        Assert.Equal(Window, few.BlockLength);
        using TorchSharp.torch.Tensor last = few.Windows([Steps - Window], Window);
        Assert.Equal(ValueAt(Steps - 1), last.data<float>().ToArray()[(Window - 1) * Field]);
    }

    private static float ValueAt(int step) => step * 100;

    private static FieldBlocks Make(long mostBytes, out List<int> reads)
    {
        var read = new List<int>();
        reads = read;
        return new FieldBlocks(
            (first, to) =>
            {
                read.Add(first);
                for (int place = 0; place < to.Length; place++)
                {
                    to[place] = ValueAt(first + (place / Field)) + (place % Field);
                }
            },
            (2, 3, 4), Steps, mostBytes, Window);
    }
}
