using System.Globalization;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A chain of linear layers, numbered as NeuralHydrology's FC numbers them: layer, activation and dropout each count, though they hold no weights.</summary>
internal sealed class FullyConnected : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Sequential _layers = nn.Sequential(Array.Empty<nn.Module<Tensor, Tensor>>());

    public FullyConnected(EmbeddingShape shape, long inputs)
        : base(nameof(FullyConnected))
    {
        for (int layer = 0; layer < shape.Sizes.Count; layer++)
        {
            int number = 3 * layer;
            TorchSharp.Modules.Linear linear = nn.Linear(inputs, shape.Sizes[layer]);
            double bound = Math.Sqrt(3.0 / inputs);
            nn.init.uniform_(linear.weight!, -bound, bound);
            nn.init.zeros_(linear.bias!);
            _layers.append(Text(number), linear);
            inputs = shape.Sizes[layer];
            if (layer == shape.Sizes.Count - 1)
            {
                break;
            }

            nn.Module<Tensor, Tensor>? activation = shape.Activations[layer] switch
            {
                "tanh" => nn.Tanh(),
                "sigmoid" => nn.Sigmoid(),
                "relu" => nn.ReLU(),
                _ => null,
            };
            if (activation is not null)
            {
                _layers.append(Text(number + 1), activation);
            }

            _layers.append(Text(number + 2), nn.Dropout(shape.Dropout));
        }

        register_module("net", _layers);
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
