using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The hashes by which a member's finished steps are found: of all that goes into them, and of nothing else.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="member">The member.</param>
/// <param name="inputs">What the workflow read, with the member's own forcing.</param>
/// <param name="groups">The units that share a parameter set each.</param>
/// <param name="frames">First time steps of the frames of maps; null for none.</param>
/// <param name="seed">Seed of its calibrations.</param>
internal sealed class MemberKeys(WorkflowPlan plan, MemberPlan member, WorkflowInputs inputs, IReadOnlyList<CalibrationGroup> groups, int[]? frames, int seed)
{
    private readonly string?[] _calibrations = new string?[groups.Count];

    /// <summary>What an explanation begins with; the caller adds its method and what it explains.</summary>
    public StepKey Explanation() => OfModel("explain", 0, inputs.Domain.Units.Count);

    /// <summary>Of the calibration of a group.</summary>
    public string Calibration(int group) =>
        _calibrations[group] ??= Calibration(
            groups[group], member.Section.Calibrate!, plan.Splits.Calibration!.Value, seed, [plan.Plugins.Optimiser(member.Section.Calibrate!.Algorithm).Plugin]);

    /// <summary>Of the sensitivity of a group.</summary>
    public string Sensitivity(int group)
    {
        CalibrationSection section = member.Section.Sensitivity!.AsCalibration();
        return Calibration(groups[group], section, plan.Splits.Calibration!.Value, section.Seed ?? plan.Workflow.Run.Seed, []);
    }

    private string Calibration(CalibrationGroup group, CalibrationSection section, Period period, int from, IEnumerable<LoadedPlugin> optimisers)
    {
        using StepKey key = group.Unit is { } unit ? OfModel("calibrate", unit, 1) : OfModel("calibrate", 0, inputs.Domain.Units.Count);
        Range scored = inputs.Forcing.Time.IndicesWithin(period);
        foreach (int gauge in group.Gauges)
        {
            key.Add("observed", inputs.ObservedIn(gauge, scored));
        }

        key.Add("gauges", string.Join(',', section.Gauges ?? [])).Add("region", section.Region ?? string.Empty)
            .Add("scored", scored.ToString())
            .Add("algorithm", section.Algorithm)
            .Add("objective", MemberRun.ObjectiveLabel(section))
            .Add("budget", string.Create(CultureInfo.InvariantCulture, $"{section.Budget} x {section.Starts} from {from}"))
            .Add("free", string.Join(',', member.FreeParameters))
            .Add("given", member.GivenParameters());
        foreach (LoadedPlugin plugin in optimisers.Concat(section.Objective.Keys.Order(StringComparer.Ordinal).Select(name => plan.Plugins.Metric(name).Plugin)))
        {
            key.Add("sought with", CodeOf(plugin));
        }

        foreach ((string name, IReadOnlyList<double> bounds) in section.Bounds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            key.Add(name, [.. bounds]);
        }

        return key.Finish();
    }

    /// <summary>Of the training from a seed.</summary>
    public string Training(int from)
    {
        using StepKey key = OfModel("train", 0, inputs.Domain.Units.Count);
        foreach (double[] observed in inputs.Observed.Concat(member.Descriptor.Targets.SelectMany(target => inputs.AlsoObserved.GetValueOrDefault(target.Name) ?? [])))
        {
            key.Add("observed", observed);
        }

        if (member.PretrainOn is { } other)
        {
            using StepKey pretraining = OfModel("pretrain", 0, inputs.Domain.Units.Count, other);
            key.Add("pretraining", pretraining.Add("parameters", other.GivenParameters()).Finish());
        }

        return key.Add("splits", plan.Splits.ToString()).Add("seed", from.ToString(CultureInfo.InvariantCulture)).Finish();
    }

