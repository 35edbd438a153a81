using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Runs a NeuralHydrology run's weights by <see cref="Learning.Recurrence"/>.</summary>
internal static class RunAnswer
{
    /// <summary>What the head gives at every step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">Scaled inputs, <c>[time, batch, input]</c>; their type is that of the computation.</param>
    /// <param name="statics">Scaled attributes, <c>[batch, attribute]</c>.</param>
    public static Tensor Of(NeuralHydrologyRun run, Tensor inputs, Tensor? statics)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        Tensor At(string name) => ModuleState.Restore(run.Weights[name]).to(inputs.dtype);
        Tensor Linear(string name, Tensor value) => value.matmul(At($"{name}.weight").t()) + At($"{name}.bias");
        Tensor? still = statics is null || run.Shape.StaticsEmbedding == 0 ? statics : Linear("embedding_net.statics_embedding.net.0", statics);
        RecurrentLayer layer = run.Shape.Kind == NetworkKind.EaLstm
            ? new RecurrentLayer(Turned("dynamic_gates.weight_ih"), Turned("dynamic_gates.weight_hh"))
            {
                // EA-LSTM's gates are forget, output, cell; Recurrence's are forget, cell, output.
                InputBias = Gates(At("dynamic_gates.bias")),
                InputGate = Linear("input_gate", still!).sigmoid(),
            }
            : new RecurrentLayer(At("lstm.weight_ih_l0"), At("lstm.weight_hh_l0")) { InputBias = At("lstm.bias_ih_l0"), HiddenBias = At("lstm.bias_hh_l0") };
        Tensor whole = run.Shape.Kind == NetworkKind.EaLstm || still is null ? inputs : cat([inputs, still.unsqueeze(0).expand(inputs.shape[0], -1, -1)], -1);
        Tensor hidden = Learning.Recurrence.Run(whole, layer).Output!;
        return scope.MoveToOuter(run.Shape.Head == HeadKind.Regression ? Linear("head.net.0", hidden) : Linear("head.fc2", Linear("head.fc1", hidden).relu()));

        Tensor Turned(string name) => Gates(At(name).t());
    }

    private static Tensor Gates(Tensor rows)
    {
        Tensor[] gates = rows.chunk(3, 0);
        return cat([gates[0], gates[2], gates[1]], 0).contiguous();
    }
}
