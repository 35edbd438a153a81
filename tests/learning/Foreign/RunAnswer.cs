using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Runs a NeuralHydrology run's weights in the network of its shape.</summary>
internal static class RunAnswer
{
    /// <summary>What the head gives at every step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="inputs">Scaled inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Scaled attributes, <c>[batch, attribute]</c>.</param>
    public static Tensor Of(NeuralHydrologyRun run, Tensor inputs, Tensor? statics)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        using RunoffNetwork network = Learning.Networks.Make(run.Shape);
        ModuleState.Load(network, run.Weights, run.ModelFile);
        network.eval();
        return scope.MoveToOuter(network.Answer(inputs.to(float32), statics?.to(float32), (int)inputs.shape[0]).to(inputs.dtype));
    }
}
