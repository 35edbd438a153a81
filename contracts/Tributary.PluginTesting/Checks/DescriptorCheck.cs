using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Names, bounds and defaults of a descriptor make sense, and what it says it can do its plugin implements.</summary>
internal sealed class DescriptorCheck() : Check("descriptor", "the descriptor makes sense")
{
    public override Finding OfModel(ModelSubject subject)
    {
        ModelDescriptor model = subject.Descriptor;
        string figures = $"{model.Parameters.Count} parameters, {model.Forcing.Count} forcing variables, {model.Outputs.Count} outputs";
        return Finding.Of(
            Texts(model.Name, model.Description)
            ?? Parameters(model.Parameters)
            ?? Names("forcing", model.Forcing.Select(forcing => forcing.Variable.Name))
            ?? Names("attribute", model.Attributes.Select(attribute => attribute.Name))
            ?? Names("output", model.Outputs.Select(output => output.Variable.Name))
            ?? VariablesOf(model)
            ?? Steps(model)
            ?? Balance(model)
            ?? CapabilitiesOf(subject),
            figures);
    }

    public override Finding OfRouting(RoutingSubject subject)
    {
        RoutingDescriptor routing = subject.Descriptor;
        return Finding.Of(
            Texts(routing.Name, routing.Description)
            ?? Parameters(routing.Parameters)
            ?? Names("attribute", routing.ReachAttributes.Select(attribute => attribute.Name))
            ?? Interfaces(subject),
            $"{routing.Parameters.Count} parameters, {routing.ReachAttributes.Count} attributes of reaches");
    }

    public override Finding OfCombiners(CombinerSubject subject) =>
        Names("combination", subject.Plugin.Combiners.Select(combiner => combiner.Name)) is { } fault ? Finding.Failed(fault) : subject.Each(combiner =>
        {
            CombinerDescriptor descriptor = combiner.Describe(subject.Settings, CombinerSubject.Members.Members.Count);
            return string.IsNullOrWhiteSpace(descriptor.Label) ? "its label is empty"
                : descriptor.FewestPairs < 0 ? $"it needs {descriptor.FewestPairs} pairs"
                : descriptor.Probabilities.Any(probability => probability is <= 0 or >= 1) ? "one of its probabilities is not between 0 and 1"
                : descriptor.Probabilities.Zip(descriptor.Probabilities.Skip(1)).Any(pair => pair.First >= pair.Second) ? "its probabilities do not ascend"
                : null;
        });

    public override Finding OfMetrics(MetricSubject subject) =>
        Names("metric", subject.Plugin.Metrics.Select(metric => metric.Name)) is { } fault ? Finding.Failed(fault)
        : subject.Plugin.Metrics.Count == 0 ? Finding.Failed("it offers no metric") : subject.Each(metric =>
            string.IsNullOrWhiteSpace(metric.Label) || string.IsNullOrWhiteSpace(metric.Definition) ? "its label or its definition is empty"
            : string.IsNullOrWhiteSpace(metric.Unit) ? "it has no unit; that of a number without one is '1'"
            : double.IsFinite(metric.Best) ? null : "its best value is not finite");

    public override Finding OfOptimisers(OptimiserSubject subject) =>
        Names("optimiser", subject.Plugin.Optimisers.Select(optimiser => optimiser.Name)) is { } fault ? Finding.Failed(fault)
        : subject.Plugin.Optimisers.Count == 0 ? Finding.Failed("it offers no optimiser") : subject.Each(optimiser => Texts(optimiser.Name, optimiser.Description));

    private static string? Texts(string name, string description) =>
        string.IsNullOrWhiteSpace(name) ? "its name is empty" : string.IsNullOrWhiteSpace(description) ? "its description is empty" : null;

    private static string? Names(string what, IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        return names.Select(name => string.IsNullOrWhiteSpace(name) ? $"a {what} has no name" : seen.Add(name) ? null : $"there are two {what}s {name}").FirstOrDefault(fault => fault is not null);
    }

