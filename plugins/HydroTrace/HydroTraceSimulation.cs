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
    private readonly int _field = model.Fields.FieldSize;
    private readonly float[] _past = new float[model.Fields.FieldSize * model.Artefact.History];
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
        for (int place = 0; place < _variables * _history * _units; place++)
        {
            states[_units + place] = _past[PlaceOf(place)];
        }
    }

    /// <inheritdoc/>
    public void RestoreStates(ReadOnlySpan<double> states)
    {
        _done = (long)states[0];
        for (int place = 0; place < _variables * _history * _units; place++)
        {
            _past[PlaceOf(place)] = (float)states[_units + place];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Where a state, <c>[variable][step][unit]</c>, lies among the fields of the last steps.</summary>
    private int PlaceOf(int state)
    {
        (int variable, int step) = (state / (_history * _units), state / _units % _history);
        return (step * _field) + (variable * model.Grid.FineCount) + model.Units.Places!.Cell[state % _units];
    }

    private Tensor FieldsOf(in SimulationBlock block, int first, int count)
    {
        float[] fields = new float[count * _field];
        int before = Math.Clamp(-first, 0, count);
        _past.AsSpan((_history + Math.Min(first, 0)) * _field, before * _field).CopyTo(fields);
        block.Grid.Slice((first + before) * _field, (count - before) * _field).CopyTo(fields.AsSpan(before * _field));
        return model.Fields.Scale(fields);
    }

    private void Remember(in SimulationBlock block)
    {
        int taken = Math.Min(_history, block.StepCount);
        _past.AsSpan(taken * _field).CopyTo(_past);
        block.Grid[^(taken * _field)..].CopyTo(_past.AsSpan((_history - taken) * _field));
    }
}
