using Tributary.Contracts;
using Tributary.Contracts.Numerics;
using Tributary.Plugins.Flux.Compilation;
using Tributary.Plugins.Flux.Definition;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Plugins.Flux;

/// <summary>A model of a file on a domain, compiled when first needed for each width of lanes.</summary>
internal sealed class FluxModel(ModelDefinition model, ModelSetup setup) : IModel
{
    /// <summary>Of a delay's water no more than this share may be on its way longer than it says.</summary>
    private const double LongestTail = 0.01;

    /// <summary>Water on its way for so long that its share is this or less leaves before.</summary>
    private const double Rest = 1e-12;

    private readonly StepProgram _program = StepTranslation.Translate(model, setup.Step);
    private readonly Dictionary<(Type, bool), Delegate> _kernels = [];
    private readonly Lock _gate = new();

    public ModelDefinition Definition => model;

    /// <summary>Ids of the units.</summary>
    public IReadOnlyList<string> UnitIds => setup.Units.Ids;

    /// <summary>Where each delay's ordinates begin, and behind the last their number.</summary>
    public int[] DelayStarts { get; } = [0, .. Sums(model)];

    public ISimulation Start(ParameterSets parameters) => new FluxSimulation(this, parameters);

    /// <summary>The compiled model.</summary>
    public Kernel<T> KernelOf<T>(bool detail)
        where T : unmanaged, ILanes<T>
    {
        lock (_gate)
        {
            if (!_kernels.TryGetValue((typeof(T), detail), out Delegate? kernel))
            {
                _kernels[(typeof(T), detail)] = kernel = KernelEmitter<T>.Compile(_program, DelayStarts, detail);
            }

            return (Kernel<T>)kernel;
        }
    }

    /// <summary>Contents of a store before the first step.</summary>
    /// <exception cref="InputException">They are negative where they may not be, or no number.</exception>
    public double InitialContents(StoreTerm store, ParameterSets parameters, int unit)
    {
        double contents = store.Initial is null ? 0 : Interpreter.Evaluate(store.Initial.Expression, name => Steady(name, parameters, unit));
        return double.IsFinite(contents) && (contents >= 0 || store.MayBeNegative)
            ? contents
            : throw store.Initial!.Wrong($"it is {contents}", default, "A store begins with 0 or more.");
    }

    /// <summary>Ordinates of a delay's unit hydrograph: the S-curve's rise in each step. What its last step lacks to 1 is added there.</summary>
    /// <returns>How many of them are in use.</returns>
    /// <exception cref="InputException">The curve does not rise from 0 to 1 in time.</exception>
    public int Ordinates(DelayTerm delay, ParameterSets parameters, int unit, Span<double> ordinates)
    {
        double before = 0;
        for (int k = 0; k < delay.Longest; k++)
        {
            double time = (k + 1) * setup.Step.TotalDays;
            double share = Interpreter.Evaluate(delay.SCurve.Expression, name => name == ModelDefinition.TimeName ? time : Steady(name, parameters, unit));
            if (!(share >= before - 1e-12 && share <= 1 + 1e-12))
            {
                throw delay.SCurve.Wrong(FormattableString.Invariant($"an S-curve rises from 0 to 1, but this one goes from {before} to {share} at {time} d"), default);
            }

            if (k == delay.Longest - 1 && share < 1 - LongestTail)
            {
                throw delay.SCurve.Wrong(
                    FormattableString.Invariant($"after its {delay.Longest} steps {100 * (1 - share):0.#} % of the water has not left"), default, "Raise 'longest', or narrow the bounds of the parameters in it.");
            }

            ordinates[k] = (k == delay.Longest - 1 ? 1 : share) - before;
            before = share;
            if (share >= 1 - Rest)
            {
                ordinates[k] += 1 - share;
                return k + 1;
            }
        }

        return delay.Longest;
    }

    public void Dispose()
    {
    }

    private static IEnumerable<int> Sums(ModelDefinition model)
    {
        int sum = 0;
        foreach (DelayTerm delay in model.Delays)
        {
            yield return sum += delay.Longest;
        }
    }

    private double Steady(string name, ParameterSets parameters, int unit)
    {
        if (name == ModelDefinition.StepName)
        {
            return setup.Step.TotalDays;
        }

        int parameter = model.Parameters.FindIndex(declared => declared.Name == name);
        return parameter >= 0 ? parameters[parameter][unit] : model.Constants.First(constant => constant.Name == name).Value;
    }
}
