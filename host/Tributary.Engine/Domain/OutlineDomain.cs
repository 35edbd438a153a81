using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Makes the domain of a workflow whose basins come as outlines: reads or draws them, and brings them into the mode that the workflow names.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="units">Units of measurement.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="notes">Receives what the user should know.</param>
internal sealed class OutlineDomain(WorkflowPlan plan, IUnits units, ProblemList problems, List<string> notes)
{
    private const int Quantiles = 101;

    private readonly DomainSection _section = plan.Workflow.Domain;

    private string? Dem => _section.Dem is { } dem ? Path.GetFullPath(dem, plan.Folder) : null;

    /// <summary>The files that the domain comes from.</summary>
    public IEnumerable<string> Files => new[] { _section.Units?.File, _section.Network?.File, _section.Dem }
        .OfType<string>().SelectMany(file => VectorFile.PartsOf(Path.GetFullPath(file, plan.Folder)));

    /// <summary>Reads or draws the basin as it is, whatever the mode.</summary>
    /// <exception cref="WorkflowProblemsException">Something is missing or wrong.</exception>
    public SpatialDomain Read()
    {
        SpatialDomain? read = null;
        if (_section.Delineate is { } delineation)
        {
            problems.Try(File.Exists(Dem) ? "domain.delineate" : "domain.dem", () =>
            {
                var pourPoint = new PourPoint(delineation.Latitude, delineation.Longitude, delineation.Snap, delineation.Area);
                DelineatedBasin drawn = new BasinDelineation(pourPoint, delineation.StreamArea).Draw(Dem!);
                notes.Add(FormattableString.Invariant($"the basin drawn from {Path.GetFileName(Dem)} has {drawn.AreaKm2:0.##} km2 and {drawn.Domain.Units.Count} subbasins{(drawn.ReachesEdge ? "; it reaches the edge of the raster, beyond which it may go on" : string.Empty)}"));
                read = drawn.Domain;
            });
        }
        else
        {
            var reader = new DomainReader(units);
            try
            {
                read = reader.Read(SourceOf(_section.Units!));
            }
            catch (InputException error)
            {
                problems.Add(OutlineKey.Of(reader.Part, _section, error), error.Message);
            }
        }

        problems.ThrowIfAny();
        Note(read!.Findings);
        return read;
    }

    /// <summary>Brings the basin into the workflow's mode.</summary>
    /// <param name="read">The basin as it is.</param>
    /// <param name="forcingGrid">The forcing's own grid; null where it has none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="WorkflowProblemsException">Something is missing or wrong.</exception>
    public (BasinDomain Domain, DomainShapes Shapes) Make(SpatialDomain read, CellGrid? forcingGrid, CancellationToken cancellation)
    {
        var gauges = new GaugePlaces(_section, read, problems, notes);
        IReadOnlyList<Gauge> places = gauges.Find();
        problems.ThrowIfAny();
        switch (_section.SpatialMode)
        {
            case SpatialModes.Lumped:
                if (plan.Routing is not null)
                {
                    notes.Add("basins stand alone in a lumped domain: nothing is routed");
                }

                SpatialDomain lumped = read.Network is null ? read : LumpedOutlines.Above(read, places);
                Gauge[] own = [.. lumped.Units.Ids.Select((id, unit) => NameOf(places, read, unit) is { } name ? new Gauge(name, unit, lumped.Units.AreaKm2[unit]) : new Gauge(id, unit, lumped.Units.AreaKm2[unit]))];
                return (new BasinDomain(SpatialModes.Lumped, WithElevations(lumped), null, own), new DomainShapes(lumped.Outlines, []));
            case SpatialModes.Distributed:
                return Distributed(read, places, forcingGrid, cancellation);
            default:
                return (new BasinDomain(SpatialModes.SemiDistributed, WithElevations(read), read.Network, places), new DomainShapes(read.Outlines, read.ReachLines));
        }
    }

    private static string? NameOf(IReadOnlyList<Gauge> places, SpatialDomain read, int unit) =>
        read.Network is null ? places.FirstOrDefault(gauge => gauge.Reach == unit)?.Id : places[unit].Id;

    private (BasinDomain Domain, DomainShapes Shapes) Distributed(SpatialDomain read, IReadOnlyList<Gauge> places, CellGrid? forcingGrid, CancellationToken cancellation)
    {
        const double WorthTelling = 0.05;
        if (read.Network is null && read.Units.Count > 1)
        {
            problems.Add("domain.units", $"there are {read.Units.Count} polygons; without a network none is known to drain into another. Name 'network', or a layer of one polygon");
            problems.ThrowIfAny();
        }

        CellDomainResult? made = null;
        problems.Try("domain", () =>
        {
            CellGrid grid = _section.Cells switch
            {
                null => forcingGrid!,
                { Unit: "km" } squares => RegularGrid.CoveringSquares(read.Outlines, squares.Size, "domain.cells"),
                { } degrees => RegularGrid.Covering(read.Outlines, degrees.Size, "domain.cells"),
            };
            made = CellDomain.Make(grid, read, Dem, _section.Cells is null ? "the forcing's grid" : "domain.cells", cancellation);
        });
        problems.ThrowIfAny();
        SpatialDomain cells = made!.Domain;
        Note(cells.Findings);
        Tell(made.Jumps, "cell", "drains to a cell that is no neighbour", "drain to cells that are no neighbours", jump => $"{jump.From} to {jump.To}");
        var gauges = new List<Gauge>();
        foreach (Gauge place in places)
        {
            CellGauge cell = read.Network is null ? new CellGauge(Outlet(cells), place.AreaKm2, place.AreaKm2) : made.AtReach(place.Reach, place.AreaKm2);
            gauges.Add(new Gauge(place.Id, cell.Reach, cell.AreaKm2));
            if (Math.Abs(cell.Mismatch) > WorthTelling)
            {
                notes.Add(FormattableString.Invariant($"gauge {place.Id}: the cells above it have {cell.AreaKm2:0.#} km2, the catchment {cell.WantedKm2:0.#} km2; finer cells would come closer"));
            }
        }

        return (new BasinDomain(SpatialModes.Distributed, WithElevations(cells), cells.Network, gauges), new DomainShapes(cells.Outlines, cells.ReachLines));
    }

