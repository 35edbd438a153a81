using System.Globalization;
using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>
/// Whether attention deserves belief, by some steps: what happens to the flow where the cells that it prefers are taken away or given alone, against
/// cells at random; whether the weather where it looks differs from that elsewhere at all; whether variables that it prefers are those to which integrated gradients attribute the flow; and what each variable does to flow and weights.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="sums">The attention.</param>
/// <param name="cancellation">Stops between two steps.</param>
internal sealed class AttentionChecks(HydroTraceModel model, AttentionSums sums, CancellationToken cancellation)
{
    /// <summary>Steps that are checked.</summary>
    public const int Steps = 12;

    private const int RandomDraws = 3;
    private const double Perturbation = 0.5;
    private const double NearlyEven = 0.98;
    private const double LeastGain = 1.2;
    private const double LeastAgreement = 0.3;

    // At 0.91 the maps of three seeds lay beside the glaciers of a catchment of known truth, at 0.33 partly on them; see examples/hydrotrace.
    private const double MostInCommon = 0.9;
    private static readonly double[] Rungs = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

    private readonly int _variables = model.Artefact.Variables.Count;
    private readonly double[] _deleted = new double[Rungs.Length];
    private readonly double[] _deletedAtRandom = new double[Rungs.Length];
    private readonly double[] _inserted = new double[Rungs.Length];
    private readonly double[] _insertedAtRandom = new double[Rungs.Length];
    private readonly double[] _gradients = new double[model.Artefact.Variables.Count];
    private readonly double[] _flowResponse = new double[model.Artefact.Variables.Count];
    private readonly double[] _weightResponse = new double[model.Artefact.Variables.Count];
    private readonly List<double> _cellAgreement = [];
    private readonly (List<double> Preferred, List<double> Others)[] _changes = [.. model.Artefact.Variables.Select(_ => (new List<double>(), new List<double>()))];
    private readonly Xoshiro256 _random = new RunSeed(model.Artefact.Seed).Generator(RunSeed.Explanation);
    private int _taken;

    /// <summary>What the checks found, in words.</summary>
    public string Verdict
    {
        get
        {
            double gain = _deleted.Sum() / Math.Max(_deletedAtRandom.Sum(), 1e-12);
            double variables = Correlation(sums.Variables, _gradients);
            double cells = _cellAgreement.Count == 0 ? double.NaN : _cellAgreement.Average();
            bool isEven = sums.Evenness > NearlyEven;
            double[] common = InCommon();
            string[] alike = [.. model.Artefact.Variables.Where((_, variable) => common[variable] > MostInCommon && sums.Variables[variable] * _variables > 0.5)];
            int passed = (isEven ? 0 : 1) + (gain >= LeastGain ? 1 : 0) + (cells >= LeastAgreement ? 1 : 0);
            string word = passed == 3 && alike.Length == 0 ? "supported" : passed == 0 ? "not supported" : "partly supported";
            string warning = isEven ? " (warning: nearly even, it prefers no place)" : string.Empty;
            string places = alike.Length == 0 ? string.Empty : string.Create(
                CultureInfo.InvariantCulture,
                $" Warning: {string.Join(", ", alike)} changes from step to step where the network looks as it does elsewhere (correlation {common.Max():0.000}), so that the data cannot tell these places apart: its map is one of many that fit alike.");
            string trainings = model.Artefact.Checks is { } checks ? $" Further trainings: {string.Join("; ", checks.InWords(model.Artefact.Variables))}." : string.Empty;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Checks: {word}. Entropy {sums.Evenness:0.000} of the even map's{warning}; taking preferred cells away changes the flow {gain:0.00} times as much as cells at random; correlation with integrated gradients {cells:0.00} over cells, {variables:0.00} over variables.{places}{trainings}");
        }
    }

    /// <summary>Checks by a step.</summary>
    /// <param name="window">Its window, <c>[1, time, variable, y, x]</c>.</param>
    public void Take(Tensor window)
    {
        cancellation.ThrowIfCancellationRequested();
        using (no_grad())
        {
            GridAnswer answer = model.Network.Explain(window, model.Cells);
            Tensor maps = answer.Cells.mean([0, 1]) * answer.Features.reshape(_variables, 1, 1);
            Remove(window, HydroTraceExplanation.Numbers(answer.Cells.mean([0, 1])), Flow(window));
            Perturb(window, answer);
            Follow(window, answer);
            using IDisposable learning = enable_grad();
            CompareGradients(window, HydroTraceExplanation.Numbers(maps));
        }

        _taken++;
    }

