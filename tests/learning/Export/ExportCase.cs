using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Export;

/// <summary>A network of random sizes, weights and scalers, with a batch of windows in their units.</summary>
internal sealed class ExportCase
{
    private const int Batch = 3;

    private readonly Random _random;
    private readonly int _steps;
    private readonly int _inputs;
    private readonly float[] _values;
    private readonly float[] _attributes;

    public ExportCase(NetworkKind kind, HeadKind head, int seed)
    {
        _random = new Random(seed);
        bool isMass = kind == NetworkKind.McLstm;
        bool isLstm = kind == NetworkKind.Lstm;
        _inputs = _random.Next(1, 4);
        int statics = kind == NetworkKind.EaLstm ? _random.Next(1, 4) : _random.Next(0, 3);
        KnowsGaps = !isMass && seed % 3 == 0;
        _steps = _random.Next(6, 12);
        Artefact = new RunoffArtefact
        {
            Network = new NetworkShape
            {
                Kind = kind,
                Inputs = KnowsGaps ? 2 * _inputs : _inputs,
                Statics = statics,
                Targets = isMass ? 1 : _random.Next(1, 3),
                HiddenSize = _random.Next(2, 7),
                Layers = isLstm ? _random.Next(1, 4) : 1,
                OutputDropout = isMass ? 0 : 0.3,
                LayerDropout = isLstm ? 0.2 : 0,
                WeightDropout = kind == NetworkKind.InputTransform ? 0.5 : 0,
                Attention = !isMass && seed % 2 == 0,
                LayerNorm = !isMass && _random.Next(2) == 0,
                StaticsEmbedding = statics > 0 && kind != NetworkKind.InputTransform ? _random.Next(0, 4) : 0,
                Head = head,
                Components = _random.Next(1, 4),
                Quantiles = head == HeadKind.Quantiles ? seed % 2 == 0 ? [0.05, 0.5, 0.95] : [0.1, 0.3, 0.6, 0.9] : [],
                MassInput = isMass ? _random.Next(_inputs) : 0,
            },
            DynamicInputs = [.. Enumerable.Range(0, _inputs).Select(i => $"v{i}")],
            StaticAttributes = [.. Enumerable.Range(0, statics).Select(i => $"a{i}")],
            Targets = ["discharge"],
            Lookback = _steps,
            PredictLast = _random.Next(1, 4),
            StepSeconds = 86400,
        };
        Scaler = new Scaler
        {
            Inputs = [.. Enumerable.Range(0, _inputs).Select(i => isMass && i == Artefact.Network.MassInput ? new VariableScaling { Name = $"v{i}", Unit = "mm d-1", Method = ScalingMethod.None } : Scaling($"v{i}", "degC"))],
            Attributes = [.. Enumerable.Range(0, statics).Select(i => Scaling($"a{i}", ""))],
            Targets = [.. Enumerable.Range(0, Artefact.Network.Targets).Select(i => isMass ? new VariableScaling { Name = "q", Unit = "mm d-1", Method = ScalingMethod.None } : Scaling($"q{i}", "mm d-1"))],
        };
        _values = [.. Enumerable.Range(0, _steps * Batch * _inputs).Select(_ => KnowsGaps && _random.Next(6) == 0 ? float.NaN : 8 * _random.NextSingle())];
        _attributes = [.. Enumerable.Range(0, Batch * statics).Select(_ => 8 * _random.NextSingle())];
    }

    public RunoffArtefact Artefact { get; }

    public Scaler Scaler { get; }

    public bool KnowsGaps { get; }

    public override string ToString() => $"{Artefact.Network}";

