using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Csv;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CsvSettings
{
    /// <summary>Column of dates.</summary>
    [Description("column of dates; left out, it is the first one")]
    public string? Date { get; set; }

    /// <summary>Format of the dates.</summary>
    [Description("format of the dates, as dd/MM/yyyy HH:mm; left out, it is ISO 8601 (2004-01-31, 2004-01-31 06:00) or digits alone (20040131, 2004013106)")]
    public string? DateFormat { get; set; }

    /// <summary>What parts the columns.</summary>
    [Description("what parts the columns; auto takes what parts the header")]
    public Separator Separator { get; set; } = Separator.Auto;

    /// <summary>Texts that stand for a gap.</summary>
    [Description("texts that stand for a gap; left out, they are an empty field, NA, NaN, nan, null, -9999, -9999.0, -999 and -999.0")]
    public IReadOnlyList<string>? Missing { get; set; }

    /// <summary>Units of the columns.</summary>
    [Description("unit of each column that does not have it in its heading, as in 'precipitation [mm]' or 'P (mm)'")]
    public IReadOnlyDictionary<string, string>? Units { get; set; }

    /// <summary>Columns that are not read.</summary>
    [Description("columns that are not read, such as quality flags")]
    public IReadOnlyList<string>? Ignore { get; set; }

    /// <summary>Whether numbers have a decimal comma.</summary>
    [Description("whether numbers have a decimal comma, as 3,5")]
    public bool DecimalComma { get; set; }
}

/// <summary>What parts the columns of a file.</summary>
public enum Separator
{
    /// <summary>The one of the others that the header holds most often.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>A comma.</summary>
    [JsonStringEnumMemberName("comma")]
    Comma,

    /// <summary>A semicolon.</summary>
    [JsonStringEnumMemberName("semicolon")]
    Semicolon,

    /// <summary>A tab.</summary>
    [JsonStringEnumMemberName("tab")]
    Tab,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CsvSettings))]
internal sealed partial class CsvJson : JsonSerializerContext;
