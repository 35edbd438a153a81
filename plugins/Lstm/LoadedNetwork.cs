using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>Weights that were trained elsewhere: by this plugin, or by NeuralHydrology.</summary>
internal static class LoadedNetwork
{
    /// <summary>The recipe with the weights of a folder, and for a foreign run with the network and the window that they belong to.</summary>
    /// <exception cref="InputException">The folder holds no trained network, or one that does not fit the settings.</exception>
    public static RunoffRecipe Into(RunoffRecipe recipe, string folder, LstmSettings settings, TimeSpan step, IArrayFiles files)
    {
        SourceNetwork source = SourceNetwork.Read(folder).On(step, files);
        RunoffRecipe loaded = recipe with { Epochs = settings.FineTune ? recipe.Epochs : 0, Source = new RunoffSource(source.Weights(), source.Scaler, source.WeightsFile) };
        if (!source.IsForeign)
        {
            return loaded;
        }

        DemandCount("dynamic_inputs", source.DynamicInputs, recipe.DynamicInputs, folder);
        DemandCount("static_attributes", source.StaticAttributes, recipe.StaticAttributes, folder);
        Scaler named = source.Scaler with
        {
            Inputs = [.. source.Scaler.Inputs.Select((scaling, i) => scaling with { Name = recipe.DynamicInputs[i] })],
            Attributes = [.. source.Scaler.Attributes.Select((scaling, i) => scaling with { Name = recipe.StaticAttributes[i] })],
        };
        return loaded with
        {
            DerivedInputs = [],
            Network = source.Shape,
            Window = new SampleWindow(source.Lookback, source.PredictLast, 0, source.PredictLast),
            Source = loaded.Source! with { Scaler = named },
        };
    }

    private static void DemandCount(string key, IReadOnlyList<string> learned, IReadOnlyList<string> given, string folder)
    {
        if (learned.Count != given.Count)
        {
            throw new InputException(
                $"the run's {key} are {string.Join(", ", learned)}, the settings name {(given.Count == 0 ? "none" : string.Join(", ", given))}",
                folder,
                $"Name as many in {key}, in this order, by Tributary's names; input_units gives the units that the network learned with.");
        }
    }
}
