using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Reads what a workflow needs of its sources: basins, forcing, observations.</summary>
internal sealed class InputReader
{
    private readonly WorkflowPlan _plan;
    private readonly HostServices _services;
    private readonly ProblemList _problems;
    private readonly List<string> _files = [];
    private readonly List<string> _notes = [];

    private InputReader(WorkflowPlan plan, HostServices services)
    {
        _plan = plan;
        _services = services;
        _problems = new ProblemList(plan.Source);
    }

    private Workflow Workflow => _plan.Workflow;

    /// <summary>Reads everything.</summary>
    /// <exception cref="WorkflowProblemsException">Something is missing or wrong; all of it is listed.</exception>
    public static WorkflowInputs Read(WorkflowPlan plan, HostServices services, CancellationToken cancellation) =>
        new InputReader(plan, services).ReadAll(cancellation);

    private WorkflowInputs ReadAll(CancellationToken cancellation)
    {
        BasinRecord?[] records = ReadRecords("forcing", Workflow.Forcing, cancellation);
        BasinRecord?[] observations = Workflow.Observations is { } section ? ReadRecords("observations", section, cancellation) : records;
        _problems.ThrowIfAny();

        BasinDomain domain = MakeDomain(records!, out int[]? downstream);
        DemandAttributes(domain.Units);
        ForcingTable forcing = ReadForcing(records!, domain.Units, cancellation);
        double[][] observed = ReadObservations(observations!, domain.Gauges);
        _problems.ThrowIfAny();
        if (downstream is not null && Workflow.Domain.Nested)
        {
            _notes.AddRange(NestedForcing.TakeOutUpstream(forcing, domain, downstream));
        }

        return new WorkflowInputs(domain, forcing, observed, [.. _files.Distinct()], _notes);
    }

    private BasinDomain MakeDomain(BasinRecord[] records, out int[]? downstream)
    {
        SpatialModes mode = BasinNetwork.ModeOf(Workflow.Domain);
        var basins = new BasinNetwork(_plan, _problems);
        int[]? below = mode == SpatialModes.Lumped ? null : basins.Downstream();
        CatchmentUnits? made = null;
        _problems.Try("domain", () => made = new BasinUnits(_plan).Make(records, below, _problems));
        _problems.ThrowIfAny();

        CatchmentUnits units = made!;
        double[] above = below is null ? units.AreaKm2.ToArray() : BasinNetwork.Upstream(below, units.AreaKm2.ToArray(), 1);
        Gauge[] gauges = [.. units.Ids.Select((id, unit) => new Gauge(id, unit, above[unit], AtHead: below is not null))];
        downstream = below;
        return new BasinDomain(mode, units, below is null ? null : basins.Make(below), gauges);
    }

    private BasinRecord?[] ReadRecords(string path, ForcingSection section, CancellationToken cancellation)
    {
        var records = new BasinRecord?[Workflow.Domain.Basins.Count];
        _problems.Try(path, () =>
        {
            var plugin = _plan.Plugins.Get<IForcingPlugin>(section.Source, out LoadedPlugin loaded);
            var setup = new ForcingSetup(_plan.Folder, section.Files, _services);
            using IBasinSource source = PluginGuard.Call(loaded, path, "opening the source", () => plugin.Open(section.Settings, setup));
            for (int i = 0; i < records.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                string id = Workflow.Domain.Basins[i].Id;
                int basin = i;
                _problems.Try(section.Files is null ? $"domain.basins[{i}]" : $"{path}.files", () =>
                {
                    if (source.BasinIds is { } known && !known.Contains(id))
                    {
                        throw new InputException($"the source has no basin '{id}'{Nearest.Suggest(id, known)}");
                    }

                    BasinRecord record = PluginGuard.Call(loaded, path, $"reading basin {id}", () => source.Read(id, cancellation));
                    records[basin] = record;
                    _files.AddRange(record.Files);
                });
            }
        });
        return records;
    }

    private void DemandAttributes(CatchmentUnits units)
    {
        for (int i = 0; i < _plan.Members.Count; i++)
        {
            ModelDescriptor model = _plan.Members[i].Descriptor;
            foreach (AttributeDeclaration attribute in model.Attributes.Where(attribute => attribute.Required))
            {
                string[] without = [.. units.Ids.Where((_, unit) => !units.Attributes.Contains(attribute.Name) || double.IsNaN(units.Attributes[attribute.Name][unit]))];
                if (without.Length > 0)
                {
                    _problems.Add(
                        $"models[{i}].plugin",
                        $"{model.Name} needs the attribute {attribute.Name} ({attribute.Description}, in {attribute.Unit}), which is not known of {string.Join(", ", without.Take(5))}{(without.Length > 5 ? $" and {without.Length - 5} others" : string.Empty)}; give it under the basin's 'attributes'");
                }
            }
        }
    }