    /// <summary>The curves and responses.</summary>
    public IEnumerable<Attribution> Told()
    {
        var variables = new AttributionAxis(AttributionAxisKind.Variable, model.Artefact.Variables);
        var rungs = new AttributionAxis(AttributionAxisKind.Part, [.. Rungs.Select(rung => string.Create(CultureInfo.InvariantCulture, $"{100 * rung:0} % of the cells"))]);
        yield return Curve("deletion_by_attention", "Change of the flow where the cells that attention prefers are set to the mean", _deleted);
        yield return Curve("deletion_at_random", "Change of the flow where cells at random are set to the mean", _deletedAtRandom);
        yield return Curve("insertion_by_attention", "What is missing of the flow where only the cells that attention prefers are given", _inserted);
        yield return Curve("insertion_at_random", "What is missing of the flow where only cells at random are given", _insertedAtRandom);
        yield return new("attention_gradients", "Share of each variable in the size of integrated gradients of flow; sums to 1.", [variables], Shares(_gradients));
        yield return new(
            "weather_in_common",
            "Correlation of the changes from step to step of each variable where the network looks and elsewhere; near 1 the data cannot tell these places apart.",
            [variables],
            Array.ConvertAll(InCommon(), value => (float)value));
        if (model.Artefact.Checks is { SeedScores.Count: > 0 } seeds)
        {
            yield return new("attention_over_seeds", "Correlation of the maps of each variable over networks of other seeds.", [variables], seeds.MapAgreement.Select(value => (float)value).ToArray());
        }

        if (model.Artefact.Checks is { Score: { } score, Ablations.Count: > 0 } ablated)
        {
            yield return new(
                "ablation",
                "Validation NSE of the network and of networks trained without something.",
                [new(AttributionAxisKind.Part, ["as it is", .. ablated.Ablations.Select(ablation => ablation.What)])],
                ablated.Ablations.Select(ablation => (float)ablation.Score).Prepend((float)score).ToArray());
        }

        yield return new("perturbation_flow", $"Relative change of flow where a variable is increased by {100 * Perturbation:0} %.", [variables], Mean(_flowResponse));
        yield return new("perturbation_weight", $"Change of a variable's own weight where it is increased by {100 * Perturbation:0} %.", [variables], Mean(_weightResponse));

        Attribution Curve(string name, string what, double[] sum) => new(name, $"{what}, as a share of the spread of observed flow.", [rungs], Mean(sum));
    }

    /// <summary>Pearson's correlation; NaN where one of both does not vary.</summary>
    internal static double Correlation(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        (double mean, double otherMean) = (one.Average(), other.Average());
        double products = one.Zip(other, (a, b) => (a - mean) * (b - otherMean)).Sum();
        double squares = one.Sum(a => (a - mean) * (a - mean)) * other.Sum(b => (b - otherMean) * (b - otherMean));
        return squares > 0 ? products / Math.Sqrt(squares) : double.NaN;
    }

    private static float[] Shares(double[] sizes) => Array.ConvertAll(sizes, size => (float)(size / Math.Max(sizes.Sum(), 1e-30)));

    private float[] Mean(double[] sum) => Array.ConvertAll(sum, value => (float)(value / Math.Max(1, _taken)));

    private Tensor Flow(Tensor windows) => model.Network.Answer(windows, model.Cells);

    private void Remove(Tensor window, float[] maps, Tensor flow)
    {
        int[] inside = model.Artefact.Inside;
        for (int rung = 0; rung < Rungs.Length; rung++)
        {
            int count = Math.Max(1, (int)(Rungs[rung] * inside.Length));
            (double deleted, double inserted) = Without(window, flow, variable => inside.OrderByDescending(cell => maps[(variable * model.Grid.Count) + cell]).Take(count));
            (_deleted[rung], _inserted[rung]) = (_deleted[rung] + deleted, _inserted[rung] + inserted);
            for (int draw = 0; draw < RandomDraws; draw++)
            {
                (deleted, inserted) = Without(window, flow, _ =>
                {
                    int[] shuffled = [.. inside];
                    _random.Shuffle(shuffled.AsSpan());
                    return shuffled.Take(count);
                });
                _deletedAtRandom[rung] += deleted / RandomDraws;
                _insertedAtRandom[rung] += inserted / RandomDraws;
            }
        }
    }

