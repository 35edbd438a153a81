using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>How well-known data sets name the fields of their networks.</summary>
public static class NetworkPresets
{
    private static readonly MeasuredField Slope = new("slope", "1");

    // Marks that BasinMaker leaves where it computed nothing; attributes that lakes and channels are routed with.
    private static readonly double[] BasinMakerMarks = [-1.2345, -9999];

    private static readonly Dictionary<string, NetworkFields[]> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["merit-basins"] = [new("COMID", "NextDownID", Length: new("lengthkm", "km"), Slope: Slope), new("COMID", "NextDownID")],
        ["hydrobasins"] = [new("HYBAS_ID", "NEXT_DOWN")],
        ["nhdplus"] =
        [
            new("COMID", "DnHydroseq", "Hydroseq", new("LENGTHKM", "km"), Slope) { MissingMarks = [-9998] },
            new("COMID", "tonode", "fromnode", new("LENGTHKM", "km"), Slope) { MissingMarks = [-9998] },
        ],
        ["tdx-hydro"] = [new("LINKNO", "DSLINKNO", Length: new("Length", "m"), Slope: new("Slope", "1")), new("LINKNO", "DSLINKNO")],
        ["mizuroute"] = [new("segId", "downSegId", Length: new("length", "m"), Slope: Slope)],
        ["nwm"] =
        [
            new("link", "to", Length: new("Length", "m"), Slope: new("So", "1"))
            {
                // The model's ChSlp is the rise of a bank per run.
                Attributes =
                [
                    new(ChannelGeometry.RoughnessAttribute, "n", "1", "1"), new(ChannelGeometry.WidthAttribute, "BtmWdth", "m", "m"),
                    new(ChannelGeometry.SideSlopeAttribute, "ChSlp", "1", "1", Inverse: true), new("storage_time", "MusK", "s", "s"), new("weighting", "MusX", "1", "1"),
                ],
            },
        ],
        ["basinmaker"] = [BasinMaker("RivLength"), BasinMaker("Rivlen")],
        ["delineated"] = [new("id", "downstream", Length: new("length_m", "m"), Slope: Slope)],
    };

    /// <summary>The names of the presets.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The ways in which a data set names its fields.</summary>
    /// <exception cref="InputException">There is no such preset.</exception>
    public static IReadOnlyList<NetworkFields> Find(string name) =>
        ByName.TryGetValue(name, out NetworkFields[]? fields)
            ? fields
            : throw new InputException($"there is no network preset '{name}'", remedy: $"There are {string.Join(", ", Names)}; or name the fields.");

    private static NetworkFields BasinMaker(string length) => new("SubId", "DowSubId", Length: new(length, "m"), Slope: new("RivSlope", "1"))
    {
        ShortestLengthMetres = 1,
        MissingMarks = BasinMakerMarks,
        Attributes =
        [
            new(ChannelGeometry.WidthAttribute, "BkfWidth", "m", "m"), new(ChannelGeometry.RoughnessAttribute, "Ch_n", "1", "1"),
            new(ChannelGeometry.DrainageAreaAttribute, "DrainArea", "m2", "km2"), new("lake_area", "LakeArea", "m2", "km2"), new("lake_depth", "LakeDepth", "m", "m"),
            new("lake_volume", "LakeVol", "km3", "km3"), new("mean_inflow", "Q_Mean", "m3 s-1", "m3 s-1"),
        ],
    };
}
