using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Checks that the keys of a workflow's domain and forcing go together.</summary>
/// <param name="workflow">The workflow.</param>
/// <param name="fits">Whether all of the file fits the schema.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class DomainCheck(Workflow workflow, bool fits, ProblemList problems)
{
    private readonly DomainSection _domain = workflow.Domain;

    public void Run()
    {
        CheckKind();
        CheckBasins();
        CheckOutlines();
        CheckForcing();
    }

    private void CheckKind()
    {
        int kinds = (_domain.Basins.Count > 0 ? 1 : 0) + (_domain.Units is null ? 0 : 1) + (_domain.Delineate is null ? 0 : 1);
        if (kinds == 0 && fits)
        {
            problems.Add("domain", "no basin is given; list 'basins', name a layer of polygons under 'units', or let one be drawn from a DEM by 'delineate'", ofKey: true);
        }
        else if (kinds > 1)
        {
            problems.Add("domain", "give one of 'basins', 'units' and 'delineate', not several", ofKey: true);
        }
    }

    private void CheckBasins()
    {
        const string Remedy = "basins stand alone in a lumped domain; set domain.mode to semi-distributed";
        if (_domain.Nested && (_domain.HasOutlines || _domain.SpatialMode == SpatialModes.Lumped))
        {
            problems.Add("domain.nested", _domain.HasOutlines ? "only basins by table are nested; outlines are what they are" : Remedy, ofKey: true);
        }

        for (int i = 0; i < _domain.Basins.Count && _domain.SpatialMode == SpatialModes.Lumped; i++)
        {
            if (_domain.Basins[i].Downstream is not null)
            {
                problems.Add($"domain.basins[{i}].downstream", Remedy, ofKey: true);
            }
        }

        if (_domain.Basins.Count > 0 && _domain.SpatialMode == SpatialModes.Distributed)
        {
            problems.Add("domain.mode", "a distributed domain needs the basin's outline; name a layer of polygons under 'units', or let one be drawn from a DEM by 'delineate'");
        }
    }

    private void CheckOutlines()
    {
        if (!_domain.HasOutlines)
        {
            foreach ((string key, bool isThere) in (ReadOnlySpan<(string, bool)>)[("network", _domain.Network is not null), ("dem", _domain.Dem is not null), ("gauges", _domain.Gauges.Count > 0), ("cells", _domain.Cells is not null), ("static_grids", _domain.StaticGrids.Count > 0)])
            {
                if (isThere && _domain.Basins.Count > 0)
                {
                    problems.Add($"domain.{key}", "it goes with 'units' or 'delineate', not with basins by table", ofKey: true);
                }
            }

            return;
        }

        if (_domain.Delineate is not null && _domain.Dem is null)
        {
            problems.Add("domain.delineate", "name the digital elevation model to draw it from under 'domain.dem'", ofKey: true);
        }

        if (_domain.Delineate is not null && _domain.Network is not null)
        {
            problems.Add("domain.network", "the network is drawn by 'delineate' too", ofKey: true);
        }

        if (_domain.Units is not null && _domain.SpatialMode == SpatialModes.SemiDistributed && _domain.Network is null)
        {
            problems.Add("domain.mode", "a semi-distributed domain needs the river network: 'network: { preset: NAME }', or its fields by name");
        }

        if (_domain.Units?.Subbasin is not null && _domain.Network is null)
        {
            problems.Add("domain.units.subbasin", "it names a reach of the network, and none is given; name it under 'domain.network'", ofKey: true);
        }

        if (_domain.Network is { Preset: null } network && (network.Id is null || network.Downstream is null))
        {
            problems.Add("domain.network", "name a 'preset', or the fields 'id' and 'downstream'", ofKey: true);
        }

        if (_domain.Cells is not null && _domain.SpatialMode != SpatialModes.Distributed)
        {
            problems.Add("domain.cells", "cells are for 'mode: distributed'", ofKey: true);
        }

        if (_domain.Cells is null && _domain.SpatialMode == SpatialModes.Distributed && workflow.Forcing.Source != ForcingSection.Gridded)
        {
            problems.Add("domain.mode", "the forcing has no grid of its own; give the size of the cells: 'cells: { size: 0.05 }' in degrees, or 'cells: { size: 5, unit: km }'");
        }

        if (_domain.ElevationBands is not null && _domain.Dem is null)
        {
            problems.Add("domain.elevation_bands", "elevation bands of outlines come from a digital elevation model; name it under 'domain.dem'", ofKey: true);
        }

        var ids = new HashSet<string>();
        for (int i = 0; i < _domain.Gauges.Count; i++)
        {
            if (!ids.Add(_domain.Gauges[i].Id))
            {
                problems.Add($"domain.gauges[{i}].id", $"the gauge '{_domain.Gauges[i].Id}' is there twice");
            }
        }
    }

    private void CheckForcing()
    {
        ForcingSection forcing = workflow.Forcing;
        bool isGridded = forcing.Source == ForcingSection.Gridded;
        if (isGridded && !_domain.HasOutlines && _domain.Basins.Count > 0 && fits)
        {
            problems.Add("forcing.source", "gridded forcing needs outlines to be averaged over; name a layer of polygons under 'domain.units'");
        }

        if (isGridded && forcing.Files is null && forcing.Variables.Values.Any(series => series.Files is null))
        {
            problems.Add("forcing", "name the files of the grids under 'files'", ofKey: true);
        }

        if (forcing.Stations is not null && (isGridded || !_domain.HasOutlines))
        {
            problems.Add("forcing.stations", isGridded ? "grids have no stations" : "stations are spread over outlines; name a layer of polygons under 'domain.units'", ofKey: true);
        }

        if (isGridded && forcing.Settings.ValueKind != System.Text.Json.JsonValueKind.Undefined)
        {
            problems.Add("forcing.settings", "settings are those of a forcing plugin; 'gridded' has none", ofKey: true);
        }

        CheckKeysOfGrids(forcing, isGridded);
        for (int i = 0; i < _domain.Basins.Count; i++)
        {
            if (_domain.Basins[i].Forcing is { } own && (own.Source == ForcingSection.Gridded || own.Stations is not null))
            {
                problems.Add($"domain.basins[{i}].forcing.source", "grids and stations are averaged over outlines; a basin of a table takes its forcing from a plugin that knows the basin by its id");
            }
        }

        if (_domain.HasOutlines && _domain.Network is not null && _domain.Gauges.Count == 0 && workflow.Observations is not null)
        {
            problems.Add("observations", "say where on the network discharge is observed: 'domain: { gauges: [{ id: ID, reach: REACH }] }'", ofKey: true);
        }

        if (workflow.Observations?.Source == ForcingSection.Gridded)
        {
            problems.Add("observations.source", "discharge is observed at gauges, not on grids");
        }
    }

    private void CheckKeysOfGrids(ForcingSection forcing, bool isGridded)
    {
        if (isGridded)
        {
            return;
        }

        var keys = new List<(string Key, bool IsThere)> { ("elevation", forcing.Elevation is not null), ("rasters", forcing.Rasters is not null), ("least_cover", forcing.LeastCover is not null) };
        foreach ((string name, SeriesSection series) in forcing.Variables)
        {
            keys.AddRange(
            [
                ($"variables.{name}.files", series.Files is not null), ($"variables.{name}.method", series.Method is not null),
                ($"variables.{name}.stamp", series.Stamp is not null), ($"variables.{name}.accumulated", series.Accumulated is not null),
            ]);
        }

        foreach ((string key, _) in keys.Where(key => key.IsThere))
        {
            problems.Add($"forcing.{key}", "it goes with 'source: gridded' alone", ofKey: true);
        }
    }
}
