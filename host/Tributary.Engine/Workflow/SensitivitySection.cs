using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>How it is told which parameters of a member matter.</summary>
public sealed record SensitivitySection
{
    [Description("Sobol' (shares of the variance: first order and total) or Morris (elementary effects, for many parameters and few runs)")]
    [AllowedValues("sobol", "morris")]
    public string Method { get; set; } = "sobol";

    [Description("the score on the calibration period that the parameters matter to: one, or a mapping of scores to weights")]
    [Schema(CalibrationSection.ObjectiveSchema)]
    public IReadOnlyDictionary<string, double> Objective { get; set; } = new Dictionary<string, double> { ["kge"] = 1 };

    [Description("sobol: rows of the design, of as many model runs as there are parameters and two more; morris: trajectories, of one more")]
    [Range(2, 1000000)]
    public int Samples { get; set; } = 256;

    [Description("bootstrap samples that the confidence intervals rest on")]
    [Range(0, 100000)]
    public int Resamples { get; set; } = 500;

    [Description("seed; left out, that of the run")]
    public int? Seed { get; set; }

    [Description("narrower bounds of parameters: [lowest, highest]")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 } }""")]
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Bounds { get; set; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>As a calibration that is run at given points.</summary>
    internal CalibrationSection AsCalibration() => new() { Algorithm = $"{Method} {Resamples}", Objective = Objective, Budget = Samples, Seed = Seed, Bounds = Bounds };
}
