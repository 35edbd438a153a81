using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>One instance of a BMI model in a worker, initialised with a configuration file.</summary>
internal sealed class BmiInstance : IDisposable
{
    private readonly BmiWorker _worker;
    private readonly string _model;
    private readonly uint _number;
    private readonly double _step;
    private readonly string _unitOfTime;

    /// <summary>Makes and initialises an instance.</summary>
    /// <param name="worker">The worker that holds it.</param>
    /// <param name="model">The model, the unit and the configuration file, for errors.</param>
    /// <param name="configuration">The configuration file.</param>
    /// <exception cref="WorkException">The model refuses the file, or breaks down.</exception>
    public BmiInstance(BmiWorker worker, string model, string configuration)
    {
        _worker = worker;
        _model = model;
        WorkerAnswer answer = Ask(new WorkerRequest(WorkerOperation.Create).Add(configuration), model);
        _number = answer.Number();
        _step = answer.Real();
        _unitOfTime = answer.Text();
    }

    /// <summary>Length of the model's own step.</summary>
    /// <exception cref="WorkException">Its unit of time is not known.</exception>
    public TimeSpan Step(IUnits units)
    {
        // Many models say 'seconds since ...' or 'd' of a time that counts from its start.
        string length = _unitOfTime.Split(" since ")[0];
        return units.Between(length, "s") is { } conversion && _step > 0
            ? TimeSpan.FromSeconds(Math.Round(_step * conversion.Scale, 6))
            : throw new WorkException(FormattableString.Invariant($"its step of {_step} '{_unitOfTime}' is no length of time"), _model);
    }

    /// <summary>A variable: its size and unit.</summary>
    /// <exception cref="InputException">The model has no such variable.</exception>
    public BmiVariable Variable(string name, string where)
    {
        WorkerAnswer answer = Ask(For(WorkerOperation.Variable).Add(name), where);
        return new BmiVariable(answer.Number(), name, (int)answer.Number(), answer.Text());
    }

    /// <summary>Reads a variable's elements.</summary>
    public void Get(BmiVariable variable, Span<double> values) => Ask(For(WorkerOperation.Get).Add(variable.Index), _model).Reals(values[..variable.Count]);

    /// <summary>Sets all elements of a variable.</summary>
    public void Set(BmiVariable variable, ReadOnlySpan<double> values) => Ask(For(WorkerOperation.Set).Add(variable.Index).Add(values[..variable.Count]), _model);

    /// <summary>Has it advance, without waiting for it.</summary>
    /// <param name="inputs">The variables that are set before each step, all elements to one value.</param>
    /// <param name="outputs">The variables that are read after each step.</param>
    /// <param name="given">Values of the inputs, <c>[step][input]</c>.</param>
    /// <param name="steps">Number of its own steps.</param>
    public void BeginAdvance(IReadOnlyList<BmiVariable> inputs, IReadOnlyList<(BmiVariable Variable, int Element)> outputs, ReadOnlySpan<double> given, int steps)
    {
        using WorkerRequest request = For(WorkerOperation.Advance).Add((uint)steps).Add((uint)inputs.Count);
        foreach (BmiVariable input in inputs)
        {
            request.Add(input.Index);
        }

        request.Add((uint)outputs.Count);
        foreach ((BmiVariable variable, int element) in outputs)
        {
            request.Add(variable.Index).Add((uint)element);
        }

        _worker.Send(request.Add(given), _model);
    }

    /// <summary>Waits until it has advanced.</summary>
    /// <param name="found">Receives the values of the outputs, <c>[step][output]</c>.</param>
    /// <param name="whenOf">How to say that it failed at one of its steps.</param>
    /// <param name="whenAll">How to say when these steps were.</param>
    public void EndAdvance(Span<double> found, Func<int, string> whenOf, string whenAll) => _worker.Receive(_model, whenOf, whenAll).Reals(found);

    public void Dispose()
    {
        if (_worker.IsUsable)
        {
            try
            {
                Ask(For(WorkerOperation.Finish), _model);
            }
            catch (WorkException)
            {
                // What it was to do is done; the worker is not used again.
            }
        }
    }

    private WorkerRequest For(WorkerOperation operation) => new WorkerRequest(operation).Add(_number);

    private WorkerAnswer Ask(WorkerRequest request, string where)
    {
        using (request)
        {
            _worker.Send(request, where);
        }

        return _worker.Receive(where);
    }
}
