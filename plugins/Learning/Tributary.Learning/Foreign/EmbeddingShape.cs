using System.Globalization;
using System.Text.Json.Serialization;
using YamlDotNet.RepresentationModel;

namespace Tributary.Learning;

/// <summary>A chain of linear layers with an activation after each but the last, as NeuralHydrology describes its embeddings.</summary>
/// <param name="Sizes">Outputs of each layer.</param>
/// <param name="Activations">Activation after each layer: <c>tanh</c>, <c>sigmoid</c>, <c>relu</c> or <c>linear</c>. The last one is never applied.</param>
/// <param name="Dropout">Share of each layer's outputs, but the last's, that is dropped in training.</param>
public sealed record EmbeddingShape(IReadOnlyList<int> Sizes, IReadOnlyList<string> Activations, double Dropout = 0)
{
    /// <summary>Whether it is one linear map.</summary>
    [JsonIgnore]
    public bool IsLinear => Activations.Take(Sizes.Count - 1).All(activation => activation == "linear");

    /// <summary>Reads <c>{ type: fc, hiddens: [...], activation: tanh or [...], dropout: 0.0 }</c>.</summary>
    internal static EmbeddingShape Read(ConfigurationFile file, string key, YamlNode node)
    {
        var mapping = node as YamlMappingNode ?? throw file.Wrong(key, "a mapping with type, hiddens, activation and dropout");
        int[] sizes = [.. Part("hiddens").Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : throw file.Wrong(key, "an embedding whose hiddens are whole numbers above 0"))];
        if (sizes.Length == 0)
        {
            throw file.Wrong(key, "an embedding with hiddens");
        }

        string[] activations = [.. Part("activation").Select(text => string.Concat(text.Select(char.ToLowerInvariant)))];
        activations = activations.Length switch
        {
            0 => [.. Enumerable.Repeat("tanh", sizes.Length)],
            1 => [.. Enumerable.Repeat(activations[0], sizes.Length)],
            int count when count == sizes.Length => activations,
            _ => throw file.Wrong(key, "an embedding with one activation, or one for each of hiddens"),
        };
        if (!activations.All(activation => activation is "tanh" or "sigmoid" or "relu" or "linear"))
        {
            throw file.Wrong(key, "an embedding whose activation is tanh, sigmoid, relu or linear");
        }

        if (Part("type") is [string type] && !type.Equals("fc", StringComparison.OrdinalIgnoreCase))
        {
            throw file.Wrong(key, "an embedding of type fc");
        }

        string dropout = Part("dropout") is [string given] ? given : "0";
        return double.TryParse(dropout, CultureInfo.InvariantCulture, out double share) && share is >= 0 and < 1
            ? new EmbeddingShape(sizes, activations, share)
            : throw file.Wrong(key, "an embedding whose dropout is a share from 0 to below 1");

        IReadOnlyList<string> Part(string name) => mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? part) ? file.List(key, part) : [];
    }
}
