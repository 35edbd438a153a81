using Tributary.Contracts;
using Tributary.Plugins.Flux;

namespace Tributary.Tests.Flux;

/// <summary>Models of the flux plugin on one unit with invented weather.</summary>
internal static class FluxModels
{
    /// <summary>Every model that comes with the plugin, once with each option of each of its decisions.</summary>
    public static TheoryData<string> Shipped =>
    [
        """{ "structure": "gr4j" }""",
        """{ "structure": "hymod" }""",
        """{ "structure": "fuse" }""",
        .. FuseOptions.Select(option => $$"""{ "structure": "fuse", "decisions": { "{{option.Decision}}": "{{option.Option}}" } }"""),
        """{ "structure": "fuse", "decisions": { "upper_layer": "tension2_1", "lower_layer": "tens2pll_2", "percolation": "perc_lower", "evaporation": "rootweight", "surface_runoff": "prms_varnt", "interflow": "intflwsome" } }""",
    ];

    /// <summary>FUSE's options other than the defaults.</summary>
    private static (string Decision, string Option)[] FuseOptions =>
    [
        ("upper_layer", "tension1_1"), ("upper_layer", "tension2_1"), ("surface_runoff", "prms_varnt"), ("surface_runoff", "tmdl_param"), ("evaporation", "rootweight"), ("percolation", "perc_w2sat"),
        ("percolation", "perc_lower"), ("interflow", "intflwsome"), ("lower_layer", "unlimpow_2"), ("lower_layer", "unlimfrc_2"), ("lower_layer", "tens2pll_2"), ("routing", "rout_none"),
    ];

    public static ModelTrial Trial(string settings, int steps = 1500, params int[] seeds) => Trial(settings, [.. (seeds.Length == 0 ? [1] : seeds).Select(seed => new SyntheticWeather(steps, seed))]);

    public static ModelTrial Trial(string settings, SyntheticWeather[] weather) => HostedTrial.Of(
        new FluxPlugin(),
        settings,
        weather[0].Time,
        new CatchmentUnits([.. weather.Select((_, unit) => $"unit{unit}")], [.. weather.Select(_ => 1.0)]),
        [.. weather.Select(unit => unit.Precipitation), .. weather.Select(unit => unit.PotentialEvapotranspiration)]);

    public static string Settings(string file) => $$"""{ "model": "{{file}}" }""";
}
