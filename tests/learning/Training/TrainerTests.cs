using Tributary.Contracts;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

public partial class TrainerTests
{
    private sealed class Log : ITrainingLog
    {
        public int ResumedFrom { get; private set; } = -1;

        public bool Closed { get; private set; }

        public List<EpochRecord> Written { get; } = [];

        public Log Open(int resumedFrom)
        {
            ResumedFrom = resumedFrom;
            return this;
        }

        public void Write(EpochRecord record) => Written.Add(record);

        public void Dispose() => Closed = true;
    }

    private sealed class Progress(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    private sealed class KilledException : Exception;

    private static Trainer Trainer(ToyTask task, TrainingPlan plan) => new(task.Windows, task.Optimiser, plan);

    [Fact]
    public void A_network_learns_the_target_it_can_know()
    {
        using var task = new ToyTask(dropout: 0);
        var log = new Log();
        TrainingSummary summary = Trainer(task, task.Plan(40) with { OpenLog = log.Open, LearningRate = new CosineRate(0.03, 40) }).Run();
        Assert.True(summary.BestScore > 0.9, $"the best NSE is {summary.BestScore}");
        Assert.Equal(40, log.Written.Count);
        Assert.True(log.Written[^1].TrainingLoss < log.Written[0].TrainingLoss / 5);
        Assert.Equal(log.Written.Max(record => record.Scores[0].Value), summary.BestScore);
        Assert.Equal((4 * 6 * (2 + 6)) + (2 * 4 * 6) + 6 + 1, summary.ParameterCount);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        byte[] Train(int seed)
        {
            using var task = new ToyTask(seed);
            Trainer(task, task.Plan(3)).Run();
            return task.Network.Weights();
        }

        byte[] first = Train(1);
        Assert.Equal(first, Train(1));
        Assert.NotEqual(first, Train(2));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 4)]
    public void A_resumed_training_ends_with_the_bytes_of_an_unbroken_one(int epochsBefore, int batchesThen)
    {
        using var folder = new TemporaryFolder();
        byte[] unbroken;
        TrainingSummary expected;
        using (var task = new ToyTask())
        {
            expected = Trainer(task, task.Plan(7, folder.At("unbroken"))).Run();
            unbroken = task.Network.Weights();
        }

        using (var task = new ToyTask(spoil: call => call > (epochsBefore * BatchesPerEpoch) + batchesThen ? throw new KilledException() : 1))
        {
            Assert.Throws<KilledException>(() => Trainer(task, task.Plan(7, folder.At("broken"))).Run());
        }

        File.WriteAllText(folder.At("broken.new"), "a state half written when the kill came");
        var log = new Log();
        using (var task = new ToyTask(seed: 1))
        {
            task.Network.parameters().First().requires_grad_(false).fill_(3).requires_grad_(true);
            TrainingSummary resumed = Trainer(task, task.Plan(7, folder.At("broken")) with { OpenLog = log.Open }).Run();
            Assert.Equal(expected, resumed);
            Assert.Equal(unbroken, task.Network.Weights());
        }

        Assert.True(log.Closed);
        Assert.Equal(epochsBefore, log.ResumedFrom);
        Assert.Equal(Enumerable.Range(epochsBefore + 1, 7 - epochsBefore), log.Written.Select(record => record.Epoch));
        TrainingState one = TrainingState.Read(folder.At("unbroken"), "toy")!;
        TrainingState other = TrainingState.Read(folder.At("broken"), "toy")!;
        Assert.Equal(one.Weights, other.Weights);
        Assert.Equal(one.Optimiser, other.Optimiser);
        Assert.Equal(one.Epochs.Select(record => record with { Seconds = 0 }), other.Epochs.Select(record => record with { Seconds = 0 }));
    }

    [Fact]
    public void A_finished_training_is_not_run_again()
    {
        using var folder = new TemporaryFolder();
        using (var task = new ToyTask())
        {
            Trainer(task, task.Plan(2, folder.At("state"))).Run();
        }

        using var again = new ToyTask(spoil: _ => throw new KilledException());
        Assert.NotEqual(0, Trainer(again, again.Plan(2, folder.At("state"))).Run().BestEpoch);
    }

    [Fact]
    public void A_state_that_is_damaged_or_of_another_training_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.At("state");
        using (var task = new ToyTask())
        {
            Trainer(task, task.Plan(1, path)).Run();
        }

        void Refused(ToyTask task, string why, TrainingPlan plan)
        {
            InputException refused = Assert.Throws<InputException>(() => Trainer(task, plan).Run());
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
            Assert.Contains(path, refused.Message, StringComparison.Ordinal);
            task.Dispose();
        }

