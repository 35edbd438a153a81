using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Flux;

namespace Tributary.Tests.Flux;

/// <summary>What is wrong in a model file is said with file, line, column, what it concerns, and a way out.</summary>
public sealed class FluxErrorTests
{
    private const string Right = """
        name: bucket
        forcing: { P: precipitation, E: potential_evapotranspiration }
        parameters:
          k: { unit: d-1, bounds: [0.01, 1] }
          Smax: { unit: mm, bounds: [10, 500] }
        stores:
          S: { initial: 0.5 * Smax }
        values:
          wetness: S / Smax
        fluxes:
          rain:
            from: P
            to: S
          loss:
            from: S
            to: evapotranspiration
            value: E * wetness
          flow:
            from: S
            to: runoff
            value: k * dt * S
        """;

    [Fact]
    public void The_file_that_the_others_spoil_is_right()
    {
        using ModelTrial trial = TrialOf(Right);
        Assert.True(trial.Run(0.2, 100).Of("runoff").Sum() > 0);
    }

    [Theory]
    [InlineData("k * dt * S", "k * dt * Z", "model.yaml:21:21", "flux flow: there is no 'Z'", "wetness")]
    [InlineData("k * dt * S", "k * S", "model.yaml:21:12", "flux flow: its unit is '(d-1) (mm)' where 'mm' is needed", "Multiply by dt")]
    [InlineData("E * wetness", "E + wetness", "model.yaml:17:16", "flux loss: in 'E + wetness', 'E' is in 'mm' but 'wetness' in", "")]
    [InlineData("E * wetness", "E^0.5", "model.yaml:17:12", "flux loss: a quantity in 'mm' cannot be raised to '0.5'", "no unit")]
    [InlineData("E * wetness", "E * exp(S)", "model.yaml:17:20", "flux loss: the function exp takes a number without unit, but 'S' is in 'mm'", "")]
    [InlineData("E * wetness", "E * (wetness", "model.yaml:17:24", "flux loss: in 'E * (wetness', it ends where ')'", "")]
    [InlineData("E * wetness", "flow", "model.yaml:17:12", "flux loss: the flux 'flow' is used before it is computed", "move it up")]
    [InlineData("E * wetness", "5 [furlong mm-1 bogus]", "model.yaml:17:12", "flux loss: 'furlong mm-1 bogus' is no unit", "")]
    [InlineData("    to: runoff", "    to: river", "model.yaml:19:5", "flux flow: it goes to 'river', and there is no such store", "runoff")]
    [InlineData("    from: S\n    to: runoff", "    from: soil\n    to: runoff", "model.yaml:19:5", "flux flow: it comes from 'soil', and there is no such store", "S")]
    [InlineData("wetness: S / Smax", "wetness: dryness * 2\n  dryness: 1 - wetness", "model.yaml:9:12", "value wetness: it needs itself: wetness -> dryness -> wetness", "Break the cycle")]
    [InlineData("bounds: [0.01, 1]", "bounds: [1, 0.01]", "model.yaml:4:19", "parameter k: the bounds [1, 0.01] are reversed", "lowest value comes first")]
    [InlineData("bounds: [0.01, 1]", "bounds: [0.01, 1], default: 7", "model.yaml:4:38", "parameter k: the default 7 lies outside", "")]
    [InlineData("0.5 * Smax", "0.5 * S", "model.yaml:7:23", "initial contents of S: there is no parameter or constant 'S'", "before the first step")]
    [InlineData("  wetness: S / Smax", "  k: S / Smax", "model.yaml:9:3", "the name 'k' is taken, in line 4", "")]
    [InlineData("    value: k * dt * S", "    value: k * dt * S\ndecisions:\n  d:\n    default: o\n    options:\n      o:\n        parameters:\n          k: { unit: d-1, bounds: [0.01, 2] }", "model.yaml:28:14", "the parameter 'k' is declared otherwise in line 4", "Declare it alike")]
    [InlineData("P: precipitation,", "P: rain,", "model.yaml:2:12", "forcing P: 'rain' is no standard variable", "precipitation")]
    [InlineData("    from: P\n", "    from: P\n    form: 1\n", "model.yaml:13:5", "flux rain: 'form' is no key here", "from, to, value")]
    [InlineData("name: bucket", "name: [bucket", "model.yaml", "no valid YAML", "")]
    [InlineData("    value: k * dt * S", "    to_where: S", "model.yaml:21:5", "'to_where' is no key", "value")]
    [InlineData("k * dt * S", "start(k)", "model.yaml:21:12", "flux flow: start(…) takes the name of a store, not 'k'", "")]
    public void What_is_wrong_is_said_where_it_is(string right, string wrong, string where, string problem, string remedy)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() => TrialOf(Right.Replace(right, wrong, StringComparison.Ordinal)).Dispose());
        Assert.Equal(where, error.Where);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rain_that_goes_nowhere_breaks_the_balance_and_says_how_much()
    {
        using ModelTrial trial = TrialOf(Right.Replace("    to: S\n", "    to: S\n    value: 0.75 * P\n", StringComparison.Ordinal));
        WorkException error = Assert.Throws<WorkException>(() => trial.Run(0.2, 100));
        Assert.Contains("mm stay in a forcing or junction", error.Message, StringComparison.Ordinal);
        Assert.Contains("unit unit0", error.Where!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_is_said_to_be_none()
    {
        using ModelTrial trial = TrialOf(Right.Replace("k * dt * S", "S * log(wetness - 5)", StringComparison.Ordinal));
        Assert.Contains("no longer a number", Assert.Throws<WorkException>(() => trial.Run(0.2, 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_too_slow_for_its_length_is_refused()
    {
        using ModelTrial trial = TrialOf(Right
            .Replace("fluxes:", "delays: { late: { longest: 3, s_curve: \"t / 10 [d]\" } }\nfluxes:", StringComparison.Ordinal)
            .Replace("to: runoff", "to: late", StringComparison.Ordinal) + "\n  out: { from: late, to: runoff }\n");
        Assert.Contains("after its 3 steps 70 % of the water has not left", Assert.Throws<InputException>(() => trial.Run(0.2, 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var settings = JsonDocument.Parse("""{ "model": "/nowhere/model.yaml" }""");
        Assert.Equal("/nowhere/model.yaml", Assert.Throws<InputException>(() => new FluxPlugin().Describe(settings.RootElement)).Where);
    }

    private static ModelTrial TrialOf(string text)
    {
        using var folder = new TemporaryFolder();
        return FluxModels.Trial(FluxModels.Settings(folder.Write("model.yaml", text)), 200, 1);
    }
}