    /// <summary>Change of scaled flow without some cells of each variable, and with these alone.</summary>
    private (double Deleted, double Inserted) Without(Tensor window, Tensor flow, Func<int, IEnumerable<int>> cellsOf)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] kept = new float[_variables * model.Grid.Count];
        Array.Fill(kept, 1);
        for (int variable = 0; variable < _variables; variable++)
        {
            foreach (int cell in cellsOf(variable))
            {
                kept[(variable * model.Grid.Count) + cell] = 0;
            }
        }

        Tensor mask = tensor(kept, [_variables, model.Grid.Height, model.Grid.Width]).to(window.device);
        return ((Flow(window * mask) - flow).abs().mean().ToDouble(), (Flow(window * (1 - mask)) - flow).abs().mean().ToDouble());
    }

    private double[] InCommon() => [.. _changes.Select(of => Correlation([.. of.Preferred], [.. of.Others]))];

    /// <summary>How each variable changes from step to step in the cells that have more than their even share of attention, and in the others.</summary>
    private void Follow(Tensor window, GridAnswer answer)
    {
        float[] fields = HydroTraceExplanation.Numbers(window);
        float[] maps = HydroTraceExplanation.Numbers(answer.Cells.mean([0, 1]));
        int cells = model.Grid.Count;
        int[] inside = model.Artefact.Inside;
        for (int variable = 0; variable < _variables; variable++)
        {
            ILookup<bool, int> preferred = inside.ToLookup(cell => maps[(variable * cells) + cell] * inside.Length > 1);
            if (!preferred[true].Any() || !preferred[false].Any())
            {
                continue;
            }

            for (int step = 1; step < model.Artefact.Network.Window; step++)
            {
                double Change(int cell) => fields[(((step * _variables) + variable) * cells) + cell] - fields[((((step - 1) * _variables) + variable) * cells) + cell];
                double weight = preferred[true].Sum(cell => (double)maps[(variable * cells) + cell]);
                _changes[variable].Preferred.Add(preferred[true].Sum(cell => maps[(variable * cells) + cell] * Change(cell)) / weight);
                _changes[variable].Others.Add(preferred[false].Average(Change));
            }
        }
    }

    private void Perturb(Tensor window, GridAnswer answer)
    {
        for (int variable = 0; variable < _variables; variable++)
        {
            using DisposeScope scope = NewDisposeScope();
            VariableScaling scaling = model.Scaler.Inputs[variable];
            Tensor changed = window.clone();
            Tensor field = changed.select(2, variable);
            field.add_(((field + (scaling.Center / scaling.Scale)) * Perturbation) * model.Cells.Mask);
            GridAnswer after = model.Network.Explain(changed, model.Cells);
            _flowResponse[variable] += Total(after.Discharge) / Math.Max(Total(answer.Discharge), 1e-9) - 1;
            _weightResponse[variable] += (after.Features - answer.Features)[0, variable].ToDouble();
        }
    }

    private double Total(Tensor discharge) => HydroTraceExplanation.Numbers(discharge).Select((said, gauge) => Math.Max(0, model.Scaler.Targets[gauge].Invert(said))).Sum();

    private void CompareGradients(Tensor window, float[] maps)
    {
        long[] shape = window.shape;
        // The method asks for time first; a window is one sequence of fields laid out as inputs.
        Tensor sequence = window.squeeze(0).flatten(1).unsqueeze(1);
        (Tensor attributions, _) = IntegratedGradients.Of(at => Flow(at.transpose(0, 1).reshape(-1, shape[1], shape[2], shape[3], shape[4])).sum([1]), sequence);
        float[] sizes = HydroTraceExplanation.Numbers(attributions.abs().sum([0, 1]));
        int cells = model.Grid.Count;
        for (int variable = 0; variable < _variables; variable++)
        {
            _gradients[variable] += model.Artefact.Inside.Sum(cell => (double)sizes[(variable * cells) + cell]);
        }

        double agreement = Correlation(
            [.. Enumerable.Range(0, _variables).SelectMany(variable => model.Artefact.Inside.Select(cell => (double)maps[(variable * cells) + cell]))],
            [.. Enumerable.Range(0, _variables).SelectMany(variable => model.Artefact.Inside.Select(cell => (double)sizes[(variable * cells) + cell]))]);
        if (double.IsFinite(agreement))
        {
            _cellAgreement.Add(agreement);
        }
    }
}
