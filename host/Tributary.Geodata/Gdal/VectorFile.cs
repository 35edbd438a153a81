using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>A file of vector layers open for reading: shapefile, GeoPackage, GeoJSON or whatever else GDAL reads. One caller at a time.</summary>
public sealed class VectorFile : IDisposable
{
    private readonly DatasetHandle _handle;

    private VectorFile(string path, DatasetHandle handle)
    {
        Path = path;
        _handle = handle;
        Layers = new VectorLayer[OgrNative.GDALDatasetGetLayerCount(handle)];
        for (int i = 0; i < Layers.Count; i++)
        {
            ((VectorLayer[])Layers)[i] = new VectorLayer(this, OgrNative.GDALDatasetGetLayer(handle, i));
        }
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Its layers.</summary>
    public IReadOnlyList<VectorLayer> Layers { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It is missing, lacks a part (as a shapefile without its .shx) or is no vector file.</exception>
    public static VectorFile Open(string path)
    {
        GdalLibrary.Begin();
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new InputException("there is no such file", path, "Check the path; relative ones start at the workflow's folder.");
        }

        DemandPartsOfShapefile(path);
        GdalLibrary.Begin();
        var handle = new DatasetHandle(GdalNative.GDALOpenEx(path, GdalNative.OpenVector | GdalNative.OpenVerbose, 0, 0, 0));
        if (handle.IsInvalid)
        {
            throw GdalLibrary.Wrong("it cannot be opened as a file of polygons, lines or points", path, "Give a shapefile, a GeoPackage or a GeoJSON file.");
        }

        return new VectorFile(path, handle);
    }

    /// <summary>The files that a file of vector layers consists of: of a shapefile its index, fields and coordinate system too.</summary>
    /// <param name="path">The file.</param>
    public static IEnumerable<string> PartsOf(string path) => System.IO.Path.GetExtension(path).Equals(".shp", StringComparison.OrdinalIgnoreCase)
        ? new[] { ".shx", ".dbf", ".prj", ".cpg" }.Select(extension => System.IO.Path.ChangeExtension(path, extension)).Where(File.Exists).Prepend(path)
        : [path];

    /// <summary>A layer by its name, or the only one.</summary>
    /// <param name="name">Its name; null where the file has one layer.</param>
    /// <exception cref="InputException">There is no such layer, or several and none named.</exception>
    public VectorLayer Layer(string? name = null)
    {
        string names = string.Join(", ", Layers.Select(layer => layer.Name));
        if (name is null)
        {
            return Layers.Count == 1
                ? Layers[0]
                : throw new InputException($"it has {Layers.Count} layers and none is named", Path, Layers.Count == 0 ? null : $"Name one of {names}.");
        }

        return Layers.FirstOrDefault(layer => layer.Name == name) ?? throw new InputException($"there is no layer '{name}'", Path, $"It has {names}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    internal void DemandOpen() => ObjectDisposedException.ThrowIf(_handle.IsClosed, this);

    private static void DemandPartsOfShapefile(string path)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".shp", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        foreach ((string extension, string holds) in new[] { (".shx", "the index of its shapes"), (".dbf", "its fields") })
        {
            string part = System.IO.Path.ChangeExtension(path, extension);
            if (!File.Exists(part) && !File.Exists(System.IO.Path.ChangeExtension(path, extension.ToUpperInvariant())))
            {
                throw new InputException(
                    $"the shapefile lacks {System.IO.Path.GetFileName(part)} ({holds})", path, "Copy all parts of the shapefile (.shp, .shx, .dbf, .prj) together.");
            }
        }
    }
}