        var other = new ToyTask();
        Refused(other, "other settings", other.Plan(1, path) with { Fingerprint = "another" });
        var wider = new ToyTask(hidden: 7);
        Refused(wider, "another network", wider.Plan(1, path));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        var damaged = new ToyTask();
        Refused(damaged, "damaged", damaged.Plan(1, path));
    }

    [Fact]
    public void A_batch_that_memory_cannot_hold_is_refused_with_the_settings_to_lower()
    {
        var shape = new NetworkShape { Inputs = 3, HiddenSize = 256, Layers = 2 };

        // Four gates, the cell and the hidden state of 2 x 256 units, 64 windows and 365 steps in 4 bytes each.
        Assert.Equal(6L * 512 * 64 * 365 * 4, MemoryShortage.LeastBytes(shape, 64, 365));
        MemoryShortage.DemandRoom(1 << 30, 1 << 30, "batch_size (64)");
        WorkException told = Assert.Throws<WorkException>(() => MemoryShortage.DemandRoom(3L << 30, 1 << 30, "batch_size (64) or hidden_size (256)"));
        Assert.Contains("at least 3 GB of memory for a batch, the machine has 1 GB", told.Message, StringComparison.Ordinal);
        Assert.Contains("Lower batch_size (64) or hidden_size (256)", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_diverges_names_the_epoch_and_keeps_the_best_weights()
    {
        byte[] best = [];
        using var task = new ToyTask(spoil: call => call == (3 * BatchesPerEpoch) + 2 ? double.NaN : 1);
        Trainer trainer = Trainer(task, task.Plan(10) with { BestFound = _ => best = task.Network.Weights() });
        WorkException diverged = Assert.Throws<WorkException>(() => trainer.Run());
        Assert.Contains("epoch 4", diverged.Message, StringComparison.Ordinal);
        Assert.Contains($"The weights of epoch {trainer.BestEpoch}", diverged.Message, StringComparison.Ordinal);
        Assert.Contains("learning_rate", diverged.Message, StringComparison.Ordinal);
        Assert.Equal(best, task.Network.Weights());
    }

    [Fact]
    public void Too_little_memory_says_which_settings_to_lower()
    {
        using var task = new ToyTask(spoil: _ =>
        {
            using Tensor everything = zeros([1L << 50]);
            return 1;
        });
        WorkException short_ = Assert.Throws<WorkException>(() => Trainer(task, task.Plan(2)).Run());
        Assert.Contains("out of memory", short_.Message, StringComparison.Ordinal);
        Assert.Contains($"Lower batch_size ({ToyTask.BatchSize})", short_.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_comes_between_two_batches_and_leaves_the_last_epochs_state()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var task = new ToyTask(spoil: call =>
        {
            if (call == BatchesPerEpoch + 3)
            {
                stop.Cancel();
            }

            return 1;
        });
        Assert.Throws<OperationCanceledException>(() => Trainer(task, task.Plan(5, folder.At("state"))).Run(null, stop.Token));
        Assert.Equal(BatchesPerEpoch + 3, task.LossCalls);
        Assert.Single(TrainingState.Read(folder.At("state"), "toy")!.Epochs);
    }

    [Fact]
    public void Stopping_between_two_epochs_writes_the_state_however_seldom_it_is_written()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var stopper = new Progress(progress =>
        {
            if (progress.Epoch == 2)
            {
                stop.Cancel();
            }
        });
        using var task = new ToyTask();
        TrainingPlan seldom = task.Plan(5, folder.At("state")) with { BetweenStates = TimeSpan.FromDays(1) };
        Assert.Throws<OperationCanceledException>(() => Trainer(task, seldom).Run(stopper, stop.Token));
        Assert.Equal(2, TrainingState.Read(folder.At("state"), "toy")!.Epochs.Count);
    }

    [Fact]
    public void Early_stopping_ends_after_patience_epochs_without_a_better_score_and_leaves_the_best_weights()
    {
        byte[] best = [];
        using var task = new ToyTask();
        Trainer trainer = Trainer(task, task.Plan(60) with { Patience = 2, LearningRate = new SteppedRate(0.3), BestFound = _ => best = task.Network.Weights() });
        TrainingSummary summary = trainer.Run();
        Assert.InRange(trainer.Epochs.Count, 3, 59);
        Assert.Equal(trainer.Epochs.Count - 2, summary.BestEpoch);
        Assert.Equal(best, task.Network.Weights());
        Assert.False(task.Network.training);
    }

    [Fact]
    public void Without_validation_the_training_loss_decides()
    {
        using var task = new ToyTask(validated: false);
        Trainer trainer = Trainer(task, task.Plan(4));
        var told = new List<TrainingProgress>();
        trainer.Run(new Progress(told.Add));
        Assert.Equal(trainer.Epochs.MinBy(record => record.TrainingLoss)!.Epoch, trainer.BestEpoch);
        Assert.Equal([1, 2, 3, 4], told.Select(progress => progress.Epoch));
        Assert.All(told, progress => Assert.True(double.IsNaN(progress.ValidationScore)));
    }

    [Fact]
    public void Rates_follow_the_schedule_and_gradients_are_clipped()
    {
        using var task = new ToyTask();
        Trainer trainer = Trainer(task, task.Plan(4));
        trainer.Run();
        Assert.Equal([0.02, 0.02, 0.02, 0.014], trainer.Epochs.Select(outcome => Math.Round(outcome.LearningRate, 12)));
        Assert.Equal([0.014], task.Optimiser.ParamGroups.Select(group => Math.Round(group.LearningRate, 12)));
        Assert.All(trainer.Epochs, outcome => Assert.True(outcome.GradientNorm > 0));
    }

    private const int BatchesPerEpoch = 6;
}