    private ForcingTable ReadForcing(BasinRecord[] records, CatchmentUnits units, CancellationToken cancellation)
    {
        List<(Variable Variable, bool Required, bool AcceptsGaps)> wanted = WantedForcing();
        var readers = new BasinForcing[units.Count];
        for (int unit = 0; unit < readers.Length; unit++)
        {
            readers[unit] = new BasinForcing(records[unit], Workflow.Forcing, _plan.Time, _services.Units, units.AreaKm2[unit]);
        }

        var derived = new DerivedForcing(Workflow.Forcing, _plan.Time, units);
        IEnumerable<Variable> available = wanted
            .Where(want => want.Required || readers.All(reader => derived.Has(want.Variable, reader)))
            .Select(want => want.Variable);
        var table = new ForcingTable(_plan.Time, units.Count, available);
        for (int unit = 0; unit < units.Count; unit++)
        {
            foreach (Variable variable in table.Variables)
            {
                cancellation.ThrowIfCancellationRequested();
                bool acceptsGaps = wanted.First(want => want.Variable == variable).AcceptsGaps;
                ReadVariable(variable, unit, readers[unit], derived, table, acceptsGaps);
            }
        }

        _notes.AddRange(derived.Notes);
        return table;
    }

    private void ReadVariable(Variable variable, int unit, BasinForcing reader, DerivedForcing derived, ForcingTable table, bool acceptsGaps)
    {
        _problems.Try(PathOf(variable), () =>
        {
            string basin = $"basin {Workflow.Domain.Basins[unit].Id}";
            double[] values = new double[_plan.Time.Count];
            derived.Read(variable, reader, unit, values);
            ForcingCheck.DemandPossible(variable, values, _plan.Time, basin);
            if (!acceptsGaps && ForcingCheck.CloseGaps(variable, values, _plan.Time, Workflow.Forcing.Gaps, basin) is > 0 and int filled)
            {
                _notes.Add($"{basin}: {filled} gaps of {variable.Name} were filled");
            }

            values.CopyTo(table.Series(variable, unit));
        });
    }

    private string PathOf(Variable variable) =>
        Workflow.Forcing.Variables.ContainsKey(variable.Name) ? $"forcing.variables.{variable.Name}" : "forcing";

    /// <summary>What the members need together. What one of them needs is required, though another could do without.</summary>
    private List<(Variable Variable, bool Required, bool AcceptsGaps)> WantedForcing()
    {
        var wanted = new List<(Variable Variable, bool Required, bool AcceptsGaps)>();
        foreach (MemberPlan member in _plan.Members)
        {
            bool acceptsGaps = member.Descriptor.Capabilities.HasFlag(Capabilities.AcceptsGaps);
            foreach (ForcingDeclaration declared in member.Descriptor.Forcing)
            {
                int index = wanted.FindIndex(want => want.Variable.Name == declared.Variable.Name && want.Variable.Unit == declared.Variable.Unit);
                if (index < 0)
                {
                    wanted.Add((declared.Variable, declared.Required, acceptsGaps));
                }
                else
                {
                    wanted[index] = (wanted[index].Variable, wanted[index].Required | declared.Required, wanted[index].AcceptsGaps & acceptsGaps);
                }
            }
        }

        return wanted;
    }

    private double[][] ReadObservations(BasinRecord[] records, IReadOnlyList<Gauge> gauges)
    {
        ForcingSection section = Workflow.Observations ?? Workflow.Forcing;
        double[][] observed = new double[gauges.Count][];
        for (int gauge = 0; gauge < gauges.Count; gauge++)
        {
            double[] values = observed[gauge] = new double[_plan.Time.Count];
            Array.Fill(values, double.NaN);
            string id = gauges[gauge].Id;
            var reader = new BasinForcing(records[gauge], section, _plan.Time, _services.Units, gauges[gauge].AreaKm2);
            if (!reader.Has(Variables.Discharge))
            {
                _notes.Add($"basin {id}: there is no observed discharge");
                continue;
            }

            string path = section.Variables.ContainsKey(Variables.Discharge.Name)
                ? $"{(Workflow.Observations is null ? "forcing" : "observations")}.variables.{Variables.Discharge.Name}"
                : "forcing";
            _problems.Try(path, () =>
            {
                reader.Read(Variables.Discharge, values, mayBeShort: true);
                ForcingCheck.DemandPossible(Variables.Discharge, values, _plan.Time, $"basin {id}");
                NoteGaps(id, values);
            });
        }

        return observed;
    }

    private void NoteGaps(string id, double[] values)
    {
        if (ForcingCheck.CountGaps(values) is > 0 and int gaps)
        {
            _notes.Add($"basin {id}: {gaps} of {values.Length} time steps have no observed discharge; they are left out of all scores");
        }

        foreach ((string name, Period period) in _plan.Splits.Scored)
        {
            Range steps = _plan.Time.IndicesWithin(period);
            int observed = steps.End.Value - steps.Start.Value - ForcingCheck.CountGaps(values.AsSpan(steps));
            if (observed == 0)
            {
                _notes.Add($"basin {id}: there is no observed discharge in the {name} period");
            }
        }
    }
}
