using Tributary.Contracts;
using Tributary.Plugins.Flux.Definition;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Plugins.Flux.Compilation;

/// <summary>
/// Turns a model's fluxes, in the order in which they stand, into the graph of a step. Each flux moves its water at once: a store's name
/// afterwards means what is in it then. A flux takes no more than is there, and is not negative unless it says so.
/// </summary>
internal sealed class StepTranslation
{
    private readonly ModelDefinition _model;
    private readonly double _stepDays;
    private readonly Dictionary<string, int> _slots = [];

    // Of the part that is being translated.
    private readonly Dictionary<string, int> _contents = [];
    private readonly Dictionary<string, int> _fluxes = [];
    private readonly Dictionary<string, int> _values = [];
    private StepPhase _phase = new();
    private double _share = 1;

    private StepTranslation(ModelDefinition model, TimeSpan step)
    {
        _model = model;
        _stepDays = step.TotalDays;
    }

    private StepGraph Graph => _phase.Graph;

    /// <summary>Translates a model for a length of step.</summary>
    public static StepProgram Translate(ModelDefinition model, TimeSpan step)
    {
        var translation = new StepTranslation(model, step);
        int split = model.FirstOncePerStep;
        StepPhase? often = model.Substeps == 1 ? null : translation.Often(model.Fluxes[..split]);
        return new StepProgram(model.Substeps, often, translation.Once(model.Fluxes[split..], model.Fluxes[..split]));
    }

    /// <summary>A step whose one result is an expression.</summary>
    public static StepPhase TranslateAlone(ModelDefinition model, Expression expression)
    {
        var translation = new StepTranslation(model, TimeSpan.FromDays(1));
        translation.Begin(1);
        translation.Finish().Outputs.Add((0, translation.Lower(expression)));
        return translation._phase;
    }

    private StepPhase Often(List<FluxTerm> fluxes)
    {
        Begin(_model.Substeps);
        Move(fluxes);
        foreach (FluxTerm flux in fluxes)
        {
            _slots[flux.Name] = _phase.Slots.Count;
            _phase.Slots.Add(_fluxes[flux.Name]);
        }

        return Finish();
    }

    private StepPhase Once(List<FluxTerm> fluxes, List<FluxTerm> before)
    {
        Begin(1);
        foreach (FluxTerm flux in before)
        {
            _fluxes[flux.Name] = Graph.Read(Operator.Accumulated, _slots[flux.Name]);
            if (_model.DelayIndex(flux.To) >= 0)
            {
                _contents[flux.To] = Graph.Add(_contents[flux.To], _fluxes[flux.Name]);
            }
        }

        // Water of the forcing that the substeps have taken is gone.
        foreach (FluxTerm flux in before.Where(flux => _model.IsForcing(flux.From)))
        {
            _contents[flux.From] = Graph.Constant(0);
        }

        Move(fluxes);
        foreach (DelayTerm delay in _model.Delays)
        {
            if (!_model.Fluxes.Exists(flux => flux.From == delay.Name))
            {
                throw new InputException($"nothing leaves the delay '{delay.Name}'", Path.GetFileName(_model.File), $"Add a flux from '{delay.Name}'.");
            }
        }

        StepPhase phase = Finish();
        foreach (OutputDeclaration output in FluxDescriptor.Of(_model).Outputs)
        {
            phase.Outputs.Add((phase.Outputs.Count, Result(output.Variable.Name)));
        }

        return phase;
    }

    private int Result(string name)
    {
        if (_model.IsOutside(name))
        {
            return _model.Fluxes.Aggregate(Graph.Constant(0), (sum, flux) =>
                flux.To == name ? Graph.Add(sum, _fluxes[flux.Name]) : flux.From == name ? Graph.Subtract(sum, _fluxes[flux.Name]) : sum);
        }

        return _fluxes.TryGetValue(name, out int flux) ? flux : _contents[name];
    }

    private void Begin(int substeps)
    {
        _phase = new StepPhase();
        _share = 1.0 / substeps;
        _contents.Clear();
        _fluxes.Clear();
        _values.Clear();
        for (int store = 0; store < _model.Stores.Count; store++)
        {
            _contents[_model.Stores[store].Name] = Graph.Read(Operator.Store, store);
        }

        foreach (string empty in _model.Junctions.Concat(_model.Delays.Select(delay => delay.Name)))
        {
            _contents[empty] = Graph.Constant(0);
        }

        foreach (ForcingTerm forcing in _model.Forcing)
        {
            _contents[forcing.Name] = Amount(forcing);
        }
    }

    private int Amount(ForcingTerm forcing)
    {
        int value = Graph.Read(Operator.Input, _model.Forcing.IndexOf(forcing));
        return forcing.Variable.CellMethod == CellMethod.Sum ? Graph.Multiply(value, Graph.Constant(_share)) : value;
    }

    private void Move(List<FluxTerm> fluxes)
    {
        int net = Graph.Constant(0);
        foreach (FluxTerm flux in fluxes)
        {
            int amount = AmountOf(flux);
            _fluxes[flux.Name] = amount;
            if (_contents.TryGetValue(flux.From, out int source) && _model.DelayIndex(flux.From) < 0)
            {
                _contents[flux.From] = flux.Value is null ? Graph.Constant(0) : Graph.Subtract(source, amount);
            }

            if (_contents.TryGetValue(flux.To, out int target))
            {
                _contents[flux.To] = Graph.Add(target, amount);
            }

            net = _model.IsOutside(flux.From) || _model.IsForcing(flux.From) ? Graph.Add(net, amount) : net;
            net = _model.IsOutside(flux.To) ? Graph.Subtract(net, amount) : net;
            _values.Clear();
        }

        _phase.Net = net;
    }

