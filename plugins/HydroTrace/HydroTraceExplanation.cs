using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>What the network looked at, and whether that deserves belief.</summary>
internal static class HydroTraceExplanation
{
    /// <summary>The method.</summary>
    public const string Attention = "attention";

    private const int MostSteps = 4000;
    private const int MostWeights = 1 << 26;

    /// <summary>Explains.</summary>
    /// <exception cref="InputException">There is no such method.</exception>
    public static IReadOnlyList<Attribution> Of(HydroTraceModel model, ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation)
    {
        if (request.Method != Attention)
        {
            throw new InputException($"there is no method '{request.Method}'", "explain", $"There is {Attention}.");
        }

        (int from, int count) = request.Steps.GetOffsetAndLength(block.StepCount);
        int[] steps = Spread(from, count, Math.Clamp(MostWeights / (model.Artefact.Variables.Count * model.Units.Count), 12, MostSteps));
        var sums = new AttentionSums(model, steps.Length);
        for (int place = 0; place < steps.Length; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            using IDisposable still = no_grad();
            using DisposeScope scope = NewDisposeScope();
            GridAnswer answer = model.Network.Explain(WindowOf(model, request.Grid!, steps[place]), model.Cells);
            sums.Take(
                block.Time[steps[place]].Month,
                Numbers(answer.Features),
                Numbers(answer.Cells.mean([0, 1])),
                Evenness(answer.Cells, model.Artefact.Inside.Length));
        }

        var checks = new AttentionChecks(model, sums, cancellation);
        foreach (int step in Spread(from, count, AttentionChecks.Steps))
        {
            using DisposeScope scope = NewDisposeScope();
            checks.Take(WindowOf(model, request.Grid!, step));
        }

        return [.. sums.Told(AttributionAxis.OfTime(block.Time, steps)).Select(told => told with { Verdict = checks.Verdict }), .. checks.Told()];
    }

    /// <summary>Numbers of a tensor.</summary>
    public static float[] Numbers(Tensor values) => values.detach().to(float32, CPU).contiguous().data<float>().ToArray();

    private static int[] Spread(int from, int count, int most) =>
        [.. Enumerable.Range(0, Math.Min(most, count)).Select(place => from + (int)((long)place * count / Math.Min(most, count)))];

    /// <summary>Mean entropy of maps as a share of that of a map that is even over the cells inside.</summary>
    private static double Evenness(Tensor maps, int inside) =>
        inside < 2 ? 1 : -(maps * maps.clamp_min(1e-30).log()).sum([3, 4]).mean().ToDouble() / Math.Log(inside);

    private static Tensor WindowOf(HydroTraceModel model, IGridForcing forcing, int step)
    {
        int first = Math.Max(0, step - model.Artefact.History);
        float[] fields = new float[(step - first + 1) * model.Fields.FieldSize];
        forcing.Read(first, step - first + 1, fields);
        return model.Window(model.Fields.Scale(fields), step - first);
    }
}
