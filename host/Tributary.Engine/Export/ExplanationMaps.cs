using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Maps of what a member of a run on grid cells went by, as GeoTIFF: a file for each variable and for all of them, over all steps and in each season.</summary>
public static class ExplanationMaps
{
    /// <summary>Name of the format.</summary>
    public const string Format = "geotiff";

    // What rounding to the digits of a file may move a cell's middle by, in cells.
    private const double Rounding = 0.01;
    private static readonly string[] Initials = ["DJF", "MAM", "JJA", "SON"];

    /// <summary>Writes them.</summary>
    /// <param name="run">Folder of a finished run, or its name.</param>
    /// <param name="member">The member.</param>
    /// <param name="folder">The folder to write to, which must not be there yet; null for the member's name and <c>_maps</c> in the current folder.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="InputException">The member does not tell weights of cells, the cells are no grid of degrees, or the folder is there already.</exception>
    /// <exception cref="WorkException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string run, string member, string? folder)
    {
        using ExplanationStore store = ExplanationStore.Open(run);
        ExplanationWeights weights = store.Choose(member, null);
        (GeoTransform transform, int width, int height) = GridOf(store, weights);
        string path = Path.GetFullPath(folder ?? $"{member}_maps");
        if (Directory.Exists(path) || File.Exists(path))
        {
            throw new InputException("it is there already", path, "Remove it, or name another --output.");
        }

        string draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(draft);
            var names = new List<string>();
            using var world = CoordinateSystem.Wgs84();
            foreach ((string when, double[] sums) in Times(store, weights))
            {
                foreach ((string what, double[] map) in Maps(weights, sums))
                {
                    double[] cells = [.. Enumerable.Repeat(double.NaN, width * height)];
                    for (int unit = 0; unit < map.Length; unit++)
                    {
                        cells[((int)store.Units.Row[unit] * width) + (int)store.Units.Column[unit]] = map[unit];
                    }

                    names.Add($"{ResultFiles.FileNameOf($"{weights.Name}_{what}_{when}")}.tif");
                    GeoTiffWriter.Write(Path.Combine(draft, names[^1]), cells, width, transform, world);
                }
            }

            Directory.Move(draft, path);
            return [.. names.Select(name => Path.Combine(path, name))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(path, error);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static IEnumerable<(string When, double[] Sums)> Times(ExplanationStore store, ExplanationWeights weights)
    {
        var all = new QueryTimes(new ExplanationQuery { What = "map" }, store.Units, () => []);
        yield return ("all", weights.Sum(all.Group(weights.Times, null).Of, 1)[0]);
        if (weights.Times.Length > 0)
        {
            (string[] names, int[] of) = all.Group(weights.Times, "season");
            double[][] sums = weights.Sum(of, names.Length);
            for (int season = 0; season < names.Length; season++)
            {
                yield return (Initials[Array.IndexOf(CalendarParts.Seasons, names[season])], sums[season]);
            }
        }
    }

    /// <summary>Shares of the cells in all weights: of all variables, then of each; the maps of the variables sum to that of all, which sums to 1.</summary>
    private static IEnumerable<(string What, double[] Map)> Maps(ExplanationWeights weights, double[] sums)
    {
        double total = sums.Sum();
        double[][] maps = [.. Enumerable.Range(0, weights.Features.Length).Select(feature => sums.AsSpan(feature * weights.UnitCount, weights.UnitCount).ToArray().Select(sum => sum / total).ToArray())];
        yield return ("all_variables", [.. Enumerable.Range(0, weights.UnitCount).Select(unit => maps.Sum(map => map[unit]))]);
        for (int feature = 0; feature < maps.Length; feature++)
        {
            yield return (weights.Features[feature], maps[feature]);
        }
    }

    /// <summary>The grid that the cells' middles lie on.</summary>
    private static (GeoTransform Transform, int Width, int Height) GridOf(ExplanationStore store, ExplanationWeights weights)
    {
        StoredUnits units = store.Units;
        if (!weights.HasUnits || units.Row.Length == 0 || units.Latitude.Length == 0)
        {
            throw new InputException($"member {weights.Member} tells no weights of grid cells", store.Folder, "Maps are written of gridded models; ask others by 'tributary ask'.");
        }

        (double left, double cellWidth) = LineThrough(units.Column, units.Longitude, store);
        (double top, double cellHeight) = LineThrough(units.Row, units.Latitude, store);
        cellWidth = cellWidth != 0 ? cellWidth : Math.Abs(cellHeight);
        cellHeight = cellHeight != 0 ? cellHeight : -cellWidth;
        if (!(cellWidth > 0) || !(cellHeight < 0))
        {
            throw NoGrid(store);
        }

        return (new GeoTransform(left - (cellWidth / 2), top - (cellHeight / 2), cellWidth, -cellHeight), 1 + (int)units.Column.Max(), 1 + (int)units.Row.Max());
    }

    /// <summary>The place of the first row or column and the distance of two; 0 where there is only one.</summary>
    private static (double First, double Step) LineThrough(double[] index, double[] place, ExplanationStore store)
    {
        int low = Array.IndexOf(index, index.Min()), high = Array.IndexOf(index, index.Max());
        double step = index[high] > index[low] ? (place[high] - place[low]) / (index[high] - index[low]) : 0;
        double first = place[low] - (index[low] * step);
        bool isLine = index.Zip(place, (at, known) => Math.Abs(first + (at * step) - known) <= Rounding * Math.Max(Math.Abs(step), 1e-9)).All(fits => fits);
        return isLine ? (first, step) : throw NoGrid(store);
    }

    private static InputException NoGrid(ExplanationStore store) => new(
        "its cells are no grid of equal degrees whose rows run from north to south", store.Folder, "Set domain.grid to cells in degrees, or take the latitude and longitude of each cell from explanation.nc.");
}
