using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Invented catchments that the workflow runs on, made where they are not there yet.</summary>
public sealed record SyntheticSection
{
    [Description("folder to make them in, in Caravan's layout, relative to this file")]
    public string Folder { get; set; } = "data";

    [Required]
    [MinLength(1)]
    [Description("the regions; the basins of each are NAME_1, NAME_2 and so on, listed in FOLDER/NAME.txt")]
    public IReadOnlyList<SyntheticRegionSection> Regions { get; set; } = [];
}

/// <summary>Many invented catchments side by side.</summary>
public sealed record SyntheticRegionSection
{
    [Required]
    [Description("name of the region, with which ids begin")]
    [RegularExpression("^[A-Za-z0-9]+$")]
    public string Name { get; set; } = string.Empty;

    [Required]
    [Description("the model plugin that is the truth")]
    public string Model { get; set; } = string.Empty;

    [Description("its settings")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Settings { get; set; }

    [Description("true parameters that attributes (0 to 1) drive from a low to a high value")]
    public IReadOnlyDictionary<string, DrivenSection> Driven { get; set; } = new Dictionary<string, DrivenSection>();

    [Description("number of basins")]
    [Range(1, 10000)]
    public int Basins { get; set; } = 20;

    [Description("length in years, from 2001")]
    [Range(1, 1000)]
    public int Years { get; set; } = 15;

    [Description("seed of the weather, the attributes and the observer's errors")]
    public int Seed { get; set; } = 1;

    [Description("what precipitation is multiplied by")]
    [Range(0.01, 100.0)]
    public double Wetness { get; set; } = 1;

    [Description("degrees that it is warmer")]
    [Range(-50.0, 50.0)]
    public double Warmth { get; set; }
}

/// <summary>A true parameter that an attribute drives.</summary>
public sealed record DrivenSection
{
    [Required]
    [Description("name of the attribute")]
    public string Attribute { get; set; } = string.Empty;

    [Required]
    [Description("the parameter's value where the attribute is 0")]
    public double Low { get; set; }

    [Required]
    [Description("its value where the attribute is 1")]
    public double High { get; set; }
}
