using Tributary.Contracts;

namespace Tributary.Plugins.CamelsUs;

/// <summary>Where the files of CAMELS-US lie, with or without a folder for each of the 18 hydrologic regions.</summary>
internal sealed class CamelsUsLayout
{
    public const string Expected =
        "The layout of CAMELS-US is basin_mean_forcing/PRODUCT/[REGION/]ID_lump_NAME_forcing_leap.txt, "
        + "usgs_streamflow/[REGION/]ID_streamflow_qc.txt and camels_attributes_v2.0/camels_*.txt, REGION being two digits or absent.";

    private readonly string _product;

    /// <exception cref="InputException">A folder is missing, or holds no forcing.</exception>
    public CamelsUsLayout(string folder, ForcingProduct product, Action<string> warn)
    {
        _product = Path.Combine(folder, "basin_mean_forcing", NameOf(product));
        if (!Directory.Exists(_product))
        {
            throw new InputException("there is no such folder", _product, Expected);
        }

        Forcing = ById(_product, "*_forcing_leap.txt", warn);
        if (Forcing.Count == 0)
        {
            throw new InputException("holds no file ID_lump_NAME_forcing_leap.txt", _product, Expected);
        }

        StreamflowFolder = Path.Combine(folder, "usgs_streamflow");
        Streamflow = Directory.Exists(StreamflowFolder) ? ById(StreamflowFolder, "*_streamflow_qc.txt", warn) : [];
        AttributeFolder = Path.Combine(folder, "camels_attributes_v2.0");
    }

    public Dictionary<string, string> Forcing { get; }

    public Dictionary<string, string> Streamflow { get; }

    public string StreamflowFolder { get; }

    public string AttributeFolder { get; }

    public string ForcingOf(string basin) => Forcing.TryGetValue(basin, out string? path)
        ? path
        : throw new InputException($"there is no file {basin}_lump_NAME_forcing_leap.txt of basin {basin}", _product, Expected);

    public AttributeFiles ReadAttributes()
    {
        var attributes = new AttributeFiles();
        if (Directory.Exists(AttributeFolder))
        {
            foreach (string path in Directory.EnumerateFiles(AttributeFolder, "camels_*.txt").Order(StringComparer.Ordinal))
            {
                attributes.Add(path, ';', "gauge_id");
            }
        }

        return attributes;
    }

    private static string NameOf(ForcingProduct product) => product switch
    {
        ForcingProduct.Maurer => "maurer",
        ForcingProduct.MaurerExtended => "maurer_extended",
        ForcingProduct.Nldas => "nldas",
        _ => "daymet",
    };

    private static Dictionary<string, string> ById(string folder, string pattern, Action<string> warn)
    {
        var files = new Dictionary<string, string>();
        foreach (string path in Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            string id = name[..name.IndexOf('_', StringComparison.Ordinal)];
            if (!files.TryAdd(id, path))
            {
                warn($"basin {id} has two files, of which the first is read: {files[id]} and {path}");
            }
        }

        return files;
    }
}
