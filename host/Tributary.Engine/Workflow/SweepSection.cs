using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Variants of the workflow that are tried, of which the best by the validation period becomes the run's result.</summary>
public sealed record SweepSection
{
    /// <summary>All combinations.</summary>
    public const string Grid = "grid";

    /// <summary>Points drawn at random.</summary>
    public const string Random = "random";

    /// <summary>Points drawn at random, each key's range covered evenly.</summary>
    public const string LatinHypercube = "latin-hypercube";

    /// <summary>Points drawn where those tried so far were good.</summary>
    public const string Tpe = "tpe";

    /// <summary>More of a resource for the better ones.</summary>
    public const string SuccessiveHalving = "successive-halving";

    [Required]
    [Description("grid: all combinations; random; latin-hypercube: random, each range covered evenly; tpe: one after another, where those before were good (a tree-structured Parzen estimator); successive-halving: more of a resource for the better ones, step by step")]
    [AllowedValues(Grid, Random, LatinHypercube, Tpe, SuccessiveHalving)]
    public string Method { get; set; } = string.Empty;

    [Required]
    [Description("keys of this workflow by path (members, basins and gauges by name, as models.gr4j.settings.variant), and for each a list of values or a range")]
    [Schema("""
        {
          "type": "object",
          "minProperties": 1,
          "additionalProperties": {
            "description": "a list of values, or { from: NUMBER, to: NUMBER, scale: linear or log, count: VALUES IN A GRID }",
            "anyOf": [
              { "type": "array", "minItems": 1 },
              {
                "type": "object",
                "properties": {
                  "from": { "type": "number", "description": "lowest value" },
                  "to": { "type": "number", "description": "highest value; both whole where the key takes whole numbers only" },
                  "scale": { "type": "string", "enum": ["linear", "log"], "default": "linear", "description": "what is covered evenly: the values, or their logarithms" },
                  "count": { "type": "integer", "minimum": 2, "maximum": 100000, "description": "grid: how many values, ends included" }
                },
                "required": ["from", "to"],
                "additionalProperties": false
              }
            ]
          }
        }
        """)]
    public IReadOnlyDictionary<string, JsonElement> Over { get; set; } = new Dictionary<string, JsonElement>();

    [Description("points to draw; a grid takes all of its own, and so does successive-halving where it is left out")]
    [Range(1, 100000)]
    public int? Budget { get; set; }

    [Description("the score of the validation period by which points are compared, median over the gauges; left out, nse")]
    public string Metric { get; set; } = "nse";

    [Description("the members that are run and compared; left out, those that the keys belong to, or all where a key belongs to none")]
    [MinLength(1)]
    public IReadOnlyList<string>? Members { get; set; }

    [Description("successive-halving: what the better ones get more of")]
    public HalvingSection? Halving { get; set; }

    [Description("seed of the drawing; left out, that of the run")]
    public int? Seed { get; set; }
}

/// <summary>What successive halving gives more of.</summary>
public sealed record HalvingSection
{
    [Required]
    [Description("path of a key of whole numbers, as models.lstm.settings.epochs or models.gr4j.calibrate.budget")]
    public string Resource { get; set; } = string.Empty;

    [Required]
    [Description("its value for all points")]
    [Range(1, 2000000000)]
    public int From { get; set; }

    [Required]
    [Description("its value for the last ones")]
    [Range(1, 2000000000)]
    public int To { get; set; }

    [Description("from step to step, the resource grows by this factor and the points are fewer by it")]
    [Range(2, 1000)]
    public int Factor { get; set; } = 2;
}
