using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>stub</summary>
public static class Networks
{
    /// <summary>stub</summary>
    public static RunoffNetwork Make(NetworkShape shape) => new StubNetwork(shape);
}

/// <summary>stub</summary>
public static class Head
{
    /// <summary>stub</summary>
    public static Tensor Expected(NetworkShape shape, Tensor answer) => answer;

    /// <summary>stub</summary>
    public static Tensor Quantiles(NetworkShape shape, Tensor answer, IReadOnlyList<double> probabilities) => answer.repeat([1, 1, probabilities.Count]);
}

internal sealed class StubNetwork : RunoffNetwork
{
    private readonly LSTM lstm;
    private readonly Linear head;

    public StubNetwork(NetworkShape shape) : base(shape)
    {
        lstm = nn.LSTM(shape.Inputs + shape.Statics, shape.HiddenSize, shape.Layers);
        head = nn.Linear(shape.HiddenSize, shape.Outputs);
        RegisterComponents();
    }

    public override bool CarriesStates => true;

    public override Tensor Answer(Tensor inputs, Tensor? statics, int predictLast)
    {
        (Tensor output, _, _) = lstm.call(statics is null ? inputs : cat([inputs, statics.unsqueeze(0).expand([inputs.shape[0], statics.shape[0], statics.shape[1]])], -1));
        return head.call(output.narrow(0, inputs.shape[0] - predictLast, predictLast));
    }

    public override (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states)
    {
        (Tensor output, Tensor h, Tensor c) = lstm.call(statics is null ? inputs : cat([inputs, statics.unsqueeze(0).expand([inputs.shape[0], statics.shape[0], statics.shape[1]])], -1), states is null ? null : (states.Hidden, states.Cell));
        return (head.call(output), new NetworkStates(h, c));
    }
}
