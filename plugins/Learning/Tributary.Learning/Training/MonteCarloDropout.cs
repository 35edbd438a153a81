using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A module of our own that drops out by itself, so that it can be left dropping while the rest of a network predicts.</summary>
public interface IDropsOut;

/// <summary>
/// Monte-Carlo dropout (Gal and Ghahramani, 2016): a network predicts with its dropout on, and the spread of many predictions tells its uncertainty. While
/// this is open all else of the network is in evaluation; closed, all of it is.
/// </summary>
public sealed class MonteCarloDropout : IDisposable
{
    private readonly nn.Module _network;

    /// <summary>Switches dropout on.</summary>
    /// <param name="network">A network whose dropouts are <see cref="Dropout"/> modules or <see cref="IDropsOut"/>.</param>
    /// <exception cref="Contracts.InputException">Nothing in the network drops out.</exception>
    public MonteCarloDropout(nn.Module network)
    {
        _network = network;
        network.eval();
        nn.Module[] dropping = [.. network.modules().Where(module => module is Dropout or IDropsOut)];
        foreach (nn.Module module in dropping)
        {
            module.train();
        }

        if (dropping.Length == 0)
        {
            throw new Contracts.InputException("The network has no dropout to draw from", "dropout", "Train with a dropout above 0, or take another kind of uncertainty.");
        }
    }

    /// <summary>Switches dropout off.</summary>
    public void Dispose() => _network.eval();
}