    /// <summary>Writes the artefact and exports it in a format, with what the Python program is to feed it.</summary>
    public void Write(string folder, string format)
    {
        using DisposeScope scope = NewDisposeScope();
        Directory.CreateDirectory(folder);
        using RunoffNetwork network = Network();
        Artefact.Write(folder, network, Scaler);
        RunoffExport.Write(Export(folder, format), TestContext.Current.CancellationToken);
        bool isScaled = format == "onnx";
        Store(folder, "inputs", isScaled ? Scaled(Inputs()) : [.. _values.Select(value => (double)value)]);
        Store(folder, "statics", isScaled ? Statics() is { } statics ? Scaled(statics) : [] : [.. _attributes.Select(value => (double)value)]);
        File.WriteAllText(Path.Combine(folder, "axes.json"), JsonSerializer.Serialize(new { time = _steps, batch = Batch }));
    }

    public static ModelExport Export(string folder, string format) => new()
    {
        Format = format,
        Settings = default,
        ArtefactFolder = folder,
        Output = Path.Combine(folder, "model.onnx"),
        Name = "lstm",
        Program = "Tributary 1.2.3",
    };

    /// <summary>What the network itself says, its weights in double precision so that nothing but the export rounds: its answer, its expectation and quantiles in their units, and its attention, by the graph's names.</summary>
    public Dictionary<string, double[]> Said(string format)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        using RunoffNetwork network = Network().to(float64);
        Tensor inputs = Inputs().to(float64);
        Tensor? statics = Statics()?.to(float64);
        Tensor answer = network.Answer(inputs, statics, Artefact.PredictLast);
        var said = new Dictionary<string, double[]>();
        if (format == "onnx")
        {
            said["answer"] = Scaled(answer);
        }
        else
        {
            said["expected"] = InUnits(Scaled(Head.Expected(Artefact.Network, answer)), 1);
            if (Artefact.Network.Head == HeadKind.Quantiles)
            {
                said["quantiles"] = InUnits(Scaled(answer), Artefact.Network.Quantiles.Count);
            }
        }

        if (network.AttentionOf(inputs, statics) is { } attention)
        {
            said["attention"] = Scaled(attention);
        }

        return said;
    }

    private static double[] Scaled(Tensor tensor) => tensor.to(float64).contiguous().data<double>().ToArray();

    private static void Store(string folder, string name, double[] values) => File.WriteAllBytes(Path.Combine(folder, $"{name}.f64"), MemoryMarshal.AsBytes<double>(values).ToArray());

    private double[] InUnits(double[] scaled, int perTarget) =>
        [.. scaled.Select((value, at) => Math.Max(0, Scaler.Targets[at / perTarget % Scaler.Targets.Count].Invert(value)))];

    private VariableScaling Scaling(string name, string unit) => new()
    {
        Name = name,
        Unit = unit,
        Transform = (ValueTransform)_random.Next(3),
        Method = ScalingMethod.Standard,
        Center = _random.NextDouble(),
        Scale = 0.5 + _random.NextDouble(),
    };

    private RunoffNetwork Network()
    {
        manual_seed(3);
        RunoffNetwork network = Learning.Networks.Make(Artefact.Network);
        using IDisposable untracked = no_grad();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            parameter.add_(randn(parameter.shape) * 0.3);
        }

        network.eval();
        return network;
    }

    private Tensor Inputs()
    {
        float[] rows = new float[_values.Length / _inputs * Artefact.Network.Inputs];
        for (int at = 0; at < _values.Length; at++)
        {
            int row = at / _inputs * Artefact.Network.Inputs;
            int input = at % _inputs;
            double scaled = Scaler.Inputs[input].Apply(_values[at]);
            rows[row + input] = double.IsNaN(scaled) ? 0 : (float)scaled;
            if (KnowsGaps)
            {
                rows[row + _inputs + input] = double.IsNaN(scaled) ? 0 : 1;
            }
        }

        return tensor(rows, [_steps, Batch, Artefact.Network.Inputs]);
    }

    private Tensor? Statics()
    {
        int width = Artefact.StaticAttributes.Count;
        return width == 0 ? null : tensor([.. _attributes.Select((value, at) => (float)Scaler.Attributes[at % width].Apply(value))], [Batch, width]);
    }
}
