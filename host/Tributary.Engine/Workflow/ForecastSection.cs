using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The weather of the days to come, as it was forecast, for <c>tributary forecast</c>.</summary>
public sealed record ForecastSection
{
    [Required]
    [Description("NetCDF files of forecasts over issue time and lead time, and over basins where a file holds several; relative to this file; {basin} stands for a basin's id")]
    public string Files { get; set; } = string.Empty;

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
