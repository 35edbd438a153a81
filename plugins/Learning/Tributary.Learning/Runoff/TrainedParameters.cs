using TorchSharp.Modules;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>The parameters of a network that are trained, grouped by how; all others are frozen: they get no gradient and no optimiser sees them.</summary>
internal sealed class TrainedParameters
{
    private readonly (ParameterTraining How, Parameter[] Members)[] _groups;
    private readonly nn.Module _network;

    /// <summary>Sorts a network's parameters, and freezes what is not trained.</summary>
    /// <param name="network">The network.</param>
    /// <param name="trains">How a parameter is trained; null for all alike.</param>
    /// <exception cref="InputException">None is trained, or none from the first epoch.</exception>
    public TrainedParameters(nn.Module network, Func<string, ParameterTraining?>? trains)
    {
        _network = network;
        var sorted = new OrderedDictionary<ParameterTraining, List<Parameter>>();
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            ParameterTraining? how = trains is null ? new ParameterTraining() : trains(name);
            parameter.requires_grad = how is not null;
            if (how is not null)
            {
                sorted.TryAdd(how, []);
                sorted[how].Add(parameter);
            }
        }

        _groups = [.. sorted.Select(pair => (pair.Key, pair.Value.ToArray()))];
        if (!_groups.Any(group => group.How.FromEpoch <= 1))
        {
            throw new InputException("no parameter of the network is trained", "settings", "Name parameters that the network has.");
        }
    }

    /// <summary>An optimiser of the groups, whose rates are to each other as their factors.</summary>
    public optim.Optimizer Optimiser(RunoffOptimiser kind, double weightDecay) => kind == RunoffOptimiser.Adadelta
        ? optim.Adadelta(_groups.Select(group => new Adadelta.ParamGroup(group.Members, group.How.RateFactor, weight_decay: weightDecay)))
        : optim.Adam(_groups.Select(group => new Adam.ParamGroup(group.Members, group.How.RateFactor, weight_decay: weightDecay)));

    /// <summary>The planned rate as the trainer wants it, which is that of the first group.</summary>
    public ILearningRate Rate(ILearningRate planned) => _groups[0].How.RateFactor == 1 ? planned : new Scaled(planned, _groups[0].How.RateFactor);

    /// <summary>The task, before each epoch of which the parameters are unfrozen whose epoch has come.</summary>
    public ILearningTask Unfreezing(ILearningTask task) => _groups.All(group => group.How.FromEpoch <= 1) ? task : new Gradual(task, this);

    private void Unfreeze(int epoch)
    {
        foreach ((ParameterTraining how, Parameter[] members) in _groups)
        {
            foreach (Parameter parameter in members)
            {
                parameter.requires_grad = how.FromEpoch <= epoch;
            }
        }
    }

    private sealed record Scaled(ILearningRate Planned, double Factor) : ILearningRate
    {
        public double At(int epoch, ReadOnlySpan<double> scores) => Planned.At(epoch, scores) * Factor;
    }

    private sealed class Gradual(ILearningTask task, TrainedParameters parameters) : ILearningTask
    {
        public nn.Module Network => parameters._network;

        public string ScoreName => task.ScoreName;

        public string MemorySettings => task.MemorySettings;

        public int BeginEpoch(int epoch)
        {
            parameters.Unfreeze(epoch);
            return task.BeginEpoch(epoch);
        }

        public BatchLoss Loss(int batch) => task.Loss(batch);

        public ValidationResult? Validate() => task.Validate();
    }
}
