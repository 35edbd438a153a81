namespace Tributary.Engine;

/// <summary>What a run tells while it is at work.</summary>
public abstract record RunEvent;

/// <summary>A part of the run has begun.</summary>
/// <param name="What">What it does, as <c>reading inputs</c>.</param>
public sealed record PartBegun(string What) : RunEvent;

/// <summary>A calibration is under way.</summary>
/// <param name="Member">The member.</param>
/// <param name="Basin">The basin.</param>
/// <param name="Objective">What is maximised.</param>
/// <param name="Progress">Where it stands.</param>
public sealed record Calibrating(string Member, string Basin, string Objective, CalibrationProgress Progress) : RunEvent;

/// <summary>A step is done.</summary>
/// <param name="Step">What was done.</param>
/// <param name="Reused">Whether an earlier run had done it.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record StepDone(string Step, bool Reused, TimeSpan Elapsed) : RunEvent;

/// <summary>Something that the user should know of the data or the run.</summary>
/// <param name="Message">What.</param>
public sealed record Noted(string Message) : RunEvent;
