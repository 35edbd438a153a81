using System.Text.Json;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>A member that loads a googlehydrology run: a network that forecasts and neither trains nor simulates.</summary>
internal sealed class ForecastMember
{
    private static readonly string[] Settings = ["load", "input_units", "quantiles", "device"];

    private readonly LstmSettings _settings;
    private readonly string _folder;

    private ForecastMember(LstmSettings settings, string folder)
    {
        (_settings, _folder) = (settings, folder);
        (Shape, Attributes, Targets) = GoogleHydrologyRun.Describe(folder);
        if (Targets.Count != 1)
        {
            throw new InputException($"the run has the targets {string.Join(", ", Targets)}; only one of discharge can be taken", folder);
        }
    }

    private ForecastShape Shape { get; }

    private IReadOnlyList<string> Attributes { get; }

    private IReadOnlyList<string> Targets { get; }

    private IReadOnlyList<double> Quantiles => Shape.Head == HeadKind.Laplace ? _settings.Quantiles : [];

    /// <summary>What the network is.</summary>
    public ModelDescriptor Descriptor => new()
    {
        Name = Shape.Kind == ForecastKind.MeanEmbedding ? "mean-embedding forecast LSTM" : "handoff forecast LSTM",
        Description = "a recurrent network of googlehydrology that forecasts runoff in mm a day from weather and its forecast",
        Forcing = [.. RunoffForecast.Inputs(Shape).Select(name => new ForcingDeclaration(LstmDescriptor.Forcing(name, _settings)))],
        Attributes = [.. Attributes.Select(name => new AttributeDeclaration(name, "1", "a static attribute"))],
        Outputs = [new(Variables.Runoff), .. LstmDescriptor.QuantilesOf(Quantiles)],
        SpatialModes = SpatialModes.Lumped,
        ShortestStep = TimeSpan.FromDays(1),
        LongestStep = TimeSpan.FromDays(1),
        History = TimeSpan.FromDays(Shape.SequenceLength),
        Capabilities = Capabilities.SpatiallyIndependent
            | (Quantiles.Count > 0 ? Capabilities.Probabilistic : Capabilities.None)
            | (Shape.Kind == ForecastKind.MeanEmbedding ? Capabilities.AcceptsGaps : Capabilities.None),
    };

    /// <summary>What it forecasts from.</summary>
    public ForecastDescriptor Forecast => new()
    {
        Step = TimeSpan.FromDays(1),
        PastSteps = Shape.SequenceLength,
        LeadSteps = Shape.LeadTime,
        ForecastForcing = [.. RunoffForecast.Inputs(Shape).Index().Where(input => Shape.ForecastInputs.Contains(input.Item)).Select(input => input.Index)],
    };

    /// <summary>The member that the settings describe; null where they load no network that forecasts.</summary>
    /// <exception cref="InputException">The run cannot be read, or settings stand beside it that it cannot follow.</exception>
    public static ForecastMember? Of(JsonElement settings, LstmSettings read)
    {
        if (read.Load is not { } load || !GoogleHydrologyRun.IsOne(Path.GetFullPath(load)))
        {
            return null;
        }

        string? other = settings.EnumerateObject().Select(setting => setting.Name).FirstOrDefault(name => !Settings.Contains(name));
        return other is null
            ? new ForecastMember(read, Path.GetFullPath(load))
            : throw new InputException($"{other} has no meaning for the forecast network of {load}", $"settings.{other}", $"Beside load only {string.Join(", ", Settings[1..])} can be given.");
    }

    /// <summary>Prepares it on a domain.</summary>
    public RunoffForecast Prepare(ModelSetup setup)
    {
        GoogleHydrologyRun run = GoogleHydrologyRun.Read(setup.Services.ArrayFiles, _folder);
        if (run.Others.FirstOrDefault(other => other.Key == "union_mapping") is { } union)
        {
            setup.Services.Warn($"{_folder}: gaps of one product are not filled from another as union_mapping ({union.Value}) says; fill them in the data");
        }

        return new RunoffForecast(run, setup, _settings.Device, Quantiles);
    }
}
