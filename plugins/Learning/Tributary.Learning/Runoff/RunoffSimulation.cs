using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// A trained network, block by block. Its states are the forcing of the last look-back (and of what features reach back for), or the network's own states
/// where they are carried. Windows lie by the number of the step, not by the block, so that the length of the blocks changes no result.
/// </summary>
internal sealed class RunoffSimulation : ISimulation
{
    private const double SecondsPerDay = 86400;
    private const int WindowsAtOnce = 256;

    private readonly RunoffModel _model;
    private readonly NetworkInputs _inputs;
    private readonly int _units;
    private readonly int _history;
    private readonly int _variables;
    private readonly int _stateSize;
    private readonly double[] _past;
    private readonly double[] _carried;
    private long _done;

    public RunoffSimulation(RunoffModel model, int units)
    {
        (_model, _inputs, _units) = (model, new NetworkInputs(model), units);
        RunoffArtefact artefact = model.Artefact;
        _variables = artefact.DynamicInputs.Count;
        _history = model.Features.History + (model.Plan.CarriesStates ? 0 : artefact.Lookback + artefact.PredictLast - 2);
        _past = new double[units * _variables * _history];
        Array.Fill(_past, double.NaN);
        NetworkShape shape = artefact.Network;
        _stateSize = model.Plan.CarriesStates ? 2 * shape.Layers * shape.HiddenSize : 0;
        _carried = new double[_stateSize * units];
        var states = new List<StateVariable> { new("steps", "1", "time steps simulated") };
        states.AddRange(artefact.DynamicInputs.Select(name => new StateVariable($"past_{name}", "1", $"{name} of the last time steps", Math.Max(1, _history))));
        if (_stateSize > 0)
        {
            states.Add(new StateVariable("network", "1", "hidden and cell states", _stateSize));
        }

        States = new StateLayout(states, units);
    }

    public StateLayout States { get; }

    public void Advance(in SimulationBlock block)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int known = (int)Math.Min(_history, _done);
        float[][] rows = new float[_units][];
        for (int unit = 0; unit < _units; unit++)
        {
            rows[unit] = Inputs(block, unit, known);
        }

        var writer = new RunoffWriter(_model, block.StepCount);
        if (_model.Plan.CarriesStates)
        {
            Carry(rows, known, block.StepCount, writer);
        }
        else
        {
            ReadWindows(rows, known, block.StepCount, writer);
        }

        for (int unit = 0; unit < _units; unit++)
        {
            writer.Write(block, unit, block.Time.Step.TotalSeconds / SecondsPerDay);
            Remember(block, unit);
        }

        _done += block.StepCount;
    }

    public void SaveStates(Span<double> states)
    {
        states.Clear();
        states[.._units].Fill(_done);
        int length = Math.Max(1, _history);
        for (int variable = 0; variable < _variables; variable++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                for (int step = 0; step < _history; step++)
                {
                    states[_units + (((variable * length) + step) * _units) + unit] = Past(unit, variable)[step];
                }
            }
        }

        _carried.CopyTo(states[(_units * (1 + (_variables * length)))..]);
    }

    public void RestoreStates(ReadOnlySpan<double> states)
    {
        _done = (long)states[0];
        int length = Math.Max(1, _history);
        for (int variable = 0; variable < _variables; variable++)
        {
            for (int unit = 0; unit < _units; unit++)
            {
                for (int step = 0; step < _history; step++)
                {
                    Past(unit, variable)[step] = states[_units + (((variable * length) + step) * _units) + unit];
                }
            }
        }

        states.Slice(_units * (1 + (_variables * length)), _carried.Length).CopyTo(_carried);
    }

    public void Dispose()
    {
    }

    private Span<double> Past(int unit, int variable) => _past.AsSpan(((unit * _variables) + variable) * _history, _history);

    /// <summary>Scaled inputs of a unit over what is known of its past and the block, <c>[time, input]</c>, gaps being 0.</summary>
    private float[] Inputs(in SimulationBlock block, int unit, int past)
    {
        int steps = past + block.StepCount;
        var forcing = new ReadOnlyMemory<double>[_variables];
        for (int variable = 0; variable < _variables; variable++)
        {
            double[] series = new double[steps];
            Past(unit, variable)[(_history - past)..].CopyTo(series);
            block.Forcing(variable, unit).CopyTo(series.AsSpan(past));
            forcing[variable] = series;
        }

        var time = new TimeAxis(block.Time.Start - (past * block.Time.Step), block.Time.Step, steps);
        return _inputs.Scaled(time, forcing);
    }

    private void Remember(in SimulationBlock block, int unit)
    {
        for (int variable = 0; variable < _variables; variable++)
        {
            Span<double> past = Past(unit, variable);
            ReadOnlySpan<double> now = block.Forcing(variable, unit);
            int kept = Math.Max(0, _history - now.Length);
            past[(_history - kept)..].CopyTo(past);
            now[Math.Max(0, now.Length - _history)..].CopyTo(past[kept..]);
        }
    }

    private void Carry(float[][] rows, int known, int steps, RunoffWriter writer)
    {
        NetworkShape shape = _model.Artefact.Network;
        int[] all = [.. Enumerable.Range(0, _units)];
        Tensor inputs = _inputs.Batch(rows, all, [.. all.Select(_ => known)], steps);
        (Tensor answer, NetworkStates states) = _model.Network.Continue(inputs, _inputs.Statics(_model.Statics, all), _done == 0 ? null : CarriedStates(shape));
        writer.Take(answer, all, [.. all.Select(_ => 0)], steps);
        Keep(states.Hidden, 0);
        Keep(states.Cell, shape.Layers * shape.HiddenSize);
    }

    private NetworkStates CarriedStates(NetworkShape shape)
    {
        Tensor all = tensor(_carried, [2, shape.Layers, shape.HiddenSize, _units]).to(float32, _model.Device);
        return new NetworkStates(all[0].transpose(1, 2).contiguous(), all[1].transpose(1, 2).contiguous());
    }

    private void Keep(Tensor states, int first) =>
        states.to(float64, CPU).transpose(1, 2).contiguous().data<double>().CopyTo(_carried, first * _units);

    /// <summary>Groups of steps that share a window: the group of step t is t / n, its window ends with it.</summary>
    private void ReadWindows(float[][] rows, int known, int steps, RunoffWriter writer)
    {
        int last = _model.Artefact.PredictLast;
        int lookback = _model.Artefact.Lookback;
        var waiting = new List<(int Unit, int From, int First)>();
        int length = -1;
        int said = -1;
        for (long group = _done / last; group * last < _done + steps; group++)
        {
            long end = Math.Min((group * last) + last, _done + steps);
            long begin = Math.Max(0, (group * last) + last - lookback);
            long first = Math.Max(group * last, _done);
            for (int unit = 0; unit < _units; unit++)
            {
                if (waiting.Count == WindowsAtOnce || (waiting.Count > 0 && (length != end - begin || said != end - first)))
                {
                    Flush();
                }

                (length, said) = ((int)(end - begin), (int)(end - first));
                waiting.Add((unit, (int)(begin - _done) + known, (int)(first - _done)));
            }
        }

        Flush();

        void Flush()
        {
            using DisposeScope scope = NewDisposeScope();
            int[] units = [.. waiting.Select(window => window.Unit)];
            Tensor inputs = _inputs.Batch(rows, units, [.. waiting.Select(window => window.From)], length);
            writer.Take(_model, inputs, _inputs.Statics(_model.Statics, units), units, [.. waiting.Select(window => window.First)], said);
            waiting.Clear();
        }
    }
}
