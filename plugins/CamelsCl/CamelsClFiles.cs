using Tributary.Contracts;

namespace Tributary.Plugins.CamelsCl;

/// <summary>The numbered files of CAMELS-CL, each in a folder of its name or without one (Alvarez-Garreton et al., 2018, table 1).</summary>
/// <param name="folder">Folder of the data set.</param>
internal sealed class CamelsClFiles(string folder)
{
    public const string Expected =
        "The layout of CAMELS-CL is 1_CAMELScl_attributes/1_CAMELScl_attributes.txt, 2_CAMELScl_streamflow_m3s/2_CAMELScl_streamflow_m3s.txt and so on, tab-separated, with a column a gauge.";

    public const string Attributes = "1_CAMELScl_attributes";
    public const string Streamflow = "2_CAMELScl_streamflow_m3s";
    public const string Key = "gauge_id";

    /// <summary>The series that are read, with what they are; precipitation is that of one product.</summary>
    public static IEnumerable<(string Stem, Variable Variable, string Unit)> Series(PrecipitationProduct product) =>
    [
        (Streamflow, Variables.Discharge, "m3 s-1"),
        (PrecipitationOf(product), Variables.Precipitation, "mm"),
        ("8_CAMELScl_tmin_cr2met", Variables.AirTemperatureMinimum, "degC"),
        ("9_CAMELScl_tmax_cr2met", Variables.AirTemperatureMaximum, "degC"),
        ("10_CAMELScl_tmean_cr2met", Variables.AirTemperature, "degC"),
        ("12_CAMELScl_pet_hargreaves", Variables.PotentialEvapotranspiration, "mm"),
        ("13_CAMELScl_swe", Variables.SnowWaterEquivalent, "mm"),
    ];

    /// <summary>The file of a product.</summary>
    public static string PrecipitationOf(PrecipitationProduct product) => product switch
    {
        PrecipitationProduct.Chirps => "5_CAMELScl_precip_chirps",
        PrecipitationProduct.Mswep => "6_CAMELScl_precip_mswep",
        PrecipitationProduct.Tmpa => "7_CAMELScl_precip_tmpa",
        _ => "4_CAMELScl_precip_cr2met",
    };

    /// <summary>Where a file lies; null where it does not.</summary>
    public string? Find(string stem) =>
        Array.Find([Path.Combine(folder, stem, $"{stem}.txt"), Path.Combine(folder, $"{stem}.txt")], File.Exists);

    /// <summary>Where a file lies that must be there.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public string Demand(string stem) => Find(stem) ?? throw new InputException("there is no such file", Path.Combine(folder, stem, $"{stem}.txt"), Expected);
}