    /// <summary>Of a simulation. The artefact's folder is named by the hash of all that it was trained with.</summary>
    public string Simulation(double[][] parameters, string? artefact)
    {
        using StepKey key = OfModel("simulate", 0, inputs.Domain.Units.Count);
        if (artefact is not null)
        {
            key.Add("artefact", Path.GetFileName(artefact));
        }

        foreach (double[] set in parameters)
        {
            key.Add("parameters", set);
        }

        return key.Add("outputs", string.Join(',', member.KeptOutputs(inputs.Domain))).Add("frames", string.Join(',', frames ?? [])).Finish();
    }

    /// <summary>The plugin, its settings, and all of the domain and the forcing that it sees. The member's name is not part: two that are the same share their steps.</summary>
    private StepKey OfModel(string kind, int firstUnit, int unitCount, MemberPlan? other = null)
    {
        MemberPlan model = other ?? member;
        TimeAxis time = inputs.Forcing.Time;
        StepKey key = new StepKey(kind)
            .Add("plugin", model.Loaded.Manifest.Id)
            .Add("version", model.Loaded.Manifest.Version)
            .Add("code", model.Loaded.FolderHash)
            .Add("settings", model.Section.Settings.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : model.Section.Settings.GetRawText())
            .Add("time", string.Create(CultureInfo.InvariantCulture, $"{time.Start:O} {time.Step.Ticks} {time.Count}"));
        foreach (string file in model.Descriptor.Files.SelectMany(WorkflowRun.FilesAt))
        {
            key.Add("file", FileRecord.Of(file).Sha256);
        }

        bool isStreamed = inputs.Streamed is not null && model.Descriptor.InputKind == InputKind.Grid;
        foreach (string file in isStreamed ? inputs.Files : [])
        {
            key.Add("file", FileRecord.Of(file).Sha256);
        }

        AddRiver(key);
        for (int unit = firstUnit; unit < firstUnit + unitCount; unit++)
        {
            CatchmentUnits only = inputs.Domain.Units.Only(unit);
            key.Add("area", only.AreaKm2).Add("latitude", only.Latitude).Add("longitude", only.Longitude).Add("elevation", only.Elevation)
                .Add("band area", only.Bands.AreaFraction).Add("band height", only.Bands.HeightAboveForcing).Add("band precipitation", only.Bands.PrecipitationFactor);
            double[] lapseRates = new double[366];
            only.Bands.LapseRates(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 366), 0, lapseRates);
            key.Add("lapse rates", lapseRates);
            foreach (AttributeDeclaration attribute in model.Descriptor.Attributes)
            {
                key.Add(attribute.Name, only.Attributes.Contains(attribute.Name) ? only.Attributes[attribute.Name] : default);
            }

            foreach (ForcingDeclaration forcing in isStreamed ? [] : model.Descriptor.Forcing)
            {
                key.Add(forcing.Variable.Name, inputs.Forcing.Contains(forcing.Variable) ? inputs.Forcing.Series(forcing.Variable, unit) : default);
            }
        }

        return key;
    }

    private static string CodeOf(LoadedPlugin plugin) => $"{plugin.Manifest.Id} {plugin.Manifest.Version} {plugin.FolderHash}";

    private void AddRiver(StepKey key)
    {
        if (inputs.Domain.Network is not { } network)
        {
            return;
        }

        key.Add("downstream", string.Join(',', network.Downstream.ToArray())).Add("reach of unit", string.Join(',', network.ReachOfUnit.ToArray()))
            .Add("gauges", string.Join(',', inputs.Domain.Gauges.Select(gauge => $"{gauge.Reach} {gauge.AtHead}"))).Add("length", network.LengthMetres).Add("slope", network.Slope);
        foreach (string name in network.Attributes.Names.Order(StringComparer.Ordinal))
        {
            key.Add(name, network.Attributes[name]);
        }

        if (plan.Routing is { } routing)
        {
            foreach (RoutingPlan part in routing.Parts)
            {
                key.Add(part.Key, CodeOf(part.Loaded))
                    .Add("routing settings", part.Section.Settings.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : part.Section.Settings.GetRawText());
            }

            key.Add("routing parameters", routing.Parameters());
        }
    }
}
