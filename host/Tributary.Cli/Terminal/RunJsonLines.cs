using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>What a run does as JSON, an object a line on standard error: <c>event</c> and <c>time</c> (UTC) in each, the rest by the event.</summary>
internal static class RunJsonLines
{
    private static readonly Lock Gate = new();

    public static void Write(RunEvent happened)
    {
        if (Of(happened) is { } json)
        {
            json.Insert(0, "time", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            lock (Gate)
            {
                Console.Error.WriteLine(json.ToJsonString());
            }
        }
    }

    private static JsonObject? Of(RunEvent happened) => happened switch
    {
        PartBegun part => new() { ["event"] = "part", ["what"] = part.What },
        MemberBegun member => new() { ["event"] = "member", ["member"] = member.Member, ["model"] = member.Model, ["steps"] = member.Steps },
        Calibrating calibrating => new()
        {
            ["event"] = "calibrating",
            ["member"] = calibrating.Member,
            ["step"] = calibrating.Step,
            ["evaluations"] = calibrating.Progress.Evaluations,
            ["of"] = calibrating.Progress.Total,
            ["objective"] = calibrating.Objective,
            ["best"] = Number(calibrating.Progress.BestScore),
        },
        Training training => new()
        {
            ["event"] = "training",
            ["member"] = training.Member,
            ["step"] = training.Step,
            ["epoch"] = training.Progress.Epoch,
            ["of"] = training.Progress.EpochCount,
            ["training_loss"] = Number(training.Progress.TrainingLoss),
            ["validation_loss"] = Number(training.Progress.ValidationLoss),
        },
        StepDone step => new() { ["event"] = "step", ["member"] = step.Member, ["step"] = step.Step, ["reused"] = step.Reused, ["seconds"] = Math.Round(step.Elapsed.TotalSeconds, 3) },
        StepFailed step => new() { ["event"] = "step_failed", ["member"] = step.Member, ["step"] = step.Step, ["reason"] = step.Reason },
        MemberLeftOut left => new() { ["event"] = "member_failed", ["member"] = left.Member.Name, ["reason"] = left.Member.Reason },
        PointDone point => new() { ["event"] = "point", ["point"] = point.Point, ["outcome"] = point.Outcome, ["done"] = point.Done, ["of"] = point.Total },
        Noted noted => new() { ["event"] = "note", ["message"] = noted.Message },
        _ => null,
    };

    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
