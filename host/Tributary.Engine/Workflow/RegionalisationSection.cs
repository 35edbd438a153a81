using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How a basin gets its parameters from others, as an ungauged one must.</summary>
public sealed record RegionalisationSection
{
    [Description("donors: the mean over the basins with the most similar attributes, by the inverse of their distance; regression: each parameter by linear regression on the attributes")]
    [AllowedValues("donors", "regression")]
    public string Method { get; set; } = "donors";

    [Required]
    [MinLength(1)]
    [Description("attributes of the basins that parameters depend on")]
    [Schema("""{ "type": "array", "items": { "type": "string" }, "minItems": 1 }""")]
    public IReadOnlyList<string> Attributes { get; set; } = [];

    [Description("donors: how many")]
    [Range(1, 1000)]
    public int Neighbours { get; set; } = 3;
}
