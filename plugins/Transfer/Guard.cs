using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>
/// Decides for each basin whether to take adapted weights or to keep the source's. The calibration period is divided into blocks; for each a network is
/// adapted to the others, a week beside the block left out too, and compared with the source on the block:
/// <code>
/// gain[b] = blocks (SSE_source[b] - SSE_adapted[b]) / sum over all blocks of (Q - mean Q)^2
/// gain    = mean gain[b], the difference of the two NSE
/// noise   = sd gain[b] sqrt(1 / blocks + 1 / (blocks - 1))
/// </code>
/// The noise is corrected for trainings that share most of their data (Nadeau and Bengio, 2003). Adapted weights are taken where gain > k noise.
/// </summary>
internal sealed class Guard
{
    private const string FileName = "guard.json";
    private const string BlockFolder = "guard";
    private static readonly TimeSpan Beside = TimeSpan.FromDays(7);

    private readonly TransferSettings _settings;
    private readonly TrainingSetup _setup;
    private readonly RunoffRecipe _recipe;
    private readonly IProgress<TrainingProgress> _progress;
    private readonly CancellationToken _cancellation;

    public Guard(TransferSettings settings, TrainingSetup setup, RunoffRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken cancellation) =>
        (_settings, _setup, _recipe, _progress, _cancellation) = (settings, setup, recipe, progress, cancellation);

    /// <summary>Where the source's weights lie for the basins that keep them while others do not.</summary>
    public static string SourceFolder(string folder) => Path.Combine(folder, "source");

