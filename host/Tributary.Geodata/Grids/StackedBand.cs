using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A band of a raster as a step of a series.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Name">The variable that it holds.</param>
/// <param name="Date">Its date; null where nothing says it.</param>
/// <param name="Unit">Its unit; null where it has none.</param>
/// <param name="Scale">What a stored value is multiplied by.</param>
/// <param name="Metadata">The items of its metadata.</param>
internal sealed partial record StackedBand(int Number, string Name, DateTime? Date, string? Unit, double Scale, IReadOnlyDictionary<string, string> Metadata)
{
    private const string NetCdfTime = "NETCDF_DIM_time";

    private static readonly string[] DateItems = ["time", "date", "datetime", "valid_time"];

    /// <summary>The bands of a raster.</summary>
    /// <exception cref="InputException">A date cannot be read, or several bands of one name have none.</exception>
    public static IReadOnlyList<StackedBand> Read(RasterFile raster, RasterStackSettings settings)
    {
        DateTime? first = settings.DatePattern is { } pattern ? new DatePattern(pattern).DateOf(raster.Path) : settings.Start;
        IReadOnlyDictionary<string, string> ofFile = raster.Metadata();
        var bands = new List<StackedBand>();
        var counts = new Dictionary<string, int>();
        for (int number = 1; number <= raster.BandCount; number++)
        {
            RasterBand band = raster.Band(number);
            (DateTime Date, string Remainder)? described = DatePattern.Find(band.Description);
            string name = band.Metadata.GetValueOrDefault("NETCDF_VARNAME") ?? described?.Remainder ?? band.Description;
            name = name.Length == 0 || Nameless().IsMatch(name) ? settings.Variable ?? "band" : name;
            int index = counts[name] = counts.GetValueOrDefault(name) + 1;
            DateTime? date = described?.Date ?? FromItems(band.Metadata, ofFile, raster.Path) ?? Counted(first, index, settings.Step, raster.Path);
            string? unit = band.Unit ?? band.Metadata.GetValueOrDefault("units") ?? band.Metadata.GetValueOrDefault("UNITS");
            bands.Add(new StackedBand(number, name, date, unit, band.Scale, band.Metadata));
        }

        StackedBand? undated = bands.Find(band => band.Date is null && counts[band.Name] > 1);
        return undated is null
            ? bands
            : throw new InputException(
                $"nothing says the date of its band {undated.Number}", $"{raster.Path}, {undated.Name}",
                "Give the bands dates as descriptions, or state the start and the step, or the pattern of the date in the file's name and the step.");
    }

    private static DateTime? Counted(DateTime? first, int index, TimeSpan? step, string path) => first is null || index == 1
        ? first
        : first + ((index - 1) * (step ?? throw new InputException("it has several bands and no step from one to the next is stated", path, "State the step.")));

    private static DateTime? FromItems(IReadOnlyDictionary<string, string> ofBand, IReadOnlyDictionary<string, string> ofFile, string path)
    {
        // As gdal_translate keeps them of a NetCDF file.
        if (ofBand.GetValueOrDefault(NetCdfTime) is { } number && ofFile.GetValueOrDefault("time#units") is { } units)
        {
            return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? CfTime.Decode([value], units, ofFile.GetValueOrDefault("time#calendar"), $"{path}, time#units")[0]
                : throw new InputException($"its item {NetCdfTime}={number} is no number", path);
        }

        foreach ((string key, string text) in ofBand)
        {
            if (DateItems.Contains(key, StringComparer.OrdinalIgnoreCase) && DatePattern.Find(text) is { } found)
            {
                return found.Date;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(band|layer|b)?[ _-]?\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nameless();
}
