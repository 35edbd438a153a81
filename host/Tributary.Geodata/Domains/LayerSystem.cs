using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The coordinate system that a layer's coordinates are in.</summary>
internal static class LayerSystem
{
    /// <exception cref="InputException">The file states none, or one that is unknown, and none is given instead.</exception>
    public static CoordinateSystem Find(VectorLayer layer, string? given)
    {
        if (given is not null)
        {
            return CoordinateSystem.Parse(given, layer.Path);
        }

        CoordinateSystem? stated = layer.ReadCoordinateSystem();
        if (stated is { IsOnEarth: true })
        {
            return stated;
        }

        string? name = stated?.Name;
        stated?.Dispose();
        const string Remedy = "Name it under domain.units.crs, as EPSG:4326.";
        if (name is not null)
        {
            throw new InputException($"its coordinate system '{name}' is unknown: it has no place on the Earth", layer.Path, Remedy);
        }

        string projection = Path.ChangeExtension(layer.Path, ".prj");
        bool isShapefile = Path.GetExtension(layer.Path).Equals(".shp", StringComparison.OrdinalIgnoreCase);
        throw (isShapefile, File.Exists(projection)) switch
        {
            (true, true) => new InputException($"its coordinate system is unknown: {Path.GetFileName(projection)} names none that GDAL knows", layer.Path, Remedy),
            (true, false) => new InputException($"it has no coordinate system: the shapefile lacks {Path.GetFileName(projection)}", layer.Path, "Copy the .prj file along, or name the system under domain.units.crs, as EPSG:4326."),
            _ => new InputException("it states no coordinate system", layer.Path, Remedy),
        };
    }

    /// <exception cref="InputException">Coordinates cannot be degrees.</exception>
    public static void DemandDegrees(Geometry polygon, string id, string path, CoordinateSystem system)
    {
        Envelope extent = polygon.EnvelopeInternal;
        if (!(extent.MinY >= -90.001 && extent.MaxY <= 90.001 && extent.MinX >= -360 && extent.MaxX <= 360))
        {
            throw new InputException(
                $"unit {id} would lie at longitude {extent.MinX:0.##}, latitude {extent.MinY:0.##} in '{system.Name}'", path, "Its coordinates are in another system: name that under domain.units.crs.");
        }
    }
}
