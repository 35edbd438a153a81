namespace Tributary.Plugins.Flux.Language;

/// <summary>The functions of the language.</summary>
public static class Functions
{
    /// <summary>P(a, z) of the gamma distribution: the share below z with shape a and scale 1.</summary>
    public const string GammaShare = "gamma_share";

    /// <summary>Contents of a store at the start of the step, before any flux.</summary>
    public const string Start = "start";

    /// <summary>How many arguments each takes.</summary>
    public static IReadOnlyDictionary<string, int> ArgumentCount { get; } = new Dictionary<string, int>
    {
        ["min"] = 2,
        ["max"] = 2,
        ["clamp"] = 3,
        ["abs"] = 1,
        ["sqrt"] = 1,
        ["exp"] = 1,
        ["log"] = 1,
        ["tanh"] = 1,
        ["floor"] = 1,
        [GammaShare] = 2,
        [Start] = 1,
    };
}
