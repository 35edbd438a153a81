using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Reads what a workflow needs of its sources: the domain, its forcing, observations.</summary>
internal sealed class InputReader
{
    // Hundreds of units that lack the same thing are told by a few of them.
    private const int NamedUnits = 5;

    private readonly WorkflowPlan _plan;
    private readonly HostServices _services;
    private readonly string? _weightFolder;
    private readonly CancellationToken _cancellation;
    private readonly ProblemList _problems;
    private readonly List<string> _files = [];
    private readonly List<string> _notes = [];

    private InputReader(WorkflowPlan plan, HostServices services, string? weightFolder, CancellationToken cancellation)
    {
        (_plan, _services, _weightFolder, _cancellation) = (plan, services, weightFolder, cancellation);
        _problems = new ProblemList(plan.Source);
    }

    private Workflow Workflow => _plan.Workflow;

    /// <summary>Reads everything.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="services">What the host offers.</param>
    /// <param name="weightFolder">Where the weights of grids are kept; null to keep none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="WorkflowProblemsException">Something is missing or wrong; all of it is listed.</exception>
    public static WorkflowInputs Read(WorkflowPlan plan, HostServices services, string? weightFolder, CancellationToken cancellation)
    {
        var reader = new InputReader(plan, services, weightFolder, cancellation);
        return plan.Workflow.Domain.HasOutlines ? reader.ReadOutlines() : reader.ReadTable();
    }

    private WorkflowInputs ReadTable()
    {
        var sources = new BasinRecords(_plan, _services, _problems);
        string[] ids = [.. Workflow.Domain.Basins.Select(basin => basin.Id)];
        string PathOf(string path, ForcingSection section, int basin) => section.Files is null ? $"domain.basins[{basin}]" : $"{path}.files";
        (ForcingSection Section, string Key)[] origins = [.. Enumerable.Range(0, ids.Length).Select(SourceOf)];
        var records = new BasinRecord?[ids.Length];
        foreach (IGrouping<string, int> group in Enumerable.Range(0, ids.Length).GroupBy(basin => origins[basin].Key))
        {
            int[] members = [.. group];
            ForcingSection own = origins[members[0]].Section;
            BasinRecord?[] read = sources.Read(group.Key, own, [.. members.Select(basin => ids[basin])], i => PathOf(group.Key, own, members[i]), _cancellation);
            for (int i = 0; i < members.Length; i++)
            {
                records[members[i]] = read[i];
            }
        }

        BasinRecord?[] observations = Workflow.Observations is { } section
            ? sources.Read("observations", section, ids, basin => PathOf("observations", section, basin), _cancellation)
            : records;
        _problems.ThrowIfAny();

        BasinDomain domain = MakeTableDomain(records!, out int[]? downstream);
        DemandAttributes(domain.Units, "give it under the basin's 'attributes'");
        using var forcing = new RecordForcing(records!, origins, _plan.Time, _services.Units, domain.Units.AreaKm2.ToArray());
        ForcingTable table = ReadForcing(forcing, domain.Units, WantedForcing());
        _files.AddRange(observations.SelectMany(record => record!.Files));
        (ForcingSection Section, string Key)[] observing = Workflow.Observations is { } given ? [.. ids.Select(_ => (given, "observations"))] : origins;
        double[][] observed = [.. domain.Gauges.Select((gauge, i) => Observe(gauge, observations[i], observing[i].Section, ObservedPath(observing[i]), $"{observing[i].Key}.variables"))];
        _problems.ThrowIfAny();
        if (downstream is not null && Workflow.Domain.Nested)
        {
            _notes.AddRange(NestedForcing.TakeOutUpstream(table, domain, downstream));
        }

        return new WorkflowInputs(domain, null, table, observed, [.. _files.Distinct()], _notes)
        {
            AlsoObserved = ReadTargets(domain, observations!, observing),
        };
    }

    /// <summary>What members can learn from beside discharge, where it is observed.</summary>
    private Dictionary<string, double[][]> ReadTargets(BasinDomain domain, BasinRecord[] records, (ForcingSection Section, string Key)[] origins)
    {
        var targets = new Dictionary<string, double[][]>();
        foreach (Variable target in _plan.Members.SelectMany(member => member.Descriptor.Targets).DistinctBy(target => target.Name))
        {
            var rows = new double[domain.Gauges.Count][];
            for (int gauge = 0; gauge < rows.Length; gauge++)
            {
                double[] values = rows[gauge] = new double[_plan.Time.Count];
                Array.Fill(values, double.NaN);
                var reader = new BasinForcing(
                    records[gauge], origins[gauge].Section, _plan.Time, _services.Units, domain.Gauges[gauge].AreaKm2, "basin", $"{origins[gauge].Key}.variables");
                if (reader.Has(target))
                {
                    _problems.Try($"{origins[gauge].Key}.variables", () => reader.Read(target, values, mayBeShort: true));
                }
            }

            targets.Add(target.Name, rows);
        }

        _problems.ThrowIfAny();
        return targets;
    }

