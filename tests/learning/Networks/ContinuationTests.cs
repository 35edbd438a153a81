using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Carried states: a run in pieces is the unbroken run.</summary>
public sealed class ContinuationTests
{
    public static TheoryData<NetworkKind, int> Cases => new()
    {
        { NetworkKind.Lstm, 1 }, { NetworkKind.Lstm, 3 }, { NetworkKind.EaLstm, 1 }, { NetworkKind.McLstm, 1 }, { NetworkKind.InputTransform, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Blocks_of_any_length_give_what_one_window_gives(NetworkKind kind, int layers)
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(kind) with { Layers = layers, LayerNorm = kind != NetworkKind.McLstm, HiddenSize = 19, MassInput = kind == NetworkKind.McLstm ? 1 : 0 };
        RunoffNetwork network = Make.Network(shape);
        Tensor inputs = Make.Inputs(shape, 23, 5);
        Tensor? statics = Make.Statics(shape, 5);
        Tensor whole = network.Answer(inputs, statics, 23);
        var random = new Xoshiro256(4);

        for (int attempt = 0; attempt < 5; attempt++)
        {
            NetworkStates? states = null;
            var answers = new List<Tensor>();
            for (int step = 0; step < 23;)
            {
                int length = Math.Min(attempt == 0 ? 1 : 1 + (int)(random.Uniform() * 9), 23 - step);
                (Tensor answer, states) = network.Continue(inputs.narrow(0, step, length), statics, states);
                answers.Add(answer);
                step += length;
            }

            Make.Close(cat(answers), whole, 1e-13);
        }

        Make.Close(network.Answer(inputs, statics, 1), whole.narrow(0, 22, 1), 1e-13);
        Make.Close(network.Answer(inputs, statics, 7), whole.narrow(0, 16, 7), 1e-13);
    }

    [Fact]
    public void Attention_carries_no_states()
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(NetworkKind.Lstm) with { Attention = true };
        RunoffNetwork network = Make.Network(shape);

        Assert.False(network.CarriesStates);
        Assert.Throws<InvalidOperationException>(() => network.Continue(Make.Inputs(shape, 3, 2), Make.Statics(shape, 2), null));
    }

    [Fact]
    public void Nothing_but_what_is_handed_out_stays_in_memory()
    {
        NetworkShape shape = Make.Small(NetworkKind.Lstm) with { Layers = 2, LayerNorm = true };
        using RunoffNetwork network = Make.Network(shape);
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = Make.Inputs(shape, 6, 2);
        Tensor? statics = Make.Statics(shape, 2);
        long before = Tensor.TotalCount;

        Tensor answer = network.Answer(inputs, statics, 2);
        (Tensor continued, NetworkStates states) = network.Continue(inputs, statics, null);

        Assert.Equal(before + 4, Tensor.TotalCount);
        answer.Dispose();
        continued.Dispose();
        states.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }
}
