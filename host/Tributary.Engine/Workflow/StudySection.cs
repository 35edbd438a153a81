using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A study of transfer: sources of several sizes, from whose trained network members take their start on this workflow's basins, with few and many years.</summary>
public sealed record StudySection
{
    [Required]
    [Description("where the network comes from that members begin with: trained here on other basins, or trained before")]
    public StudySourceSection Source { get; set; } = new();

    [Description("years of discharge to learn from, one target each: the last so many of the calibration period; left out, all of it")]
    [Schema("""{ "type": "array", "items": { "type": "integer", "minimum": 1, "maximum": 1000 }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<int> Years { get; set; } = [];

    [Description("trainings of each member that does not say 'seeds' itself; each is scored on its own, and so is their mean")]
    [Range(1, 1000)]
    public int Seeds { get; set; } = 1;

    [Description("basins where the baseline has a lower NSE in the calibration period are candidates for adapting (candidates.csv)")]
    public double Threshold { get; set; } = 0.5;

    [Description("cross-validation over years: calibration and test together are divided into so many blocks, each the test once, with the years before it (or behind it) to learn from; left out, the test is that of the splits")]
    [Range(2, 100)]
    public int? CrossValidation { get; set; }
}

/// <summary>Where a study's network comes from.</summary>
public sealed record StudySourceSection
{
    [Description("folder of a network trained before, in place of 'model' and 'domain'")]
    public string? Trained { get; set; }

    [Description("the model that learns on the source basins")]
    public StudyModelSection? Model { get; set; }

    [Description("the source basins, as the workflow's own domain is written")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Domain { get; set; }

    [Description("the source's forcing; left out, the workflow's")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Forcing { get; set; }

    [Description("the source's period; left out, the workflow's")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Period { get; set; }

    [Description("the source's splits; left out, the workflow's")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Splits { get; set; }

    [Description("numbers of source basins, or all; each is a part of the next, drawn by the run's seed; left out, all")]
    [Schema("""{ "type": "array", "items": { "anyOf": [ { "type": "integer", "minimum": 1 }, { "type": "string", "enum": ["all"] } ] }, "minItems": 1, "uniqueItems": true }""")]
    public IReadOnlyList<JsonElement> Sizes { get; set; } = [];

    [Description("the members that are tried with the smaller sources too, at the fewest years; left out, all that take the source")]
    public IReadOnlyList<string>? Compare { get; set; }
}

/// <summary>The model that a study's source is.</summary>
public sealed record StudyModelSection
{
    [Required]
    [Description("the model plugin")]
    public string Plugin { get; set; } = string.Empty;

    [Description("the plugin's own settings")]
    [Schema("""{ "type": "object" }""")]
    public JsonElement Settings { get; set; }

    [Description("seed of its training; left out, that of the run")]
    public int? Seed { get; set; }
}
