using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Every case agrees with Python's torch, forward and backward, and with finite differences.</summary>
[Collection(Alone.Name)]
public sealed class AgreementTests
{
    public static TheoryData<string> Names => [.. Cases.All.Select(of => of.Name)];

    public static TheoryData<string> Scattered => [.. Cases.All.Where(of => of.AnyLayout && of.Inputs.Any(input => input.Shape.Length > 1)).Select(of => of.Name)];

    public static TheoryData<string> Smooth => [.. Cases.All.Where(of => of.Smooth && of.Differentiable && (of.Module is not null || of.Inputs.Any(input => input.Differentiable))).Select(of => of.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_are_those_of_Python(string name) => Compare(Cases.Named(name), scattered: false);

    [Theory]
    [MemberData(nameof(Scattered))]
    public void The_order_of_the_inputs_in_memory_does_not_matter(string name) => Compare(Cases.Named(name), scattered: true);

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Gradients_are_finite_differences(string name)
    {
        const double Step = 1e-6;
        const int Most = 24;
        using DisposeScope scope = NewDisposeScope();
        Case of = Cases.Named(name);
        Trial trial = of.Prepare(ScalarType.Float64);
        Trial moving = of.Prepare(ScalarType.Float64);
        Tensor[] outputs = trial.Outputs();
        int each = Answers.To(of, ScalarType.Float64).Outputs.Length;
        for (int way = 0; way < outputs.Length / each; way++)
        {
            if (Trial.Loss(outputs[(way * each)..((way + 1) * each)]) is not { } loss)
            {
                continue;
            }

            double[][] gradients = [.. Gradients(loss, trial.Leaves)];
            for (int leaf = 0; leaf < gradients.Length; leaf++)
            {
                double scale = Math.Max(1, gradients[leaf].Max(Math.Abs));
                for (int element = 0; element < gradients[leaf].Length; element += 1 + (gradients[leaf].Length / Most))
                {
                    double difference = (Moved(moving, leaf, element, Step, way, each) - Moved(moving, leaf, element, -Step, way, each)) / (2 * Step);
                    Assert.True(
                        Math.Abs(difference - gradients[leaf][element]) <= 1e-6 * scale,
                        $"{name}: gradient {gradients[leaf][element]:R} of leaf {leaf} at {element}, finite difference {difference:R} (way {way})");
                }
            }
        }
    }

    [Fact]
    public void Stored_answers_are_those_that_Python_gives()
    {
        Assert.SkipWhen(Answers.Recording, "the answers are being recorded");
        Assert.SkipWhen(Answers.Live is null, $"{Answers.Program} has no torch here");
        Assert.Equal(Answers.Live!.Keys.Order(StringComparer.Ordinal), Answers.Stored.Keys.Order(StringComparer.Ordinal));
        foreach ((string key, Reply live) in Answers.Live)
        {
            Reply stored = Answers.Stored[key];
            Assert.Equal(live.Error, stored.Error);
            Assert.Equal(live.All.Count(), stored.All.Count());
            foreach ((Answer now, Answer then) in live.All.Zip(stored.All))
            {
                Assert.Equal(now.Dtype, then.Dtype);
                Close($"{key}, stored", then.Shape, then.Values(), now, key.EndsWith("float64", StringComparison.Ordinal));
            }
        }
    }

    private static void Compare(Case of, bool scattered)
    {
        foreach (ScalarType precision in Answers.Precisions)
        {
            using DisposeScope scope = NewDisposeScope();
            Reply expected = Answers.To(of, precision);
            Assert.True(expected.Error is null, $"Python refuses {of.Name}: {expected.Error}");
            Trial trial = of.Prepare(precision, scattered);
            Tensor[] outputs = trial.Outputs();
            int each = expected.Outputs.Length;
            Assert.True(outputs.Length > 0 && outputs.Length % each == 0, $"{outputs.Length} outputs where Python has {each}");
            for (int way = 0; way < outputs.Length / each; way++)
            {
                Tensor[] group = outputs[(way * each)..((way + 1) * each)];
                string what = $"{of.Name} in {precision}, way {way}";
                for (int i = 0; i < each; i++)
                {
                    Assert.True(Answers.Name(group[i].dtype) == expected.Outputs[i].Dtype, $"{what}: {group[i].dtype} for {expected.Outputs[i].Dtype}");
                    Close($"{what}, output {i}", group[i].shape, Elements(group[i]), expected.Outputs[i], precision == ScalarType.Float64);
                }

                Tensor? loss = Trial.Loss(group);
                double[][] gradients = loss is null ? [] : [.. Gradients(loss, trial.Leaves)];
                Assert.True(gradients.Length == expected.Gradients.Length, $"{what}: {gradients.Length} gradients where Python has {expected.Gradients.Length}");
                for (int leaf = 0; leaf < gradients.Length; leaf++)
                {
                    Close($"{what}, gradient {leaf}", trial.Leaves[leaf].shape, gradients[leaf], expected.Gradients[leaf], precision == ScalarType.Float64);
                }
            }
        }
    }

    private static IEnumerable<double[]> Gradients(Tensor loss, List<Tensor> leaves) =>
        leaves.Count == 0
            ? []
            : autograd.grad([loss], leaves, retain_graph: true, allow_unused: true)
                .Select((gradient, leaf) => gradient is null || gradient.IsInvalid ? new double[leaves[leaf].numel()] : Elements(gradient));

    private static double Moved(Trial trial, int leaf, int element, double by, int way, int each)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untouched = no_grad();
        Tensor place = trial.Leaves[leaf].detach().view(-1)[element];
        double before = place.item<double>();
        place.fill_(before + by);
        double loss = Trial.Loss(trial.Outputs()[(way * each)..((way + 1) * each)])!.item<double>();
        place.fill_(before);
        return loss;
    }

    private static double[] Elements(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static void Close(string what, long[] shape, double[] found, Answer expected, bool doubly)
    {
        Assert.True(shape.SequenceEqual(expected.Shape), $"{what}: [{string.Join(", ", shape)}] for [{string.Join(", ", expected.Shape)}]");
        double[] wanted = expected.Values();
        double scale = wanted.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        (double relative, double absolute) = expected.Dtype[0] != 'f' ? (0, 0) : doubly && expected.Dtype == "float64" ? (1e-10, 1e-11 * scale) : (1e-5, 1e-6 * scale);
        for (int i = 0; i < wanted.Length; i++)
        {
            bool same = found[i].Equals(wanted[i]) || Math.Abs(found[i] - wanted[i]) <= (relative * Math.Max(Math.Abs(found[i]), Math.Abs(wanted[i]))) + absolute;
            Assert.True(same, $"{what}: {found[i]:R} for {wanted[i]:R} at {i}");
        }
    }
}

/// <summary>Tests that count tensors, or seed, run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "libtorch alone";
}
