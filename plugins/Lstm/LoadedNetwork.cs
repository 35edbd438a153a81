using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>Weights that were trained elsewhere: by this plugin, or by NeuralHydrology.</summary>
internal static class LoadedNetwork
{
    private const double HoursPerDay = 24;

    /// <summary>The recipe with the weights of a folder, and with the network and the window that they belong to.</summary>
    /// <exception cref="InputException">The folder holds no trained network, or one that does not fit the settings.</exception>
    public static RunoffRecipe Into(RunoffRecipe recipe, string folder, LstmSettings settings, TimeSpan step)
    {
        RunoffRecipe loaded = File.Exists(Path.Combine(folder, RunoffArtefact.ConfigurationName)) || !HoldsNeuralHydrology(folder)
            ? Own(recipe, folder, step)
            : OfNeuralHydrology(recipe, folder, step);
        return loaded with { Epochs = settings.FineTune ? recipe.Epochs : 0 };
    }

    private static bool HoldsNeuralHydrology(string folder) => File.Exists(Path.Combine(folder, "config.yml")) || folder.EndsWith(".yml", StringComparison.Ordinal);

    private static RunoffRecipe Own(RunoffRecipe recipe, string folder, TimeSpan step)
    {
        RunoffArtefact artefact = RunoffArtefact.Read(folder);
        DemandStep(TimeSpan.FromSeconds(artefact.StepSeconds), step, folder);
        string weights = Path.Combine(folder, RunoffArtefact.WeightsName);
        return recipe with
        {
            Source = new RunoffSource(PyTorchFile.ReadTensors(weights), ScalerFile.Read(Path.Combine(folder, ScalerFile.Name)), weights),
        };
    }

    private static RunoffRecipe OfNeuralHydrology(RunoffRecipe recipe, string folder, TimeSpan step)
    {
        NeuralHydrologyRun run = NeuralHydrologyRun.Read(folder);
        if (run.Frequency is { } frequency)
        {
            DemandStep(frequency.EndsWith("H", StringComparison.OrdinalIgnoreCase) ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1), step, folder);
        }

        DemandCount("dynamic_inputs", run.Inputs, recipe.DynamicInputs, folder);
        DemandCount("static_attributes", run.Attributes, recipe.StaticAttributes, folder);
        if (run.Targets.Count != 1)
        {
            throw new InputException($"the run has the targets {string.Join(", ", run.Targets)}; only one of discharge can be taken", folder);
        }

        VariableScaling target = run.Scaler.Targets[0];
        double perDay = DepthsPerDay(run.Targets[0], step);
        return recipe with
        {
            DerivedInputs = [],
            Network = run.Shape,
            Window = new SampleWindow(run.SequenceLength, run.PredictLast, 0, run.PredictLast),
            Source = new RunoffSource(
                run.Weights,
                run.Scaler with
                {
                    Inputs = [.. run.Scaler.Inputs.Select((scaling, i) => scaling with { Name = recipe.DynamicInputs[i] })],
                    Attributes = [.. run.Scaler.Attributes.Select((scaling, i) => scaling with { Name = recipe.StaticAttributes[i] })],
                    Targets = [target with { Name = Variables.Discharge.Name, Unit = "mm d-1", Center = target.Center * perDay, Scale = target.Scale * perDay }],
                },
                run.ModelFile),
        };
    }

    /// <summary>NeuralHydrology names the unit in the target's name: <c>QObs(mm/d)</c>, <c>qobs_mm_per_hour</c>; Caravan's streamflow is in mm/d.</summary>
    private static double DepthsPerDay(string target, TimeSpan step)
    {
        string name = target.ToUpperInvariant();
        return name.Contains("MM/H", StringComparison.Ordinal) || name.Contains("MM_PER_HOUR", StringComparison.Ordinal) ? HoursPerDay
            : name.Contains("MM/D", StringComparison.Ordinal) || name.Contains("MM_PER_DAY", StringComparison.Ordinal) || name == "STREAMFLOW" ? 1
            : TimeSpan.FromDays(1) / step;
    }

    private static void DemandStep(TimeSpan learned, TimeSpan step, string folder)
    {
        if (learned != step)
        {
            throw new InputException($"the network learned on steps of {StepLength.InWords(learned)}, the workflow has {StepLength.InWords(step)}", folder, "Set period.step to the network's own.");
        }
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
