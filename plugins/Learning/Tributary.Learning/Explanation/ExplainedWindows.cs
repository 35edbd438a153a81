using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>The look-backs of the outputs that are explained, each ending with its output's step, a batch at a time.</summary>
internal sealed class ExplainedWindows
{
    private readonly RunoffModel _model;
    private readonly NetworkInputs _inputs;
    private readonly float[][] _rows;

    /// <summary>Scales the forcing of a block.</summary>
    public ExplainedWindows(RunoffModel model, in SimulationBlock block, int units)
    {
        (_model, _inputs, UnitCount) = (model, new NetworkInputs(model), units);
        _rows = new float[units][];
        for (int unit = 0; unit < units; unit++)
        {
            var forcing = new ReadOnlyMemory<double>[model.Artefact.DynamicInputs.Count];
            for (int variable = 0; variable < forcing.Length; variable++)
            {
                forcing[variable] = block.Forcing(variable, unit).ToArray();
            }

            _rows[unit] = _inputs.Scaled(block.Time, forcing);
        }
    }

    /// <summary>Number of units.</summary>
    public int UnitCount { get; }

    /// <summary>As many time steps of a range as allowed, evenly spread.</summary>
    /// <param name="from">First of them all.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many may be.</param>
    public static int[] Spread(int from, int count, long most)
    {
        int taken = (int)Math.Clamp(most, 1, count);
        return [.. Enumerable.Range(0, taken).Select(i => from + (int)((long)i * count / taken))];
    }

    /// <summary>Goes through the windows of all units at some steps.</summary>
    /// <param name="steps">The steps, ascending.</param>
    /// <param name="atOnce">Windows of a batch.</param>
    /// <param name="statics">Scaled attributes of all units, <c>[unit, attribute]</c>.</param>
    /// <param name="visit">Takes inputs <c>[time, batch, input]</c>, attributes <c>[batch, attribute]</c> and where each window belongs.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public void ForEach(int[] steps, int atOnce, float[] statics, Action<Tensor, Tensor?, (int Place, int Unit)[]> visit, CancellationToken cancellation)
    {
        var waiting = new List<(int Place, int Unit)>();
        int length = 0;
        for (int place = 0; place < steps.Length; place++)
        {
            int own = Math.Min(_model.Artefact.Lookback, steps[place] + 1);
            for (int unit = 0; unit < UnitCount; unit++)
            {
                if (waiting.Count == atOnce || (waiting.Count > 0 && length != own))
                {
                    Flush();
                }

                length = own;
                waiting.Add((place, unit));
            }
        }

        Flush();

        void Flush()
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int[] units = [.. waiting.Select(window => window.Unit)];
            visit(_inputs.Batch(_rows, units, [.. waiting.Select(window => steps[window.Place] + 1 - length)], length), _inputs.Statics(statics, units), [.. waiting]);
            waiting.Clear();
        }
    }
}
