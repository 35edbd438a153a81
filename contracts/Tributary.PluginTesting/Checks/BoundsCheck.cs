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
