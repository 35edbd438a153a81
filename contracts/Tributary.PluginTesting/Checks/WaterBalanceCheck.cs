using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>What enters leaves or stays, for random parameters.</summary>
internal sealed class WaterBalanceCheck() : Check("water-balance", "water that enters leaves or stays")
{
    private const double Tolerance = 1e-9;
    private const int Sets = 20;

    public override Finding OfModel(ModelSubject subject)
    {
        if (subject.Descriptor.WaterBalance is not { } balance)
        {
            return Finding.NotApplicable("its descriptor declares no water balance");
        }

        double[][] sets = SimulationPromises.RandomSets(subject.Descriptor, Sets, seed: 11);
        foreach ((string name, double value) in balance.Neutral)
        {
            foreach (double[] set in sets)
            {
                set[subject.Descriptor.ParameterIndex(name)] = value;
            }
        }

        double[][] forcing = subject.Forcing(subject.StepCount);
        using ModelTrial trial = subject.Trial(forcing: forcing);
        double worst = 0;
        foreach (double[] set in sets)
        {
            TrialResults results = trial.Run(ParameterSets.Uniform(set, subject.UnitCount));
            for (int unit = 0; unit < subject.UnitCount; unit++)
            {
                double gained = balance.Gains.Sum(name => GainOf(subject, forcing, results, name, unit));
                double lost = balance.Losses.Sum(name => results.Of(name, unit).Sum());
                double stored = Stored(results, unit);
                double size = Math.Max(1, balance.Gains.Concat(balance.Losses).Where(name => subject.Descriptor.OutputIndex(name) >= 0).Sum(name => results.Of(name, unit).Sum(Math.Abs)) + Math.Abs(stored));
                double error = Math.Abs(gained - lost - stored);
                worst = Math.Max(worst, error / size);
                if (!(error <= Tolerance * size))
                {
                    return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"{gained:G8} entered unit {unit}, {lost:G8} left and {stored:G8} stayed: {gained - lost - stored:G3} too much entered"));
                }
            }
        }

        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"{Sets} parameter sets, closed to {worst:G2} of the water"));
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        double worst = 0;
        foreach (TimeSpan step in RoutingSubject.Steps)
        {
            foreach (double[] parameters in SimulationPromises.RandomSets(subject.Descriptor.Parameters, 4, seed: 12).Append(subject.Defaults))
            {
                using RoutingTrial trial = subject.Trial(step, parameters);
                double[] inflow = RoutingSubject.Inflow();
                using IRoutingSimulation simulation = trial.Start();
                double before = trial.Stored(simulation);
                double[] discharge = trial.Advance(simulation, inflow);
                double entered = inflow.Sum() * trial.Seconds;
                double left = Enumerable.Range(0, RoutingSubject.ReachCount).Where(reach => trial.Network.Downstream[reach] < 0)
                    .Sum(reach => discharge.AsSpan(reach * RoutingSubject.StepCount, RoutingSubject.StepCount).ToArray().Sum()) * trial.Seconds;
                double stays = trial.Stored(simulation);
                double error = Math.Abs(before + entered - left - stays);
                worst = Math.Max(worst, error / (before + entered));
                if (!(error <= Tolerance * (before + entered)))
                {
                    return Finding.Failed(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{StepLength.InWords(step)}: {before:G6} m3 were there, {entered:G6} entered, {left:G6} left and {stays:G6} stayed by the states that say WaterFrom"));
                }
            }
        }

        return Finding.Passed(string.Create(CultureInfo.InvariantCulture, $"{RoutingSubject.Steps.Count} steps x 5 parameter sets, closed to {worst:G2} of the water"));
    }

    private static double GainOf(ModelSubject subject, double[][] forcing, TrialResults results, string name, int unit)
    {
        int variable = subject.Descriptor.Forcing.ToList().FindIndex(declared => declared.Variable.Name == name);
        return variable >= 0 ? forcing[(variable * subject.UnitCount) + unit].Sum() : results.Of(name, unit).Sum();
    }

    private static double Stored(TrialResults results, int unit) => results.Layout.Variables
        .Where(state => state.WaterFrom is not null)
        .Sum(state => results.Change(state.Name, unit).Skip(state.WaterFrom!.Value).Sum());
}
