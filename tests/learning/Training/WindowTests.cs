using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

public class WindowTests
{
    [Fact]
    public void Answers_are_laid_at_the_steps_they_stand_for()
    {
        SeriesStore store = Stores.Numbered(2, 50);
        var window = new SampleWindow(10, 4, lead: 1, stride: 4);
        SampleIndex index = SampleIndex.ToPredict(store, window, 15..45);
        using var batches = new TensorBatches(store, window, MissingInputs.Mask, CPU);
        var predictor = new WindowPredictor(batch => cat([batch.Targets.Values * 2, batch.Inputs.narrow(0, 6, 4).narrow(2, 1, 1)], -1), batches, 3);
        float[][] said = predictor.Predict(store, index);
        for (int basin = 0; basin < 2; basin++)
        {
            for (int step = 0; step < 50; step++)
            {
                bool inside = step is >= 15 and < 45;
                Assert.Equal(inside ? 2 * store.Targets(basin)[step] : float.NaN, said[basin][step * 2]);
                Assert.Equal(inside ? store.Inputs(basin)[((step - 1) * 2) + 1] : float.NaN, said[basin][(step * 2) + 1]);
            }
        }
    }

    [Fact]
    public void Batches_hold_what_the_gatherer_gives_and_count_their_observations()
    {
        SeriesStore store = Stores.Numbered(2, 30);
        store.Targets(1)[20] = float.NaN;
        var window = new SampleWindow(6, 2);
        using var batches = new TensorBatches(store, window, MissingInputs.Mask, CPU);
        TensorBatch batch = batches.Gather([new Sample(1, 20), new Sample(0, 12), new Sample(1, 21)]);
        Assert.Equal([6, 3, 2], batch.Inputs.shape);
        Assert.Equal([1, 0, 1], batch.Basins.data<long>().ToArray());
        Assert.Equal(4, batch.ObservedCount);
        Assert.Equal([1, 1, 0, 0, 1, 1], batch.Targets.Mask.data<float>().ToArray());
        Assert.Equal(store.Inputs(0)[12 * 2], batch.Inputs[5, 1, 0].item<float>());
        Assert.Equal(store.Statics(1)[0], batch.Statics![2, 0].item<float>());
        Assert.NotNull(batch.InputMask);
    }

    [Fact]
    public void The_efficiency_loss_of_a_batch_takes_each_samples_own_basin()
    {
        SeriesStore store = Stores.Numbered(2, 30);
        var window = new SampleWindow(6);
        using var batches = new TensorBatches(store, window, MissingInputs.Refuse, CPU);
        TensorBatch batch = batches.Gather([new Sample(1, 20), new Sample(0, 12)]);
        using Tensor deviations = tensor(new[] { 0.9f, 3.9f });
        Tensor off = batch.Targets.Values + 2;
        Assert.Equal(((4 / 16.0) + (4 / 1.0)) / 2, LossFunctions.NashSutcliffe(deviations)(off, batch).item<float>(), 1e-4);
    }

