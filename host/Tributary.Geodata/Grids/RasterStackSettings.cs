namespace Tributary.Geodata;

/// <summary>How rasters make a series where their bands do not say it themselves, by their descriptions or metadata.</summary>
public sealed record RasterStackSettings
{
    /// <summary>
    /// How the date stands in a file's name, as <c>tp_{yyyyMMdd}.tif</c> or <c>{yyyy}/tp_{MM-dd}*.tif</c>: inside braces <c>yyyy</c>, <c>MM</c>, <c>dd</c>,
    /// <c>DDD</c> (day of the year), <c>HH</c>, <c>mm</c>, <c>ss</c> and what stands between them, outside <c>*</c> and <c>?</c>. It is the date of the first band.
    /// </summary>
    public string? DatePattern { get; init; }

    /// <summary>The date of the first band of a file whose name and bands bear none.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Time from band to band.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>The variable that bands without a name of their own hold; null for <c>band</c>.</summary>
    public string? Variable { get; init; }
}
