using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Both ends of every parameter's bounds run, alone and together, and give physical values.</summary>
internal sealed class BoundsCheck() : Check("bounds", "both ends of every parameter's bounds run")
{
    public override Finding OfModel(ModelSubject subject)
    {
        IReadOnlyList<ParameterDeclaration> parameters = subject.Descriptor.Parameters;
        if (parameters.Count == 0)
        {
            return Finding.NotApplicable("it has no parameters");
        }

        using ModelTrial trial = subject.Trial();
        foreach ((string name, double[] set) in EndsOf(parameters))
        {
            TrialResults results = trial.Run(ParameterSets.Uniform(set, subject.UnitCount));
            for (int output = 0; output < subject.Descriptor.Outputs.Count; output++)
            {
                OutputDeclaration declared = subject.Descriptor.Outputs[output];
                for (int row = 0; row < subject.RowsOf(declared); row++)
                {
                    foreach (double value in results.Of(output, row)[subject.Silent..])
                    {
                        if (!(value >= declared.Variable.Lowest && double.IsFinite(value)))
                        {
                            return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"{name}: {declared.Variable.Name} of unit {row} reaches {value:G6}"));
                        }
                    }
                }
            }
        }

        return Finding.Passed($"{2 + (2 * parameters.Count)} parameter sets");
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        IReadOnlyList<ParameterDeclaration> parameters = subject.Descriptor.Parameters;
        if (parameters.Count == 0)
        {
            return Finding.NotApplicable("it has no parameters");
        }

        foreach ((string name, double[] set) in EndsOf(parameters))
        {
            using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1), set);
            double[] discharge = trial.Run(RoutingSubject.Inflow());
            int wrong = Array.FindIndex(discharge, flow => !(flow >= 0 && double.IsFinite(flow)));
            if (wrong >= 0)
            {
                return Finding.Failed(string.Create(CultureInfo.InvariantCulture, $"{name}: {RoutingPlace.Of(wrong)} is {discharge[wrong]:G6}"));
            }
        }

        return Finding.Passed($"{2 + (2 * parameters.Count)} parameter sets");
    }

    public override Finding OfOptimisers(OptimiserSubject subject) => subject.Each(optimiser =>
    {
        foreach ((int dimension, int budget) in (ReadOnlySpan<(int, int)>)[(1, 1), (1, 40), (3, 2), (3, 150), (7, 7), (7, 600)])
        {
            int spent = 0;
            foreach (Trials trials in optimiser.Search(dimension, budget, new Random(budget)))
            {
                spent += trials.Count;
                string? fault = trials.Count == 0 ? "it asks for no point"
                    : spent > budget ? $"it asks for {spent} points"
                    : trials.Points.Any(point => point.Length != dimension || !point.All(coordinate => coordinate is >= 0 and <= 1)) ? "it asks for a point outside the unit cube"
                    : null;
                if (fault is not null)
                {
                    return $"{fault} where there are {dimension} parameters and a budget of {budget}";
                }

                // A rough score with ties and breakdowns, as models give; the best lies in a corner.
                OptimiserSubject.Answer(trials, point => point[0] < 0.1 ? double.NegativeInfinity : Math.Round(point.Sum(), 2), []);
            }
        }

        return null;
    });

    private static IEnumerable<(string Name, double[] Set)> EndsOf(IReadOnlyList<ParameterDeclaration> parameters)
    {
        yield return ("all lowest", [.. parameters.Select(parameter => parameter.Lower)]);
        yield return ("all highest", [.. parameters.Select(parameter => parameter.Upper)]);
        for (int i = 0; i < parameters.Count; i++)
        {
            foreach (double end in (double[])[parameters[i].Lower, parameters[i].Upper])
            {
                double[] set = [.. parameters.Select(parameter => parameter.Default)];
                set[i] = end;
                yield return (string.Create(CultureInfo.InvariantCulture, $"{parameters[i].Name} of {end}"), set);
            }
        }
    }
}
