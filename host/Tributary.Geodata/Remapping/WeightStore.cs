using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetTopologySuite.IO;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// Keeps area weights in a folder as NetCDF files in the layout of ESMF's weight files, each named by the SHA-256 of grid and outlines, so that they are computed once.
/// </summary>
public sealed class WeightStore
{
    private readonly string _folder;
    private readonly IArrayFiles _files;

    /// <summary>Makes a store.</summary>
    /// <param name="folder">Its folder; made when first written to.</param>
    /// <param name="files">What opens NetCDF files.</param>
    public WeightStore(string folder, IArrayFiles files) => (_folder, _files) = (folder, files);

    /// <summary>Takes the weights from the store, or computes and stores them. A stored file that is damaged is computed anew.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="units">The units.</param>
    /// <param name="where">The grid's file and variable, for messages.</param>
    /// <param name="leastCover">Share of each unit that must lie inside the grid, 0 to 1.</param>
    /// <param name="threads">Number of threads; 0 for one a core.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InputException">As of <see cref="AreaWeights.Compute"/>.</exception>
    /// <exception cref="WorkException">The folder cannot be written to.</exception>
    public UnitWeights Get(
        CellGrid grid, IReadOnlyList<UnitOutline> units, string where, double leastCover = AreaWeights.WholeUnit, int threads = 0, CancellationToken cancellation = default)
    {
        string key = Key(grid, units, leastCover);
        string path = PathOf(key);
        if (File.Exists(path) && TryRead(path, key, grid.Count) is { } stored && stored.UnitIds.SequenceEqual(units.Select(unit => unit.Id)))
        {
            return stored;
        }

        UnitWeights weights = AreaWeights.Compute(grid, units, where, leastCover, threads, cancellation);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            _ = Directory.CreateDirectory(_folder);
            Write(temporary, key, grid, weights);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WorkException("the weights cannot be stored", path, "Check the folder's permissions.", failure);
        }
        finally
        {
            File.Delete(temporary);
        }

        return weights;
    }

    /// <summary>Where the weights of a grid and units lie, or would lie.</summary>
    public string PathOf(CellGrid grid, IReadOnlyList<UnitOutline> units, double leastCover = AreaWeights.WholeUnit) => PathOf(Key(grid, units, leastCover));

    private string PathOf(string key) => Path.Combine(_folder, $"weights-{key[..16]}.nc");

    private static string Key(CellGrid grid, IReadOnlyList<UnitOutline> units, double leastCover)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{AreaWeights.Method}\n{grid.Key}\n{leastCover:R}\n")));
        var writer = new WKBWriter(NetTopologySuite.IO.ByteOrder.LittleEndian);
        foreach (UnitOutline unit in units)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{unit.Id.Length} {unit.Id} "));
            hash.AppendData(writer.Write(unit.Outline));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Write(string path, string key, CellGrid grid, UnitWeights weights)
    {
        int units = weights.UnitIds.Count;
        using var file = new NetCdfWriter(path);
        file.DefineAttribute("title", "Area weights of grid cells onto catchment units");
        file.DefineAttribute("Conventions", "CF-1.10");
        file.DefineAttribute("method", AreaWeights.Method);
        file.DefineAttribute("key", key);
        file.DefineAttribute("grid", string.Create(CultureInfo.InvariantCulture, $"{grid.Kind}, {grid.Height} rows, {grid.Width} columns, SHA-256 {grid.Key}"));
        file.DefineAttribute("source_cells", grid.Count.ToString(CultureInfo.InvariantCulture));
        int width = Math.Max(1, weights.UnitIds.Max(id => Encoding.UTF8.GetByteCount(id)));
        file.DefineDimension("n_s", weights.Sources.Length);
        file.DefineDimension("n_b", units);
        file.DefineDimension("id_length", width);
        file.DefineVariable("unit_id", ["n_b", "id_length"], NetCdfKind.Text, ("long_name", "id of the unit"));
        file.DefineVariable("area_b", ["n_b"], NetCdfKind.Real64, ("long_name", "area of the unit on the ellipsoid"), ("units", "km2"));
        file.DefineVariable("row", ["n_s"], NetCdfKind.Whole, ("long_name", "unit, counted from 1"));
        file.DefineVariable("col", ["n_s"], NetCdfKind.Whole, ("long_name", "cell, counted from 1, columns varying fastest"));
        file.DefineVariable("S", ["n_s"], NetCdfKind.Real64, ("long_name", "weight of the cell in the unit's mean"), ("units", "1"));
        double[] rows = new double[weights.Sources.Length];
        for (int unit = 0; unit < units; unit++)
        {
            rows.AsSpan(weights.Offsets[unit]..weights.Offsets[unit + 1]).Fill(unit + 1);
        }

        file.Write("unit_id", weights.UnitIds);
        file.Write("area_b", weights.AreaKm2);
        file.Write("row", rows);
        file.Write("col", Array.ConvertAll(weights.Sources.ToArray(), source => source + 1.0));
        file.Write("S", weights.Weights);
        file.Complete();
    }

    private UnitWeights? TryRead(string path, string key, int cells)
    {
        try
        {
            using IArrayFile file = _files.Open(path);
            if (file.Attributes.GetValueOrDefault("key") as string != key)
            {
                return null;
            }

            string[] ids = file.ReadText("unit_id");
            double[] rows = Read("row");
            int[] offsets = new int[ids.Length + 1];
            foreach (double row in rows)
            {
                offsets[(int)row]++;
            }

            for (int unit = 0; unit < ids.Length; unit++)
            {
                offsets[unit + 1] += offsets[unit];
            }

            var weights = new UnitWeights(ids, cells, offsets, Array.ConvertAll(Read("col"), cell => (int)cell - 1), Read("S"), Read("area_b"));
            return SumToOne(weights) ? weights : null;

            double[] Read(string name)
            {
                ArrayVariable variable = file.Variables.First(candidate => candidate.Name == name);
                double[] values = new double[variable.Length];
                file.Read(name, [0], [variable.Length], values);
                return values;
            }
        }
        catch (Exception damaged) when (damaged is InputException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static bool SumToOne(UnitWeights weights)
    {
        for (int unit = 0; unit < weights.UnitIds.Count; unit++)
        {
            double sum = 0;
            foreach (double weight in weights.Weights[weights.Offsets[unit]..weights.Offsets[unit + 1]])
            {
                sum += weight;
            }

            if (!(Math.Abs(sum - 1) < 1e-9))
            {
                return false;
            }
        }

        return true;
    }
}
