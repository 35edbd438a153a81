using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>The dot-product test: for any inflow x and weights y, the routing A and its adjoint give (A x) y = x (A' y).</summary>
internal sealed class AdjointCheck() : Check("adjoint", "the adjoint passes the dot-product test")
{
    private const double Tolerance = 1e-11;

    public override Finding OfModel(ModelSubject subject) => Finding.NotApplicable("only a routing has one");

    public override Finding OfRouting(RoutingSubject subject)
    {
        if (!subject.Descriptor.HasAdjoint)
        {
            return Finding.NotApplicable("its descriptor says that it has none");
        }

        double worst = 0;
        foreach (TimeSpan step in RoutingSubject.Steps)
        {
            using RoutingTrial trial = subject.Trial(step);
            double[] inflow = RoutingSubject.Inflow();
            var random = new Random(11);
            double[] weights = [.. inflow.Select(_ => random.NextDouble() - 0.5)];
            using IRoutingSimulation simulation = trial.Start();
            double[] discharge = trial.Advance(simulation, inflow);
            double[] gradient = new double[inflow.Length];
            ((IRoutingAdjoint)simulation).PullBack(trial.Axis(RoutingSubject.StepCount), weights, gradient);
            double forward = discharge.Zip(weights, (flow, weight) => flow * weight).Sum();
            double backward = inflow.Zip(gradient, (flow, weight) => flow * weight).Sum();
            double size = discharge.Zip(weights, (flow, weight) => Math.Abs(flow * weight)).Sum();
            worst = Math.Max(worst, Math.Abs(forward - backward) / size);
            if (!(Math.Abs(forward - backward) <= Tolerance * size))
            {
                return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"{StepLength.InWords(step)}: (A x) y is {forward:G12}, x (A' y) is {backward:G12}"));
            }
        }

        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"agrees to {worst:G2}"));
    }
}
