using TorchSharp;
using TorchSharp.Modules;
using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Answers and gradients against PyTorch's, by networks written anew in fixtures/networks_peer.py that load our state dict.</summary>
public sealed class PeerTests(PeerTests.Answers answers) : IClassFixture<PeerTests.Answers>
{
    private static readonly (string Name, int PredictLast)[] Networks =
    [
        ("lstm", 1), ("lstm without statics", 3), ("lstm layers", 2), ("lstm embedding norm", 4), ("lstm attention", 1), ("lstm attention", 5), ("lstm cmal", 2), ("ea-lstm", 1),
        ("ea-lstm embedding gmm", 3), ("ea-lstm attention", 2), ("mc-lstm", 4), ("mc-lstm without statics", 9), ("input-transform", 9), ("input-transform without statics", 1),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Networks.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answers_and_gradients_are_PyTorchs(int index)
    {
        using DisposeScope scope = NewDisposeScope();
        OrderedDictionary<string, StoredTensor> expected = answers[index];
        NetworkShape shape = Shape(Networks[index].Name);
        RunoffNetwork network = Make.Network(shape);
        Tensor inputs = Make.Inputs(shape, 9, 4);
        Tensor? statics = Make.Statics(shape, 4);

        Tensor answer = network.Answer(inputs, statics, Networks[index].PredictLast);
        (string Name, Parameter Parameter)[] parameters = [.. network.named_parameters()];
        IList<Tensor> gradients = autograd.grad([answer.square().sum()], [.. parameters.Select(entry => entry.Parameter)]);

        Make.Close(answer, ModuleState.Restore(expected["answer"]));
        for (int i = 0; i < parameters.Length; i++)
        {
            Make.Close(gradients[i], ModuleState.Restore(expected[$"gradient.{parameters[i].Name}"]), 1e-9);
        }

        Assert.Equal(shape.Attention, expected.ContainsKey("attention"));
        if (shape.Attention)
        {
            Make.Close(network.AttentionOf(inputs, statics)!, ModuleState.Restore(expected["attention"]));
        }
    }

    private static NetworkShape Shape(string name) => new()
    {
        Kind = name.Split(' ')[0] switch
        {
            "ea-lstm" => NetworkKind.EaLstm,
            "mc-lstm" => NetworkKind.McLstm,
            "input-transform" => NetworkKind.InputTransform,
            _ => NetworkKind.Lstm,
        },
        Inputs = 3,
        Statics = Says(name, "without statics") ? 0 : 5,
        StaticsEmbedding = Says(name, "embedding") ? 2 : 0,
        HiddenSize = 7,
        Layers = Says(name, "layers") ? 3 : Says(name, "norm") ? 2 : 1,
        LayerNorm = Says(name, "norm"),
        Attention = Says(name, "attention"),
        Head = Says(name, "cmal") ? HeadKind.Laplace : Says(name, "gmm") ? HeadKind.Gaussian : HeadKind.Regression,
        ForgetBias = 1,
    };

    private static bool Says(string name, string word) => name.Contains(word, StringComparison.Ordinal);

    /// <summary>PyTorch's answers of all cases, by one run of the script.</summary>
    public sealed class Answers : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private bool _isDone;

        /// <summary>What PyTorch says of a case; skips the test where there is no PyTorch.</summary>
        internal OrderedDictionary<string, StoredTensor> this[int index]
        {
            get
            {
                if (!_isDone)
                {
                    _ = PythonPeer.ScriptWithTorch("networks_peer.py", [.. Networks.SelectMany((_, at) => Write(at))]);
                    _isDone = true;
                }

                return PyTorchFile.ReadTensors(_folder.At(Path.Combine($"{index}", "out.pt")));
            }
        }

        public void Dispose() => _folder.Dispose();

        private string[] Write(int index)
        {
            using DisposeScope scope = NewDisposeScope();
            NetworkShape shape = Shape(Networks[index].Name);
            string folder = Directory.CreateDirectory(_folder.At($"{index}")).FullName;
            List<KeyValuePair<string, StoredTensor>> data = [new("inputs", ModuleState.Store(Make.Inputs(shape, 9, 4)))];
            if (Make.Statics(shape, 4) is { } statics)
            {
                data.Add(new("statics", ModuleState.Store(statics)));
            }

            ModuleState.Write(Make.Network(shape), Path.Combine(folder, "state.pt"));
            PyTorchFile.Write(Path.Combine(folder, "data.pt"), data);
            return [Networks[index].Name.Split(' ')[0], $"{shape.Layers}", $"{Networks[index].PredictLast}", folder];
        }
    }
}