    /// <summary>The folder of each unit's network.</summary>
    public static string[] Folders(string folder, CatchmentUnits units)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || !Directory.Exists(SourceFolder(folder)))
        {
            return [.. units.Ids.Select(_ => folder)];
        }

        HashSet<string> keep = [.. JsonSerializer.Deserialize(File.ReadAllBytes(path), TransferJson.Default.GuardDecisionArray)!.Where(decision => decision.KeepsSource).Select(decision => decision.Basin)];
        return [.. units.Ids.Select(id => keep.Contains(id) ? SourceFolder(folder) : folder)];
    }

    /// <summary>Decides, and writes the decisions down; blocks that an interrupted training finished are not done again.</summary>
    /// <exception cref="InputException">The calibration period is too short.</exception>
    public GuardDecision[] Decide()
    {
        Range[] blocks = Blocks();
        double[][] source = Simulated(_setup, TransferRecipe.AsItIs(_recipe), blocks[0].Start..blocks[^1].End);
        var errors = new BlockErrors[blocks.Length][];
        for (int block = 0; block < blocks.Length; block++)
        {
            errors[block] = ErrorsOn(blocks, block, source);
        }

        GuardDecision[] decisions = [.. _setup.Gauges.Select((gauge, i) => DecisionOf(gauge.Id, [.. errors.Select(block => block[i])], SpreadOf(i, blocks[0].Start..blocks[^1].End)))];
        string folder = Path.Combine(_setup.ArtefactFolder, BlockFolder);
        File.WriteAllBytes(Path.Combine(_setup.ArtefactFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(decisions, TransferJson.Default.GuardDecisionArray));
        Directory.Delete(folder, recursive: true);
        return decisions;
    }

    /// <summary>The decision by the errors on each block.</summary>
    /// <param name="basin">The basin.</param>
    /// <param name="errors">Sums of squared errors, <c>[block]</c>.</param>
    /// <param name="spread">Sum of squared differences of discharge from its mean.</param>
    /// <param name="noiseFactor">How many standard errors the gain must exceed.</param>
    internal static GuardDecision Decide(string basin, IReadOnlyList<BlockErrors> errors, double spread, double noiseFactor)
    {
        int blocks = errors.Count;
        double[] gains = [.. errors.Select(error => blocks * (error.Source - error.Adapted) / spread)];
        double gain = gains.Average();
        double deviation = Math.Sqrt(gains.Sum(own => (own - gain) * (own - gain)) / (blocks - 1));
        double noise = deviation * Math.Sqrt((1.0 / blocks) + (1.0 / (blocks - 1)));
        return new GuardDecision(basin, !(gain > noiseFactor * noise), gain, noise, 1 - (errors.Sum(error => error.Source) / spread), blocks);
    }

    private GuardDecision DecisionOf(string basin, IReadOnlyList<BlockErrors> errors, double spread) => Decide(basin, errors, spread, _settings.GuardNoise);

    private Range[] Blocks()
    {
        Period calibration = _setup.Splits.Calibration ?? throw new InputException("there is no calibration period to guard on", "splits", "Name a calibration period.");
        (int first, int count) = _setup.Time.IndicesWithin(calibration).GetOffsetAndLength(_setup.Time.Count);
        int[] observed = [.. Enumerable.Range(first, count).Where(step => Enumerable.Range(0, _setup.Gauges.Count).Any(gauge => double.IsFinite(Observed(gauge, step))))];
        int earliest = Math.Max(observed[0], _recipe.Window.LookBack - 1);
        int length = observed[^1] + 1 - earliest;
        if (length < 2 * _settings.GuardBlocks)
        {
            throw new InputException(
                $"{Math.Max(0, length)} observed steps behind the first look-back are too few for {_settings.GuardBlocks} blocks", "settings.guard_blocks", "Leave guard out, or give a longer calibration period or an earlier start of the record.");
        }

        return [.. Enumerable.Range(0, _settings.GuardBlocks).Select(block =>
            (earliest + (int)((long)block * length / _settings.GuardBlocks))..(earliest + (int)((long)(block + 1) * length / _settings.GuardBlocks)))];
    }

    private BlockErrors[] ErrorsOn(Range[] blocks, int block, double[][] source)
    {
        string folder = Path.Combine(_setup.ArtefactFolder, BlockFolder, $"block-{block + 1}");
        string file = folder + ".json";
        if (File.Exists(file))
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), TransferJson.Default.BlockErrorsArray)!;
        }

        Directory.CreateDirectory(folder);
        BlockErrors[] errors;
        try
        {
            double[][] adapted = Adapted(_setup with { ArtefactFolder = folder, Targets = Without(blocks[block]) }, blocks[block], block);
            errors = [.. _setup.Gauges.Select((_, gauge) => new BlockErrors(SquaredErrors(gauge, source[gauge], blocks[block]), SquaredErrors(gauge, adapted[gauge], blocks[block])))];
        }
        catch (WorkException)
        {
            // A training that diverges gains nothing.
            errors = [.. _setup.Gauges.Select(_ => new BlockErrors(0, double.PositiveInfinity))];
        }

        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(errors, TransferJson.Default.BlockErrorsArray));
        Directory.Delete(folder, recursive: true);
        return errors;
    }

    private double[][] Adapted(TrainingSetup setup, Range block, int number)
    {
        using var training = new RunoffTraining(setup, _recipe);
        training.Run(new CountedEpochs(_progress, number, _settings.GuardBlocks + 1), _cancellation);
        return training.Predict(block, _cancellation);
    }

    private double[][] Simulated(TrainingSetup setup, RunoffRecipe recipe, Range range)
    {
        using var training = new RunoffTraining(setup, recipe);
        return training.Predict(range, _cancellation);
    }

    private double[] Without(Range block)
    {
        int beside = (int)(Beside / _setup.Time.Step);
        double[] targets = _setup.Targets.ToArray();
        int steps = _setup.Time.Count;
        for (int row = 0; row < targets.Length / steps; row++)
        {
            targets.AsSpan(row * steps, steps)[Math.Max(0, block.Start.Value - beside)..Math.Min(steps, block.End.Value + beside)].Fill(double.NaN);
        }

        return targets;
    }

    private double SquaredErrors(int gauge, double[] runoff, Range range)
    {
        double sum = 0;
        for (int step = range.Start.Value; step < range.End.Value; step++)
        {
            double off = Observed(gauge, step) - runoff[step];
            sum += double.IsNaN(off) ? 0 : off * off;
        }

        return sum;
    }

    private double SpreadOf(int gauge, Range range)
    {
        double[] known = [.. Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value).Select(step => Observed(gauge, step)).Where(double.IsFinite)];
        double mean = known.Length == 0 ? double.NaN : known.Average();
        return known.Sum(value => (value - mean) * (value - mean));
    }

    /// <summary>Runoff depth in mm d-1.</summary>
    private double Observed(int gauge, int step) => _setup.Targets.Span[(gauge * _setup.Time.Count) + step] * 86.4 / _setup.Gauges[gauge].AreaKm2;
}

/// <summary>Sums of squared errors on a block.</summary>
/// <param name="Source">Of the source.</param>
/// <param name="Adapted">Of the network adapted without the block.</param>
internal sealed record BlockErrors(double Source, double Adapted);

/// <summary>What the guard decided of a basin.</summary>
/// <param name="Basin">The basin.</param>
/// <param name="KeepsSource">Whether the source's weights stay.</param>
/// <param name="Gain">Gain of NSE by adapting.</param>
/// <param name="Noise">Its standard error.</param>
/// <param name="SourceNse">NSE of the source on the same blocks.</param>
/// <param name="Blocks">Number of blocks.</param>
internal sealed record GuardDecision(string Basin, bool KeepsSource, double Gain, double Noise, double SourceNse, int Blocks)
{
    /// <summary>In words.</summary>
    [JsonIgnore]
    public string Told => FormattableString.Invariant(
        $"basin {Basin}: {(KeepsSource ? "the source's weights are kept" : "the adapted weights are taken")}: adapting gains {Gain:+0.000;-0.000} of NSE over {SourceNse:0.000} by {Blocks}-fold cross-validation, with a noise of {Noise:0.000}");
}