    private int AmountOf(FluxTerm flux)
    {
        int delay = _model.DelayIndex(flux.From);
        if (delay >= 0)
        {
            return Graph.Outflow(delay, _contents[flux.From]);
        }

        if (flux.Value is null)
        {
            return _contents[flux.From];
        }

        int amount = Lower(flux.Value.Expression);
        if (flux.Signed)
        {
            amount = IsLimited(flux.To) ? AtLeast(amount, Graph.Negate(_contents[flux.To])) : amount;
        }
        else
        {
            amount = AtLeast(amount, Graph.Constant(0));
        }

        return IsLimited(flux.From) ? AtMost(amount, _contents[flux.From]) : amount;
    }

    // Of two of which one is no number the processor gives the second: a wrong amount shows.
    private int AtLeast(int amount, int lowest) => Graph.Max(lowest, amount);

    private int AtMost(int amount, int highest) => Graph.Min(highest, amount);

    /// <summary>Whether a place cannot hold less than nothing.</summary>
    private bool IsLimited(string place) => _contents.ContainsKey(place) && _model.Store(place) is not { MayBeNegative: true };

    private StepPhase Finish()
    {
        _phase.Stores = [.. _model.Stores.Select(store => _contents[store.Name])];
        int left = Graph.Constant(0);
        foreach (string place in _model.Junctions.Concat(_model.Forcing.Select(forcing => forcing.Name).Where(name => _model.Fluxes.Exists(flux => flux.From == name))))
        {
            left = Graph.IsConstant(_contents[place], 0) ? left : Graph.Add(left, Graph.Of(Operator.Abs, _contents[place]));
        }

        _phase.Left = left;
        return _phase;
    }

    private int Lower(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                return Graph.Constant(number.Value);
            case Name name:
                return Named(name.Text);
            case Negative negative:
                return Graph.Negate(Lower(negative.Operand));
            case Choice choice:
                int left = Lower(choice.Left);
                int right = Lower(choice.Right);
                int then = Lower(choice.Then);
                int otherwise = Lower(choice.Otherwise);
                return choice.Comparison switch
                {
                    "<" => Graph.If(Operator.IfLess, left, right, then, otherwise),
                    "<=" => Graph.If(Operator.IfLessOrEqual, left, right, then, otherwise),
                    ">" => Graph.If(Operator.IfLess, right, left, then, otherwise),
                    _ => Graph.If(Operator.IfLessOrEqual, right, left, then, otherwise),
                };
            case Operation operation:
                int first = Lower(operation.Left);
                int second = Lower(operation.Right);
                return operation.Sign switch
                {
                    '+' => Graph.Add(first, second),
                    '-' => Graph.Subtract(first, second),
                    '*' => Graph.Multiply(first, second),
                    '/' => Graph.Divide(first, second),
                    _ => Graph.Power(first, second),
                };
            default:
                return Applied((Call)expression);
        }
    }

    private int Applied(Call call)
    {
        if (call is { Function: Functions.Start, Arguments: [Name store] })
        {
            return Graph.Read(Operator.Store, _model.Stores.FindIndex(known => known.Name == store.Text));
        }

        int first = Lower(call.Arguments[0]);
        return call.Function switch
        {
            "min" => Graph.Min(first, Lower(call.Arguments[1])),
            "max" => Graph.Max(first, Lower(call.Arguments[1])),
            "clamp" => Graph.Min(Graph.Max(first, Lower(call.Arguments[1])), Lower(call.Arguments[2])),
            "abs" => Graph.Of(Operator.Abs, first),
            "sqrt" => Graph.Of(Operator.Sqrt, first),
            "exp" => Graph.Of(Operator.Exp, first),
            "log" => Graph.Of(Operator.Log, first),
            "floor" => Graph.Of(Operator.Floor, first),
            Functions.GammaShare => Graph.GammaShare(first, Lower(call.Arguments[1])),
            _ => Graph.Tanh(first),
        };
    }

    private int Named(string name)
    {
        if (name == ModelDefinition.StepName)
        {
            return Graph.Constant(_stepDays * _share);
        }

        if (_model.Constants.Find(constant => constant.Name == name) is { } constant)
        {
            return Graph.Constant(constant.Value);
        }

        int parameter = _model.Parameters.FindIndex(parameter => parameter.Name == name);
        if (parameter >= 0)
        {
            return Graph.Read(Operator.Parameter, parameter);
        }

        // A forcing's name means all of the step's amount, also where fluxes have taken of it.
        if (_model.Forcing.Find(forcing => forcing.Name == name) is { } forcing)
        {
            return Amount(forcing);
        }

        if (_fluxes.TryGetValue(name, out int known) || _contents.TryGetValue(name, out known) || _values.TryGetValue(name, out known))
        {
            return known;
        }

        return _values[name] = Lower(_model.Values[name].Expression);
    }
}
