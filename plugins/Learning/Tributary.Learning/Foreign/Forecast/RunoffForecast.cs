using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A googlehydrology run on lumped basins: it reads weather in the units that it learned with, and tells runoff.</summary>
public sealed class RunoffForecast : IForecastModel
{
    private readonly GoogleHydrologyRun _run;
    private readonly ForecastNetwork _network;
    private readonly Device _device;
    private readonly IReadOnlyList<double> _quantiles;
    private readonly int _units;
    private readonly float[] _statics;
    private readonly (int Variable, VariableScaling Scaling)[] _hindcast;
    private readonly (int Variable, VariableScaling Scaling)[] _forecast;

    /// <summary>Takes up a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="setup">The domain, of daily steps.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="quantiles">Of a mixture, quantiles that are written behind the expected runoff; empty for none.</param>
    /// <exception cref="InputException">Its weights are of another network, its target is no runoff depth, or a basin lacks an attribute.</exception>
    public RunoffForecast(GoogleHydrologyRun run, ModelSetup setup, DeviceChoice device, IReadOnlyList<double> quantiles)
    {
        _run = run;
        _quantiles = quantiles;
        _units = setup.Units.Count;
        _device = Devices.Of(device);
        string[] inputs = [.. Inputs(run.Shape)];
        _hindcast = [.. run.Shape.HindcastInputs.Select((name, at) => (Array.IndexOf(inputs, name), run.Scaler.Inputs[at]))];
        _forecast = [.. run.Shape.ForecastInputs.Select((name, at) => (Array.IndexOf(inputs, name), run.Scaler.Inputs[_hindcast.Length + at]))];
        _statics = StaticsOf(setup.Units);
        _network = run.Network();
        _network.to(_device);
    }

    /// <summary>The series that it reads, in the order of the forcing that it declares: those of the past, and behind them what only the forecast has.</summary>
    public static IEnumerable<string> Inputs(ForecastShape shape) => shape.HindcastInputs.Union(shape.ForecastInputs);

    /// <inheritdoc/>
    public void Forecast(in SimulationBlock past, in SimulationBlock ahead)
    {
        ForecastShape shape = _run.Shape;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        int inputs = _hindcast.Length;
        float[] behind = new float[shape.SequenceLength * _units * inputs];
        float[] before = new float[_network.ForecastSteps * _units * _forecast.Length];
        for (int unit = 0; unit < _units; unit++)
        {
            for (int input = 0; input < inputs; input++)
            {
                Lay(past.Forcing(_hindcast[input].Variable, unit), _hindcast[input].Scaling, behind, (unit * inputs) + input, _units * inputs);
            }

            for (int input = 0; input < _forecast.Length; input++)
            {
                (int variable, VariableScaling scaling) = _forecast[input];
                int stride = _units * _forecast.Length;
                int first = (unit * _forecast.Length) + input;
                Lay(past.Forcing(variable, unit)[^shape.Overlap..], scaling, before, first, stride);
                Lay(ahead.Forcing(variable, unit), scaling, before, first + (shape.Overlap * stride), stride);
            }
        }

        Tensor answer = _network.Answer(
            tensor(behind, [shape.SequenceLength, _units, inputs], device: _device),
            tensor(before, [_network.ForecastSteps, _units, _forecast.Length], device: _device),
            tensor(_statics, [_units, shape.Statics], device: _device));
        Write(ahead, Told(answer));
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private static void Lay(ReadOnlySpan<double> series, VariableScaling scaling, float[] rows, int first, int stride)
    {
        for (int step = 0; step < series.Length; step++)
        {
            rows[first + (step * stride)] = (float)scaling.Apply(series[step]);
        }
    }

    /// <summary>Expected runoff and quantiles, scaled, <c>[lead, unit, output]</c>.</summary>
    private float[] Told(Tensor answer)
    {
        if (_run.Shape.Head == HeadKind.Laplace)
        {
            LaplaceMixture mixture = LaplaceMixture.FromLatent(answer);
            Tensor expected = mixture.Expected();
            answer = _quantiles.Count == 0 ? expected : cat([expected, mixture.Quantiles([.. _quantiles]).select(-2, 0)], -1);
        }

        return answer.to(float32, CPU).contiguous().data<float>().ToArray();
    }

    private void Write(in SimulationBlock ahead, float[] told)
    {
        VariableScaling scaling = _run.Scaler.Targets[0];
        bool clips = _run.ClippedTargets.Contains(_run.Targets[0]);
        int outputs = 1 + _quantiles.Count;
        for (int unit = 0; unit < _units; unit++)
        {
            for (int output = 0; output < outputs; output++)
            {
                Span<double> row = ahead.Output(output, unit);
                for (int lead = 0; lead < row.Length; lead++)
                {
                    double value = scaling.Invert(told[(((lead * _units) + unit) * outputs) + output]);
                    row[lead] = clips && value < 0 ? 0 : value;
                }
            }
        }
    }

    private float[] StaticsOf(CatchmentUnits units)
    {
        int width = _run.Attributes.Count;
        float[] statics = new float[units.Count * width];
        for (int at = 0; at < statics.Length; at++)
        {
            string name = _run.Attributes[at % width];
            double value = units.Attributes.Contains(name) ? units.Attributes[name][at / width] : double.NaN;
            statics[at] = double.IsNaN(value)
                ? throw new InputException($"the static attribute {name} is not known", units.Ids[at / width], "Give the value under the basin's 'attributes', or by the forcing's source.")
                : (float)_run.Scaler.Attributes[at % width].Apply(value);
        }

        return statics;
    }
}
