namespace Tributary.PluginTesting;

/// <summary>What the examination of one promise ended with.</summary>
public enum Outcome
{
    /// <summary>The promise is kept.</summary>
    Passed,

    /// <summary>The promise is broken.</summary>
    Failed,

    /// <summary>The plugin makes no such promise.</summary>
    NotApplicable,
}

/// <summary>What was found of one promise.</summary>
/// <param name="Outcome">Whether it is kept.</param>
/// <param name="Reason">Figures of what passed, what failed with its figures, or why the check does not apply.</param>
public sealed record Finding(Outcome Outcome, string Reason)
{
    internal static Finding Passed(string figures = "") => new(Outcome.Passed, figures);

    internal static Finding Failed(string reason) => new(Outcome.Failed, reason);

    internal static Finding NotApplicable(string why) => new(Outcome.NotApplicable, why);

    /// <summary>Failed with what is wrong; passed where nothing is.</summary>
    internal static Finding Of(string? fault, string figures = "") => fault is null ? Passed(figures) : Failed(fault);
}

/// <summary>One line of an examination.</summary>
/// <param name="Case">Name of the settings that were examined.</param>
/// <param name="Check">Name of the check.</param>
/// <param name="Promise">What it examines, in one clause.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Took">How long it took.</param>
public sealed record Verdict(string Case, string Check, string Promise, Finding Finding, TimeSpan Took);