    private WorkflowInputs ReadOutlines()
    {
        var outlines = new OutlineDomain(_plan, _services.Units, _problems, _notes);
        SpatialDomain read = outlines.Read();
        _files.AddRange(outlines.Files);
        GriddedForcing? grids = Workflow.Forcing.Source == ForcingSection.Gridded
            ? new GriddedForcing(_plan, _services.Units, _weightFolder, _cancellation)
            : null;
        grids?.FindFiles(_problems);
        _problems.ThrowIfAny();
        CellGrid? grid = null;
        if (grids is not null && Workflow.Domain is { SpatialMode: SpatialModes.Distributed, Cells: null })
        {
            _problems.Try("forcing", () => grid = grids.GridOf(WantedForcing().Select(want => want.Variable)));
            _problems.ThrowIfAny();
        }

        (BasinDomain domain, DomainShapes shapes) = outlines.Make(read, grid, _cancellation);
        _files.AddRange(new StaticGrids(_plan, _problems, _cancellation).AddTo(domain.Units, shapes.Units));
        DemandAttributes(domain.Units, "name its field under domain.units.attributes, or its grid under domain.static_grids");
        grids?.Over(domain.Units, shapes.Units);
        _problems.Try("forcing.elevation", () => grids?.ReadElevation());
        _problems.ThrowIfAny();
        IDomainForcing forcing = grids ?? OpenRecords(domain, shapes);
        StreamedGrids? streamed = Stream(grids, domain.Units);
        ForcingTable table = ReadForcing(forcing, domain.Units, streamed is null ? WantedForcing() : WantedForcing(InputKind.Units));
        if (streamed is null)
        {
            forcing.Dispose();
        }

        double[][] observed = ObserveGauges(domain);
        _problems.ThrowIfAny();
        return new WorkflowInputs(domain, shapes, table, observed, [.. _files.Distinct()], _notes) { Streamed = streamed };
    }

    /// <summary>Leaves forcing that grid models read in its files where it is more than memory should hold; null where all of it is read.</summary>
    private StreamedGrids? Stream(GriddedForcing? grids, CatchmentUnits units)
    {
        Variable[] wanted = [.. WantedForcing(InputKind.Grid).Select(want => want.Variable)];
        long bytes = 8L * wanted.Length * units.Count * _plan.Time.Count;
        if (grids is null || wanted.Length == 0 || bytes <= Workflow.Forcing.MostInMemory * (1L << 20))
        {
            return null;
        }

        foreach (Variable missing in wanted.Where(variable => !grids.Offers(variable)))
        {
            _problems.Add("forcing", $"the files have no {missing.Name}, and fields of {bytes >> 20} MB are read in blocks from the files alone; give it, or leave it out");
        }

        _problems.ThrowIfAny();
        _problems.Try("forcing", () => Array.ForEach(wanted, variable => _ = grids.ReadBlock(variable, 0, 1)));
        _problems.ThrowIfAny();
        _notes.Add($"the grids of the forcing, {bytes >> 20} MB, stay in their files and are read in blocks of time");
        return new StreamedGrids(grids);
    }

