using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>
/// A trained network, block by block. Its states are the forcing of the steps that the next windows read. Each step is a batch of its own, so that the
/// length of the blocks changes no bit of the results.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class HydroTraceSimulation(HydroTraceModel model) : ISimulation
{
    private const int StepsAtOnce = 64;

    private readonly int _history = model.Artefact.History;
    private readonly int _variables = model.Artefact.Variables.Count;
    private readonly int _units = model.Units.Count;
    private readonly double[] _past = new double[model.Units.Count * model.Artefact.Variables.Count * model.Artefact.History];
    private long _done;

    /// <inheritdoc/>
    public StateLayout States { get; } = new(
        [
            new("steps", "1", "time steps simulated"),
            .. model.Artefact.Variables.Where(_ => model.Artefact.History > 0).Select(name => new StateVariable($"past_{name}", "1", $"{name} of the last time steps", model.Artefact.History)),
        ],
        model.Units.Count);

    /// <inheritdoc/>
    public void Advance(in SimulationBlock block)
    {
        using IDisposable still = no_grad();
        int steps = block.StepCount;
        int known = (int)Math.Min(_history, _done);
        for (int first = 0; first < steps; first += StepsAtOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(StepsAtOnce, steps - first);
            int behind = Math.Min(_history, known + first);
            Tensor fields = FieldsOf(block, first - behind, behind + count);
            for (int step = 0; step < count; step++)
            {
                using DisposeScope window = NewDisposeScope();
                float[] said = model.Network.Answer(model.Window(fields, behind + step), model.Cells).to(float32, CPU).contiguous().data<float>().ToArray();
                for (int gauge = 0; gauge < said.Length; gauge++)
                {
                    Span<double> row = block.Output(0, gauge);
                    if (!row.IsEmpty)
                    {
                        row[first + step] = Math.Max(0, model.Scaler.Targets[gauge].Invert(said[gauge]));
                    }
                }
            }
        }

        Remember(block);
        _done += steps;
    }

    /// <inheritdoc/>
    public void SaveStates(Span<double> states)
    {
        states[.._units].Fill(_done);
        for (int place = 0; place < _past.Length; place++)
        {
            states[_units + place] = _past[place];
        }
    }

    /// <inheritdoc/>
    public void RestoreStates(ReadOnlySpan<double> states)
    {
        _done = (long)states[0];
        states.Slice(_units, _past.Length).CopyTo(_past);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // As the states lie: [variable][step][unit], the last step being the one before the block.
    private int PlaceOf(int variable, int step, int unit) => (((variable * _history) + step) * _units) + unit;

    private Tensor FieldsOf(in SimulationBlock block, int first, int count)
    {
        double[] values = new double[_variables * _units * count];
        for (int variable = 0; variable < _variables; variable++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                Span<double> row = values.AsSpan(((variable * _units) + unit) * count, count);
                ReadOnlySpan<double> series = block.Forcing(variable, unit);
                int before = Math.Clamp(-first, 0, count);
                for (int step = 0; step < before; step++)
                {
                    row[step] = _past[PlaceOf(variable, _history + first + step, unit)];
                }

                series.Slice(first + before, count - before).CopyTo(row[before..]);
            }
        }

        return model.Fields.Read((variable, unit) => values.AsSpan(((variable * _units) + unit) * count, count), count);
    }

    private void Remember(in SimulationBlock block)
    {
        int taken = Math.Min(_history, block.StepCount);
        for (int variable = 0; variable < _variables; variable++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                for (int step = 0; step < _history - taken; step++)
                {
                    _past[PlaceOf(variable, step, unit)] = _past[PlaceOf(variable, step + taken, unit)];
                }

                ReadOnlySpan<double> last = block.Forcing(variable, unit)[^taken..];
                for (int step = 0; step < taken; step++)
                {
                    _past[PlaceOf(variable, _history - taken + step, unit)] = last[step];
                }
            }
        }
    }
}