    /// <summary>The reach with the largest area above it.</summary>
    private static int Outlet(SpatialDomain cells)
    {
        double[] area = cells.UpstreamAreaKm2();
        return Array.IndexOf(area, area.Max());
    }

    private DomainSource SourceOf(UnitsSection section)
    {
        var fields = new UnitFields(section.Id, Measured(section.Area, "km2"), Measured(section.Elevation, "m"), section.Subbasin, section.Attributes);
        return new DomainSource(
            Path.GetFullPath(section.File, plan.Folder), fields, section.Layer, section.Crs, _section.Network is { } network ? NetworkOf(network) : null);
    }

    private NetworkSource NetworkOf(NetworkSection section)
    {
        IReadOnlyList<NetworkFields> alternatives = section.Preset is { } preset ? NetworkPresets.Find(preset) : [new NetworkFields(section.Id!, section.Downstream!)];
        IEnumerable<NetworkFields> declared = alternatives.Select(fields => fields with
        {
            Id = section.Id ?? fields.Id,
            Downstream = section.Downstream ?? fields.Downstream,
            RefersTo = section.DownstreamRefersTo ?? fields.RefersTo,
            Length = Measured(section.Length, "m") ?? fields.Length,
            Slope = Measured(section.Slope, "1") ?? fields.Slope,
            ShortestLengthMetres = section.ShortestLength ?? fields.ShortestLengthMetres,
            SmallestSlope = section.SmallestSlope ?? fields.SmallestSlope,
            Attributes = [.. fields.Attributes.Where(known => !section.Attributes.ContainsKey(known.Name)), .. section.Attributes.Select(AttributeOf)],
        });
        return new NetworkSource([.. declared], section.File is { } file ? Path.GetFullPath(file, plan.Folder) : null, section.Layer);
    }

    /// <summary>A reach's property in the unit in which the routing wants it.</summary>
    private ReachField AttributeOf(KeyValuePair<string, FieldSection> given)
    {
        string? wanted = plan.Routing?.Descriptor.ReachAttributes.FirstOrDefault(known => known.Name == given.Key)?.Unit;
        string unit = given.Value.Unit ?? wanted ?? "1";
        return new ReachField(given.Key, given.Value.Field, unit, wanted ?? unit, IsDemanded: true);
    }

    private static MeasuredField? Measured(FieldSection? section, string unit) => section is null ? null : new MeasuredField(section.Field, section.Unit ?? unit);

    /// <summary>Units with elevations and bands from the elevation model, where the workflow names one.</summary>
    private CatchmentUnits WithElevations(SpatialDomain domain)
    {
        CatchmentUnits own = domain.Units;
        if (Dem is not { } dem)
        {
            return own;
        }

        double[][] quantiles = [];
        problems.Try("domain.dem", () => quantiles = Hypsometry.Quantiles(dem, own.Ids, domain.Outlines, Quantiles));
        problems.ThrowIfAny();
        double[] elevation = own.Elevation.ToArray();
        for (int unit = 0; unit < elevation.Length; unit++)
        {
            elevation[unit] = double.IsNaN(elevation[unit]) ? ElevationBanding.Quantile(quantiles[unit], 0.5) : elevation[unit];
        }

        ElevationBands? bands = _section.ElevationBands is { } section ? section.Divide(quantiles, elevation) : null;
        return new CatchmentUnits(own.Ids, own.AreaKm2.ToArray(), own.Latitude.ToArray(), own.Longitude.ToArray(), elevation, bands, own.Attributes, own.Places);
    }

    private void Note(DomainFindings findings)
    {
        Tell(findings.Repaired, "outline", "was invalid and has been repaired", "were invalid and have been repaired", found => $"{found.Unit} ({found.Problem})");
        Tell(findings.Areas, "unit", "has a declared area that differs from its outline's by more than 5 %", "have declared areas that differ from their outlines' by more than 5 %",
            found => FormattableString.Invariant($"{found.Unit} ({found.DeclaredKm2:0.##} against {found.OutlineKm2:0.##} km2)"));
        Tell(findings.Outlets.Skip(1).Any() ? findings.Outlets : [], "outlet", "is where water leaves the network", "are where water leaves the network",
            found => found.Toward is null ? found.Reach : $"{found.Reach} (towards {found.Toward}, which is not there)");
        Tell(findings.Lengthened, "reach", "has no length of its own and was given the shortest one", "have no length of their own and were given the shortest one", id => id);
        Tell(findings.Steepened, "reach", "has no slope and was given the smallest one", "have no slope and were given the smallest one", id => id);
        Tell(findings.ReachesWithoutUnits, "reach", "gets water from no unit of its own", "get water from no unit of their own", id => id);
    }

    private void Tell<T>(IReadOnlyList<T> found, string what, string one, string many, Func<T, string> name)
    {
        const int Named = 5;
        if (found.Count > 0)
        {
            string plural = what.EndsWith("ch", StringComparison.Ordinal) ? "es" : "s";
            string rest = found.Count > Named ? $" and {found.Count - Named} more" : string.Empty;
            notes.Add($"{found.Count} {what}{(found.Count == 1 ? string.Empty : plural)} {(found.Count == 1 ? one : many)}: {string.Join(", ", found.Take(Named).Select(name))}{rest}");
        }
    }
}
