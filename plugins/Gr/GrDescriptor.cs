using Tributary.Contracts;

namespace Tributary.Plugins.Gr;

/// <summary>What each variant is: its parameters, forcing and outputs, each declared once.</summary>
internal static class GrDescriptor
{
    public const int PrecipitationInput = 0;
    public const int EvapotranspirationInput = 1;
    public const int TemperatureInput = 2;

    public const int RunoffOutput = 0;
    public const int EvapotranspirationOutput = 1;
    public const int ProductionStoreOutput = 2;
    public const int RoutingStoreOutput = 3;
    public const int ExchangeOutput = 4;
    public const int ExponentialStoreOutput = 5;

    private static readonly Variable ProductionStore =
        new("production_store", "", "mm", CellMethod.Point, "water in the production store", 0);

    private static readonly Variable RoutingStore =
        new("routing_store", "", "mm", CellMethod.Point, "water in the routing store", 0);

    private static readonly Variable Exchange =
        new("groundwater_exchange", "", "mm", CellMethod.Sum, "water gained from (or, negative, lost to) other catchments underground");

    private static readonly Variable ExponentialStore =
        new("exponential_store", "", "mm", CellMethod.Point, "water in the exponential store; negative where it is below its reference");

    public static ModelDescriptor Of(GrSettings settings)
    {
        bool hourly = settings.Variant == GrVariant.GR4H;
        bool snow = settings.Snow == SnowRoutine.CemaNeige;
        var step = hourly ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        return new ModelDescriptor
        {
            Name = snow ? $"{settings.Variant} with CemaNeige" : settings.Variant.ToString(),
            Description = settings.Variant switch
            {
                GrVariant.GR4J => "daily lumped rainfall-runoff model with four parameters (Perrin et al., 2003)",
                GrVariant.GR5J => "daily lumped rainfall-runoff model with five parameters (Le Moine, 2008)",
                GrVariant.GR6J => "daily lumped rainfall-runoff model with six parameters, for low flows (Pushpalatha et al., 2011)",
                _ => "hourly lumped rainfall-runoff model with four parameters (Mathevet, 2005)",
            },
            Parameters = [.. Parameters(settings.Variant, hourly), .. snow ? SnowParameters(hourly) : []],
            Forcing =
            [
                new(Variables.Precipitation),
                new(Variables.PotentialEvapotranspiration),
                .. snow ? [new ForcingDeclaration(Variables.AirTemperature)] : Array.Empty<ForcingDeclaration>(),
            ],
            Outputs =
            [
                new(Variables.Runoff),
                new(Variables.Evapotranspiration),
                new(ProductionStore),
                new(RoutingStore),
                new(Exchange),
                .. settings.Variant == GrVariant.GR6J ? [new OutputDeclaration(ExponentialStore)] : Array.Empty<OutputDeclaration>(),
                .. snow ? [new OutputDeclaration(Variables.SnowWaterEquivalent)] : Array.Empty<OutputDeclaration>(),
            ],
            WaterBalance = new([Variables.Precipitation.Name, Exchange.Name], [Variables.Runoff.Name, Variables.Evapotranspiration.Name]),
            ShortestStep = step,
            LongestStep = step,
            Capabilities = Capabilities.Stateful | Capabilities.SpatiallyIndependent
                | (snow && settings.MeanAnnualSolidPrecipitation is null ? Capabilities.SurveysForcing : Capabilities.None),
        };
    }

    private static IEnumerable<ParameterDeclaration> Parameters(GrVariant variant, bool hourly)
    {
        string perStep = hourly ? "mm h-1" : "mm d-1";
        yield return new("X1", "mm", 1, 3000, 350, "capacity of the production store", ParameterScale.Logarithmic);
        yield return new("X2", perStep, hourly ? -5 : -10, hourly ? 5 : 10, 0, "groundwater exchange coefficient");
        yield return new("X3", "mm", 1, 1000, 90, "capacity of the routing store", ParameterScale.Logarithmic);
        yield return hourly
            ? new("X4", "h", 0.5, 240, 24, "time base of the unit hydrograph", ParameterScale.Logarithmic)
            : new("X4", "d", 0.5, 20, 1.7, "time base of the unit hydrograph", ParameterScale.Logarithmic);
        if (variant is GrVariant.GR5J or GrVariant.GR6J)
        {
            yield return new("X5", "1", -4, 4, 0, "filling of the routing store at which the groundwater exchange changes its sign");
        }

        if (variant is GrVariant.GR6J)
        {
            yield return new("X6", "mm", 0.05, 100, 10, "coefficient of the exponential store", ParameterScale.Logarithmic);
        }
    }

    private static IEnumerable<ParameterDeclaration> SnowParameters(bool hourly)
    {
        yield return new("CTG", "1", 0, 1, 0.5, "weight of the snow pack's past temperature");
        yield return hourly
            ? new("Kf", "mm degC-1 h-1", 0.01, 5, 0.2, "degree-hour melt factor", ParameterScale.Logarithmic)
            : new("Kf", "mm degC-1 d-1", 0.1, 20, 4, "degree-day melt factor", ParameterScale.Logarithmic);
    }
}