    private BasinDomain MakeTableDomain(BasinRecord[] records, out int[]? downstream)
    {
        SpatialModes mode = Workflow.Domain.SpatialMode;
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

    /// <summary>Series by a plugin, of each unit by its id or of stations.</summary>
    private IDomainForcing OpenRecords(BasinDomain domain, DomainShapes shapes)
    {
        ForcingSection section = Workflow.Forcing;
        var sources = new BasinRecords(_plan, _services, _problems);
        IDomainForcing? forcing = null;
        if (section.Stations is { } spread)
        {
            BasinRecord[] stations = sources.ReadAll("forcing", section, spread.Ids, _cancellation);
            _problems.ThrowIfAny();
            _problems.Try("forcing.stations", () => forcing = new StationForcing(stations, section, _plan.Time, _services.Units, domain.Units, shapes.Units));
        }
        else
        {
            BasinRecord?[] records = sources.Read("forcing", section, domain.Units.Ids, _ => section.Files is null ? "forcing" : "forcing.files", _cancellation);
            _problems.ThrowIfAny();
            forcing = new RecordForcing(records!, [.. records.Select(_ => (section, "forcing"))], _plan.Time, _services.Units, domain.Units.AreaKm2.ToArray());
        }

        _problems.ThrowIfAny();
        return forcing!;
    }

    private void DemandAttributes(CatchmentUnits units, string remedy)
    {
        for (int i = 0; i < _plan.Members.Count; i++)
        {
            ModelDescriptor model = _plan.Members[i].Descriptor;
            foreach (AttributeDeclaration attribute in model.Attributes.Where(attribute => attribute.Required && _plan.Members[i].Apart is null))
            {
                string[] without = [.. units.Ids.Where((_, unit) => !units.Attributes.Contains(attribute.Name) || double.IsNaN(units.Attributes[attribute.Name][unit]))];
                if (without.Length > 0)
                {
                    _problems.Add(
                        $"models[{i}].plugin",
                        $"{model.Name} needs the attribute {attribute.Name} ({attribute.Description}, in {attribute.Unit}), which is not known of {string.Join(", ", without.Take(NamedUnits))}{(without.Length > NamedUnits ? $" and {without.Length - NamedUnits} others" : string.Empty)}; {remedy}");
                }
            }
        }
    }

    private ForcingTable ReadForcing(IDomainForcing forcing, CatchmentUnits units, List<(Variable Variable, bool Required, bool AcceptsGaps)> wanted)
    {
        IUnitForcing[] readers = [.. Enumerable.Range(0, units.Count).Select(forcing.Of)];
        var derived = new DerivedForcing(unit => SourceOf(unit).Section, _plan.Time, units);
        ForcingTable? table = null;
        _problems.Try("forcing", () => table = new ForcingTable(
            _plan.Time,
            units.Count,
            wanted.Where(want => want.Required || Enumerable.Range(0, units.Count).All(unit => derived.Has(want.Variable, readers[unit], unit))).Select(want => want.Variable)));
        _problems.ThrowIfAny();
        foreach (Variable variable in table!.Variables)
        {
            var failures = new ProblemList(_plan.Source);
            int filled = 0;
            bool acceptsGaps = wanted.First(want => want.Variable == variable).AcceptsGaps;
            for (int unit = 0; unit < units.Count; unit++)
            {
                _cancellation.ThrowIfCancellationRequested();
                filled += ReadVariable(variable, unit, units.Ids[unit], readers[unit], derived, table, acceptsGaps, failures);
            }

            if (units.Count > NamedUnits && filled > 0)
            {
                _notes.Add($"{filled} gaps of {variable.Name} were filled");
            }

            IReadOnlyList<Problem> found = failures.InOrder();
            _problems.AddRange(found.Take(NamedUnits));
            if (found.Count > NamedUnits)
            {
                _problems.Add("forcing", $"and {found.Count - NamedUnits} more units like these");
            }
        }

        _files.AddRange(forcing.Files);
        _notes.AddRange(derived.Notes);
        return table;
    }

    /// <summary>Reads a variable of one unit into the table.</summary>
    /// <returns>How many gaps were filled.</returns>
    private int ReadVariable(
        Variable variable, int unit, string id, IUnitForcing reader, DerivedForcing derived, ForcingTable table, bool acceptsGaps, ProblemList failures)
    {
        int closed = 0;
        failures.Try(PathOf(variable, unit), () =>
        {
            string basin = $"{(Workflow.Domain.HasOutlines ? "unit" : "basin")} {id}";
            double[] values = new double[_plan.Time.Count];
            derived.Read(variable, reader, unit, values);
            ForcingCheck.DemandPossible(variable, values, _plan.Time, basin);
            if (!acceptsGaps && ForcingCheck.CloseGaps(variable, values, _plan.Time, SourceOf(unit).Section.Gaps, basin) is > 0 and int filled)
            {
                closed = filled;
                if (table.UnitCount <= NamedUnits)
                {
                    _notes.Add($"{basin}: {filled} gaps of {variable.Name} were filled");
                }
            }

            values.CopyTo(table.Series(variable, unit));
        });
        return closed;
    }

    private string PathOf(Variable variable, int unit)
    {
        (ForcingSection section, string key) = SourceOf(unit);
        return section.Variables.ContainsKey(variable.Name) ? $"{key}.variables.{variable.Name}" : key;
    }

    /// <summary>Where the forcing of a unit comes from: a basin of a table may have a source of its own.</summary>
    private (ForcingSection Section, string Key) SourceOf(int unit) => !Workflow.Domain.HasOutlines && Workflow.Domain.Basins[unit].Forcing is { } own
        ? (own, $"domain.basins[{unit}].forcing")
        : (Workflow.Forcing, "forcing");

    /// <summary>What the members need together. What one of them needs is required, though another could do without.</summary>
    /// <param name="kind">How members read it; null for all.</param>
    private List<(Variable Variable, bool Required, bool AcceptsGaps)> WantedForcing(InputKind? kind = null)
    {
        var wanted = new List<(Variable Variable, bool Required, bool AcceptsGaps)>();
        foreach (MemberPlan member in _plan.Members.Where(member =>
            member.Section.Forcing is null && member.Apart is null && (kind is null || member.Descriptor.InputKind == kind)))
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

    /// <summary>What is observed at gauges of outlines: in files of their own, or in the workflow's observations.</summary>
    private double[][] ObserveGauges(BasinDomain domain)
    {
        var sources = new BasinRecords(_plan, _services, _problems);
        double[][] observed = new double[domain.Gauges.Count][];
        for (int i = 0; i < observed.Length; i++)
        {
            Gauge gauge = domain.Gauges[i];
            int place = Workflow.Domain.Gauges.ToList().FindIndex(section => section.Id == gauge.Id);
            BasinRecord? record = null;
            ForcingSection section = Workflow.Observations ?? new ForcingSection();
            string path = "observations";
            string key = $"{path}.variables";
            if (place >= 0 && Workflow.Domain.Gauges[place].Observed is { } own)
            {
                key = path = $"domain.gauges[{place}].observed";
                section = new ForcingSection { Variables = new Dictionary<string, SeriesSection> { [Variables.Discharge.Name] = new() { Name = own.Variable, Unit = own.Unit } } };
                _problems.Try(path, () => record = ObservedFile.Read(_services.ArrayFiles, Path.GetFullPath(own.File, _plan.Folder), own.Variable, gauge.Id, own.Unit));
            }
            else if (Workflow.Observations is not null && (place >= 0 || Workflow.Domain.Gauges.Count == 0))
            {
                record = sources.Read(path, section, [gauge.Id], _ => place >= 0 ? $"domain.gauges[{place}].id" : path, _cancellation, "gauge")[0];
                path = ObservedPath((section, path));
            }

            _files.AddRange(record?.Files ?? []);
            observed[i] = Observe(gauge, record, section, path, key);
        }

        return observed;
    }

    private static string ObservedPath((ForcingSection Section, string Key) source) => source.Section.Variables.ContainsKey(Variables.Discharge.Name)
        ? $"{source.Key}.variables.{Variables.Discharge.Name}"
        : source.Key;

    private double[] Observe(Gauge gauge, BasinRecord? record, ForcingSection section, string path, string key)
    {
        double[] values = new double[_plan.Time.Count];
        Array.Fill(values, double.NaN);
        string what = Workflow.Domain.HasOutlines ? "gauge" : "basin";
        BasinForcing? reader = record is null ? null : new BasinForcing(record, section, _plan.Time, _services.Units, gauge.AreaKm2, what, key);
        if (reader?.Has(Variables.Discharge) != true)
        {
            _notes.Add($"{what} {gauge.Id}: there is no observed discharge");
            return values;
        }

        _problems.Try(path, () =>
        {
            reader.Read(Variables.Discharge, values, mayBeShort: true);
            ForcingCheck.DemandPossible(Variables.Discharge, values, _plan.Time, $"{what} {gauge.Id}");
            NoteGaps($"{what} {gauge.Id}", values);
        });
        return values;
    }

    private void NoteGaps(string place, double[] values)
    {
        if (ForcingCheck.CountGaps(values) is > 0 and int gaps)
        {
            _notes.Add($"{place}: {gaps} of {values.Length} time steps have no observed discharge; they are left out of all scores");
        }

        foreach ((string name, Period period) in _plan.Splits.Scored)
        {
            Range steps = _plan.Time.IndicesWithin(period);
            int observed = steps.End.Value - steps.Start.Value - ForcingCheck.CountGaps(values.AsSpan(steps));
            if (observed == 0)
            {
                _notes.Add($"{place}: there is no observed discharge in the {name} period");
            }
        }
    }
}
