using Tributary.Contracts;

namespace Tributary.Plugins.Hbv;

/// <summary>What the model is: parameters, forcing and outputs, each declared once. Ranges after Parajka et al. (2007).</summary>
internal static class HbvDescriptor
{
    public const int PrecipitationInput = 0;
    public const int TemperatureInput = 1;
    public const int EvapotranspirationInput = 2;

    public const int RunoffOutput = 0;
    public const int EvapotranspirationOutput = 1;
    public const int SnowOutput = 2;
    public const int SoilMoistureOutput = 3;
    public const int UpperZoneOutput = 4;
    public const int LowerZoneOutput = 5;
    public const int OutputCount = 6;

    /// <summary>Longest base of the triangular transfer in days.</summary>
    public const double LongestBaseDays = 30;

    public static ModelDescriptor Model { get; } = new()
    {
        Name = "HBV",
        Description = "HBV-96 with 15 parameters (Lindström et al., 1997; Parajka et al., 2007)",
        Parameters =
        [
            new("SCF", "1", 0.9, 1.5, 1.1, "snow correction factor: what falls over what a gauge catches"),
            new("DDF", "mm degC-1 d-1", 0, 5, 2, "degree-day factor"),
            new("Tr", "degC", 1, 3, 2, "above this all precipitation is rain"),
            new("Ts", "degC", -3, 1, -1, "below this all precipitation is snow"),
            new("Tm", "degC", -2, 2, 0, "snow melts above this"),
            new("LPrat", "1", 0.01, 1, 0.9, "soil moisture from which evapotranspiration is potential, as a share of FC"),
            new("FC", "mm", 1, 600, 150, "field capacity"),
            new("BETA", "1", 0.01, 20, 3, "exponent of the runoff from the soil"),
            new("k0", "d", 0.05, 2, 0.5, "residence time of the fast outlet"),
            new("k1", "d", 2, 30, 9, "residence time of the slow outlet"),
            new("k2", "d", 30, 250, 100, "residence time of the lower zone"),
            new("lsuz", "mm", 1, 100, 50, "water in the upper zone from which the fast outlet runs"),
            new("cperc", "mm d-1", 0, 8, 2, "percolation to the lower zone"),
            new("bmax", "d", 0, LongestBaseDays, 10, "longest base of the triangular transfer"),
            new("croute", "d2 mm-1", 0, 50, 26.5, "shortening of that base with the outflow"),
        ],
        Forcing =
        [
            new(Variables.Precipitation),
            new(Variables.AirTemperature),
            new(Variables.PotentialEvapotranspiration),
        ],
        Outputs =
        [
            new(Variables.Runoff),
            new(Variables.Evapotranspiration),
            new(Variables.SnowWaterEquivalent),
            new(Variables.SoilMoisture),
            new(new Variable("upper_zone", "", "mm", CellMethod.Point, "water in the upper zone", 0)),
            new(new Variable("lower_zone", "", "mm", CellMethod.Point, "water in the lower zone", 0)),
        ],
        WaterBalance = new([Variables.Precipitation.Name], [Variables.Runoff.Name, Variables.Evapotranspiration.Name])
        {
            Neutral = new Dictionary<string, double> { ["SCF"] = 1 },
        },
        ShortestStep = TimeSpan.FromHours(1),
        LongestStep = TimeSpan.FromDays(1),
    };
}
