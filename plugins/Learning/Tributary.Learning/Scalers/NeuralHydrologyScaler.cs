using System.Globalization;
using Tributary.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tributary.Learning;

/// <summary>
/// NeuralHydrology's <c>train_data/train_data_scaler.yml</c>: <c>xarray_feature_center</c> and <c>xarray_feature_scale</c> of inputs and targets alike,
/// <c>attribute_means</c> and <c>attribute_stds</c> of the static attributes.
/// </summary>
public static class NeuralHydrologyScaler
{
    private const string Remedy = "Take the train_data_scaler.yml of a NeuralHydrology run of release 1.0 or later.";

    /// <summary>Reads the scaler for the variables of a run's configuration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs"><c>dynamic_inputs</c>.</param>
    /// <param name="attributes"><c>static_attributes</c>.</param>
    /// <param name="targets"><c>target_variables</c>.</param>
    /// <exception cref="InputException">The file is missing or no such scaler, or lacks a variable: names it with file and line.</exception>
    public static Scaler Read(string path, IReadOnlyList<string> inputs, IReadOnlyList<string> attributes, IReadOnlyList<string> targets)
    {
        YamlMappingNode root = Root(path);
        return new Scaler
        {
            FittedOn = $"NeuralHydrology, {Path.GetFileName(path)}",
            Inputs = [.. inputs.Select(Feature)],
            Attributes = [.. attributes.Select(name => Scaling(
                path, name, Value(path, Section(path, root, "attribute_means"), name), Value(path, Section(path, root, "attribute_stds"), name)))],
            Targets = [.. targets.Select(Feature)],
        };

        VariableScaling Feature(string name) => Scaling(path, name, FeatureValue(path, root, "xarray_feature_center", name), FeatureValue(path, root, "xarray_feature_scale", name));
    }

    private static YamlMappingNode Root(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            stream.Load(reader);
        }
        catch (YamlException notYaml)
        {
            throw new InputException($"The file is no YAML: {notYaml.Message}", $"{path}:{notYaml.Start.Line}", Remedy, notYaml);
        }
        catch (IOException unreadable)
        {
            throw new InputException("The scaler cannot be read", path, Remedy, unreadable);
        }

        return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root
            ? root
            : throw new InputException("The file holds no scaler", path, Remedy);
    }

    private static YamlMappingNode Section(string path, YamlMappingNode parent, string key) =>
        parent.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is YamlMappingNode section
            ? section
            : throw new InputException($"There is no {key}", $"{path}:{parent.Start.Line}", Remedy);

    private static YamlNode FeatureValue(string path, YamlMappingNode root, string section, string name)
    {
        YamlMappingNode variables = Section(path, Section(path, root, section), "data_vars");
        return variables.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) && node is YamlMappingNode variable
            ? Value(path, variable, "data")
            : throw Missing(path, variables, name);
    }

    private static YamlNode Value(string path, YamlMappingNode section, string name) =>
        section.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : throw Missing(path, section, name);

    private static InputException Missing(string path, YamlMappingNode section, string name) => new(
        $"There is no scaling of {name}, only of {string.Join(", ", section.Children.Keys)}", $"{path}:{section.Start.Line}", "Take the scaler of the same run as the configuration.");

    private static VariableScaling Scaling(string path, string name, YamlNode center, YamlNode scale)
    {
        double divisor = Number(path, name, scale);
        return divisor != 0
            ? new VariableScaling { Name = name, Method = ScalingMethod.Standard, Center = Number(path, name, center), Scale = divisor }
            : throw new InputException($"The scale of {name} is 0", $"{path}:{scale.Start.Line}", Remedy);
    }

    private static double Number(string path, string name, YamlNode node) =>
        node is YamlScalarNode { Value: { } text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"The scaling of {name} is no number", $"{path}:{node.Start.Line}", Remedy);
}
