using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How members are combined into one hydrograph.</summary>
public sealed record EnsembleSection
{
    [Description("the members that are combined; left out, all")]
    [MinLength(2)]
    public IReadOnlyList<string>? Members { get; set; }

    [Description("hydrographs that were simulated elsewhere, as by an earlier run; they are combined, scored and written as members are")]
    public IReadOnlyList<GivenSection> Given { get; set; } = [];

    [Required]
    [MinLength(1)]
    [Description("ways of combining, each fitted at each gauge on the validation period alone; a name, or { method: NAME, settings: {...} }")]
    [Schema(CombinationSection.Form)]
    public IReadOnlyList<CombinationSection> Combine { get; set; } = [];

    [Description("whether each combination is fitted again without each member, to tell what the member adds")]
    public bool LeaveOneOut { get; set; } = true;

    [Description("the member or combination whose hydrograph is written; left out, at each gauge the best by the validation period of the members and the combinations that nothing is fitted of")]
    public string? Choose { get; set; }
}

/// <summary>A hydrograph that was simulated elsewhere.</summary>
public sealed record GivenSection
{
    [Required]
    [Description("its name as a member; unique")]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    public string Name { get; set; } = string.Empty;

    [Required]
    [Description("NetCDF file, relative to this file, with {gauge} for a gauge's id where each has its own; results.nc of another run will do")]
    public string File { get; set; } = string.Empty;

    [Required]
    [Description("the variable, as discharge_gr4j")]
    public string Variable { get; set; } = string.Empty;

    [Description("its unit, where the file does not say")]
    public string? Unit { get; set; }
}

/// <summary>A way of combining, with its settings.</summary>
public sealed record CombinationSection
{
    internal const string Form = """
        {
          "type": "array",
          "minItems": 1,
          "items": {
            "anyOf": [
              { "type": "string" },
              {
                "type": "object",
                "properties": {
                  "method": { "type": "string", "description": "the way of combining" },
                  "name": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "description": "its name in results; left out, that of the method" },
                  "settings": { "type": "object", "description": "its own settings" }
                },
                "required": ["method"],
                "additionalProperties": false
              }
            ]
          }
        }
        """;

    public string Method { get; set; } = string.Empty;

    public string? Name { get; set; }

    public JsonElement Settings { get; set; }
}
