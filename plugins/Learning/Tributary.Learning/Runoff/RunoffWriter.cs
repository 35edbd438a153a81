using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Turns what a network says of the steps of a block into runoff, snow and quantiles in their units.</summary>
/// <param name="model">The model.</param>
/// <param name="steps">Steps of the block.</param>
internal sealed class RunoffWriter(RunoffModel model, int steps)
{
    private readonly Dictionary<int, double[]> _values = [];
    private readonly int _width = model.Artefact.Network.Targets + model.Plan.Quantiles.Count;

    /// <summary>Takes what the network says of windows.</summary>
    /// <param name="network">The model.</param>
    /// <param name="inputs">The windows, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>.</param>
    /// <param name="units">The unit of each window.</param>
    /// <param name="first">The first step of each in the block.</param>
    /// <param name="said">How many of a window's last steps are taken.</param>
    public void Take(RunoffModel network, Tensor inputs, Tensor? statics, int[] units, int[] first, int said)
    {
        if (model.Plan.DropoutDraws == 0)
        {
            Take(network.Network.Answer(inputs, statics, said), units, first, said);
            return;
        }

        using var dropping = new MonteCarloDropout(network.Network);
        manual_seed(new RunSeed(model.Artefact.Seed).ForTorch(RunSeed.Prediction));
        Tensor draws = stack(Enumerable.Range(0, model.Plan.DropoutDraws).Select(_ => network.Network.Answer(inputs, statics, said)));
        Tensor probabilities = tensor([.. model.Plan.Quantiles.Select(probability => (float)probability)], device: draws.device);
        Tensor quantiles = draws.select(-1, 0).quantile(probabilities, 0).movedim([0], [-1]);
        Lay(cat([draws.mean([0]), quantiles], -1), units, first, said);
    }

    /// <summary>Takes what the network says, <c>[said, batch, output]</c>.</summary>
    public void Take(Tensor answer, int[] units, int[] first, int said)
    {
        NetworkShape shape = model.Artefact.Network;
        Tensor expected = Head.Expected(shape, answer);
        Lay(model.Plan.Quantiles.Count == 0 ? expected : cat([expected, RunoffQuantiles.Of(shape, answer, model.Plan.Quantiles)], -1), units, first, said);
    }

    /// <summary>Writes a unit's results.</summary>
    /// <param name="block">The block.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="days">Length of a time step in days.</param>
    public void Write(in SimulationBlock block, int unit, double days)
    {
        double[] values = _values[unit];
        int targets = model.Artefact.Network.Targets;
        for (int output = 0; output < _width; output++)
        {
            Span<double> row = block.Output(output, unit);
            bool isRunoff = output == 0 || output >= targets;
            VariableScaling scaling = model.Scaler.Targets[isRunoff ? 0 : output];
            double moved = output >= targets && model.Artefact.Conformal.Count > 0 ? model.Artefact.Conformal[output - targets] : 0;
            for (int step = 0; step < row.Length; step++)
            {
                double value = Math.Max(0, scaling.Invert(values[(step * _width) + output]));
                if (moved != 0)
                {
                    double expected = Math.Max(0, scaling.Invert(values[step * _width]));
                    value = Math.Max(0, value + (moved * (expected + ConformalFit.Floor(scaling))));
                }

                row[step] = isRunoff ? value * days : value;
            }
        }
    }

    private void Lay(Tensor said, int[] units, int[] first, int count)
    {
        float[] values = said.to(float32, CPU).contiguous().data<float>().ToArray();
        for (int place = 0; place < units.Length; place++)
        {
            if (!_values.TryGetValue(units[place], out double[]? rows))
            {
                _values[units[place]] = rows = new double[steps * _width];
            }

            for (int step = 0; step < count; step++)
            {
                for (int output = 0; output < _width; output++)
                {
                    rows[((first[place] + step) * _width) + output] = values[(((step * units.Length) + place) * _width) + output];
                }
            }
        }
    }
}
