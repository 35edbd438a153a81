using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Static attributes of units that come from grids, as shares of glaciers or of land cover: means over each unit.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class StaticGrids(WorkflowPlan plan, ProblemList problems, CancellationToken cancellation)
{
    /// <summary>Adds them to the units.</summary>
    /// <param name="units">The units.</param>
    /// <param name="outlines">Their outlines.</param>
    /// <returns>The files that were read.</returns>
    public IReadOnlyList<string> AddTo(CatchmentUnits units, IReadOnlyList<Geometry> outlines)
    {
        var files = new List<string>();
        UnitOutline[] within = [.. outlines.Select((outline, unit) => new UnitOutline(units.Ids[unit], outline))];
        foreach ((string name, StaticGridSection section) in plan.Workflow.Domain.StaticGrids)
        {
            problems.Try($"domain.static_grids.{name}", () =>
            {
                string path = Path.GetFullPath(section.File, plan.Folder);
                string variable = section.Variable ?? name;
                GridField field = GridField.Read(new GriddedFiles(new RasterStackSettings { Variable = variable }), path, variable, section.Unit);
                double[] values = new double[units.Count];
                AreaWeights.Compute(field.Grid, within, $"{path}, {variable}", AreaWeights.WholeUnit, plan.Workers, cancellation).Apply(field.Values, 1, values);
                units.Attributes.Set(name, field.Unit, values);
                files.Add(path);
            });
        }

        problems.ThrowIfAny();
        return files;
    }
}
