using System.Globalization;

namespace Tributary.Engine;

/// <summary>What a run tells while it is at work.</summary>
public abstract record RunEvent;

/// <summary>A part of the run has begun.</summary>
/// <param name="What">What it does, as <c>reading inputs</c>.</param>
public sealed record PartBegun(string What) : RunEvent;

/// <summary>A member's turn has come.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Model">Its model.</param>
/// <param name="Steps">How many steps it has.</param>
public sealed record MemberBegun(string Member, string Model, int Steps) : RunEvent
{
    /// <summary>As <c>member one (GR4J)</c>.</summary>
    public string What => $"member {Member} ({Model})";
}

/// <summary>A step failed in the process that did it.</summary>
/// <param name="Member">The member that it belongs to.</param>
/// <param name="Step">The step.</param>
/// <param name="Reason">What happened.</param>
public sealed record StepFailed(string Member, string Step, string Reason) : RunEvent;

/// <summary>A member failed and is left out.</summary>
/// <param name="Member">Which, and why.</param>
public sealed record MemberLeftOut(FailedMember Member) : RunEvent;

/// <summary>A calibration is under way.</summary>
/// <param name="Member">The member.</param>
/// <param name="Basin">The basin.</param>
/// <param name="Objective">What is maximised.</param>
/// <param name="Progress">Where it stands.</param>
public sealed record Calibrating(string Member, string Basin, string Objective, CalibrationProgress Progress) : RunEvent
{
    /// <summary>The step, as <c>calibrate gr4j on L0123001</c>.</summary>
    public string Step { get; init; } = $"calibrate {Member} on {Basin}";
}

/// <summary>A training is under way.</summary>
/// <param name="Step">The step, as <c>train lstm, seed 1</c>.</param>
/// <param name="Progress">Where it stands.</param>
public sealed record Training(string Step, Contracts.TrainingProgress Progress) : RunEvent
{
    /// <summary>The member.</summary>
    public string Member { get; init; } = string.Empty;

    /// <summary>The epoch in one line, as <c>Epoch 85/300: Train Loss: 0.0123 Val Loss: 0.0234 NSE: 0.81</c>.</summary>
    public string Line
    {
        get
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"Epoch {Progress.Epoch}/{Progress.EpochCount}: Train Loss: {Progress.TrainingLoss:0.0000}");
            if (!double.IsNaN(Progress.ValidationLoss))
            {
                text += string.Create(CultureInfo.InvariantCulture, $" Val Loss: {Progress.ValidationLoss:0.0000}");
            }

            return double.IsNaN(Progress.ValidationScore) ? text : text + string.Create(CultureInfo.InvariantCulture, $" {Progress.ScoreName}: {Progress.ValidationScore:0.000}");
        }
    }
}

/// <summary>A step is done.</summary>
/// <param name="Step">What was done.</param>
/// <param name="Reused">Whether an earlier run had done it.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record StepDone(string Step, bool Reused, TimeSpan Elapsed) : RunEvent
{
    /// <summary>The member that it belongs to; empty for a combination.</summary>
    public string Member { get; init; } = string.Empty;

    /// <summary>Whether it belongs to a point of a sweep, which tells of itself when it is done.</summary>
    public bool IsOfPoint { get; init; }
}

/// <summary>A point of a sweep is done.</summary>
/// <param name="Done">How many are, this one included.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Point">Its number and values, as <c>point 7 (hidden_size 128)</c>.</param>
/// <param name="Outcome">Its score, or why it failed.</param>
public sealed record PointDone(int Done, int Total, string Point, string Outcome) : RunEvent
{
    /// <summary>All of it in one line.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Point}: {Outcome} [{Done}/{Total}]");
}

/// <summary>Something that the user should know of the data or the run.</summary>
/// <param name="Message">What.</param>
public sealed record Noted(string Message) : RunEvent;
