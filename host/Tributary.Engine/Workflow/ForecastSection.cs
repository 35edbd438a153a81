using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The weather of the days to come, as it was forecast, for <c>tributary forecast</c>.</summary>
public sealed record ForecastSection
{
    [Description("NetCDF files of forecasts over issue time and lead time, and over basins and ensemble members where a file holds several; relative to this file; {basin} stands for a basin's id")]
    public string? Files { get; set; }

    [Description("the forecasts in any other layout, read as 'forcing' is: the weather of the lead time alone, its files named by {issue} (or {issue:yyyyMMdd}) and, where there are several members, {member}. Left out with 'files', the observed forcing of the lead time is taken: perfect forecasts")]
    public ForcingSection? Forcing { get; set; }

    [Description("with 'forcing': how many members there are, numbered from 1, or their names")]
    [Schema("""{ "anyOf": [ { "type": "integer", "minimum": 1, "maximum": 10000 }, { "type": "array", "items": { "type": ["string", "integer"] }, "minItems": 1 } ] }""")]
    public IReadOnlyList<string> Members { get; set; } = [];

    [Description("time steps ahead; left out, as many as 'files' have, else 10. A model that forecasts by itself has its own")]
    [Range(1, 100000)]
    public int? Lead { get; set; }

    [Description("time steps from one issue to the next, where 'issues' are given and 'files' do not say when they were issued")]
    [Range(1, 100000)]
    public int Every { get; set; } = 1;

    [Description("discharge whose exceedance is told, as the share of the members above it")]
    public IReadOnlyList<ThresholdSection> Thresholds { get; set; } = [];

    [Description("first and last issue to forecast from, both inclusive; left out, all whose past the forcing covers")]
    [Schema("""{ "type": "array", "items": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2})?)?$" }, "minItems": 2, "maxItems": 2 }""")]
    public IReadOnlyList<string>? Issues { get; set; }

    [Description("which array of the files is which variable: its name, or a mapping with its name and unit; only where the files do not say")]
    [Schema("""
        {
          "type": "object",
          "additionalProperties": {
            "description": "a name, or { name: NAME, unit: UNIT }",
            "anyOf": [
              { "type": "string" },
              {
                "type": "object",
                "properties": {
                  "name": { "type": "string", "description": "the files' own name" },
                  "unit": { "type": "string", "description": "its unit, where the files do not say" }
                },
                "additionalProperties": false
              }
            ]
          }
        }
        """)]
    public IReadOnlyDictionary<string, SeriesSection> Variables { get; set; } = new Dictionary<string, SeriesSection>();
}

/// <summary>A discharge worth a warning.</summary>
public sealed record ThresholdSection
{
    /// <summary>The key of a discharge that holds at all gauges; no gauge has it.</summary>
    internal const string Everywhere = "";

    [Required]
    [Description("its name, as flood")]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    public string Name { get; set; } = string.Empty;

    [Description("m3 s-1, the same at all gauges or by gauge")]
    [Schema("""{ "anyOf": [ { "type": "number" }, { "type": "object", "additionalProperties": { "type": "number" } } ] }""")]
    public IReadOnlyDictionary<string, double>? Discharge { get; set; }

    [Description("instead of 'discharge': the share of the observed time steps of the run that do not exceed it")]
    [Range(0.0, 1.0)]
    public double? Quantile { get; set; }
}