    [Fact]
    public void Every_loss_of_windows_runs_and_has_a_gradient()
    {
        using var task = new ToyTask();
        var window = new SampleWindow(12, 6);
        using var batches = new TensorBatches(task.Store, window, MissingInputs.Refuse, CPU);
        TensorBatch batch = batches.Gather([new Sample(0, 70), new Sample(1, 90)]);
        using Tensor levels = tensor(new[] { 0.1f, 0.5f, 0.9f });
        using Tensor deviations = ones(2);
        (LossFunction Loss, int Outputs)[] losses =
        [
            (LossFunctions.MeanSquaredError, 1), (LossFunctions.RootMeanSquaredError, 1), (LossFunctions.Huber(1), 1), (LossFunctions.NashSutcliffe(deviations), 1),
            (LossFunctions.KlingGupta(task.Scaler.Targets[0]), 1), (LossFunctions.Quantile(levels), 3), (LossFunctions.LaplaceMixture, 12), (LossFunctions.GaussianMixture, 9),
        ];
        foreach ((LossFunction loss, int outputs) in losses)
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(1);
            Tensor answer = randn(6, 2, outputs).requires_grad_(true);
            Tensor value = loss(answer, batch);
            Assert.Empty(value.shape);
            Assert.True(double.IsFinite(value.ToDouble()));
            Assert.True(autograd.grad([value], [answer])[0].abs().sum().ToDouble() > 0);
        }
    }

    [Fact]
    public void The_Kling_Gupta_loss_refuses_a_scaling_it_cannot_undo() => Assert.Throws<InputException>(() =>
        LossFunctions.KlingGupta(new VariableScaling { Name = "flow", Transform = ValueTransform.LogSqrt }));

    [Fact]
    public void A_perfect_answer_scores_1_and_the_mean_0_in_physical_units()
    {
        using var task = new ToyTask();
        var window = task.Validation.Window;
        using var batches = new TensorBatches(task.Store, window, MissingInputs.Refuse, CPU);
        WindowValidation Of(Func<TensorBatch, Tensor> answer) =>
            new(answer, LossFunctions.MeanSquaredError, batches, 64, task.Store, task.Validation, task.Scaler);
        ValidationResult perfect = Of(batch => batch.Targets.Values).Run();
        Assert.Equal((0, 1), (perfect.Loss, perfect.Score));

        float[][] shifted = [.. Enumerable.Range(0, 2).Select(basin => task.Store.Targets(basin).ToArray().Select(value => value + 0.5f).ToArray())];
        double[] scores = Of(batch => batch.Targets.Values).ScoresOf(shifted);
        double scale = task.Scaler.Targets[0].Scale;
        for (int basin = 0; basin < 2; basin++)
        {
            double[] seen = [.. task.Store.Targets(basin).ToArray().Where(float.IsFinite).Select(value => (double)value * scale)];
            double variance = seen.Average(value => Math.Pow(value - seen.Average(), 2));
            Assert.Equal(1 - (0.25 * scale * scale / variance), scores[basin], 1e-5);
        }
    }

    [Fact]
    public void Scores_are_those_computed_by_hand()
    {
        double[] seen = [1, 2, 3, 4, double.NaN];
        double[] said = [1, 2, 3, 8, 7];
        Assert.Equal(1 - (16 / 5.0), Scores.Nse(said, seen), 1e-12);
        double r = 11 / Math.Sqrt(29 * 5);
        Assert.Equal(1 - Math.Sqrt(Math.Pow(r - 1, 2) + Math.Pow(Math.Sqrt(29 / 5.0) - 1, 2) + Math.Pow((3.5 / 2.5) - 1, 2)), Scores.Kge(said, seen), 1e-12);
        Assert.True(double.IsNaN(Scores.Nse([1, 2], [3, 3])));
        Assert.True(double.IsNaN(Scores.Kge([1, 1], [3, 4])));
    }

    [Fact]
    public void Monte_Carlo_dropout_drops_while_open_and_not_after()
    {
        using var task = new ToyTask(dropout: 0.5);
        using var batches = new TensorBatches(task.Store, task.Validation.Window, MissingInputs.Refuse, CPU);
        float[] Answer() => task.Network.Answer(batches.Gather(task.Validation.Samples[..4])).detach().contiguous().data<float>().ToArray();
        using (new MonteCarloDropout(task.Network))
        {
            Assert.NotEqual(Answer(), Answer());
            Assert.False(task.Network.training);
        }

        Assert.Equal(Answer(), Answer());
        using nn.Module bare = nn.Linear(1, 1);
        Assert.Throws<InputException>(() => new MonteCarloDropout(bare));
    }

    [Fact]
    public void A_graphics_card_that_is_not_there_is_refused()
    {
        Assert.Equal(DeviceType.CPU, Devices.Of(DeviceChoice.Cpu, true).type);
        Assert.Equal(DeviceType.CPU, Devices.Of(DeviceChoice.Auto, false).type);
        Assert.Equal(DeviceType.CUDA, Devices.Of(DeviceChoice.Auto, true).type);
        Assert.Contains("auto or cpu", Assert.Throws<InputException>(() => Devices.Of(DeviceChoice.Cuda, false)).Message, StringComparison.Ordinal);
    }
}