    private static string? Parameters(IReadOnlyList<ParameterDeclaration> parameters) => Names("parameter", parameters.Select(parameter => parameter.Name))
        ?? parameters.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(ParameterDeclaration parameter)
    {
        string Figures(string fault) => string.Create(CultureInfo.InvariantCulture, $"parameter {parameter.Name}: {fault} ({parameter.Lower} to {parameter.Upper}, default {parameter.Default})");
        return !double.IsFinite(parameter.Lower) || !double.IsFinite(parameter.Upper) || parameter.Lower >= parameter.Upper ? Figures("its lower bound is not below its upper")
            : !(parameter.Default >= parameter.Lower && parameter.Default <= parameter.Upper) ? Figures("its default lies outside its bounds")
            : parameter.Scale == ParameterScale.Logarithmic && parameter.Lower <= 0 ? Figures("a logarithmic one needs positive bounds")
            : string.IsNullOrWhiteSpace(parameter.Description) ? $"parameter {parameter.Name} has no description"
            : null;
    }

    private static string? VariablesOf(ModelDescriptor model) =>
        model.Outputs.Count == 0 ? "it has no output"
        : model.Forcing.Select(forcing => forcing.Variable).Concat(model.Outputs.Select(output => output.Variable)).FirstOrDefault(variable => !(variable.Lowest <= variable.Highest)) is { } wrong
            ? $"variable {wrong.Name}: its lowest value is above its highest"
        : model.Outputs.FirstOrDefault(output => output.Quantile is <= 0 or >= 1) is { } quantile ? $"output {quantile.Variable.Name}: its probability is not between 0 and 1"
        : null;

    private static string? Steps(ModelDescriptor model) =>
        model.ShortestStep <= TimeSpan.Zero || model.ShortestStep > model.LongestStep ? $"its shortest step {model.ShortestStep} is not above zero and up to its longest {model.LongestStep}"
        : model.SpatialModes == SpatialModes.None ? "it makes sense on no division of a domain"
        : model.History < TimeSpan.Zero ? "its history is negative"
        : null;

    private static string? Balance(ModelDescriptor model)
    {
        if (model.WaterBalance is not { } balance)
        {
            return null;
        }

        string? unknown = balance.Gains.FirstOrDefault(name => model.OutputIndex(name) < 0 && model.Forcing.All(forcing => forcing.Variable.Name != name))
            ?? balance.Losses.FirstOrDefault(name => model.OutputIndex(name) < 0)
            ?? balance.Neutral.Keys.FirstOrDefault(name => model.ParameterIndex(name) < 0);
        return unknown is null ? null : $"its water balance names {unknown}, which it does not have";
    }

    private static string? CapabilitiesOf(ModelSubject subject)
    {
        bool learns = subject.Descriptor.Capabilities.HasFlag(Capabilities.Trainable);
        return learns && subject.Plugin is not ITrainablePlugin ? "it says that it learns, but its plugin is no ITrainablePlugin"
            : subject.Descriptor.Capabilities.HasFlag(Capabilities.Explainable) != subject.Descriptor.Explanations.Count > 0 ? "it explains itself without a method, or has methods without saying so"
            : null;
    }

    private static string? Interfaces(RoutingSubject subject)
    {
        using RoutingTrial trial = subject.Trial(TimeSpan.FromHours(1));
        using IRoutingSimulation simulation = trial.Start();
        return trial.Descriptor.HasAdjoint != simulation is IRoutingAdjoint ? $"it says {(trial.Descriptor.HasAdjoint ? "that it has an adjoint, but has none" : "nothing of the adjoint that it has")}"
            : trial.Descriptor.IsReachwise != simulation is IReachRouting ? $"it says {(trial.Descriptor.IsReachwise ? "that it goes reach by reach, but it does not" : "nothing of going reach by reach, which it does")}"
            : null;
    }
}
