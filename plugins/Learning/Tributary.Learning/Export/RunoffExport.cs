using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// Trained networks as ONNX files, for any program that runs ONNX. Two formats: <c>onnx</c>, the network on scaled numbers with its scalers in the
/// metadata; <c>onnx-units</c>, which scales within the graph and tells runoff in its unit.
/// </summary>
public static class RunoffExport
{
    private const string Scaled = "onnx";
    private const string InUnits = "onnx-units";
    private const long LargestModel = 2_000_000_000;

    private static readonly string[] PartsOfArtefacts = ["basin-*", "fold-*"];

    /// <summary>The formats.</summary>
    public static IReadOnlyList<ExportFormat> Formats { get; } =
    [
        new(Scaled, ".onnx", "ONNX of the network on scaled inputs, with its scalers in the metadata"),
        new(InUnits, ".onnx", "ONNX that reads inputs in their units and gives runoff in mm d-1, the scalers in the graph"),
    ];

    /// <summary>Writes the network of an artefact's folder, or each of several.</summary>
    /// <returns>The files written.</returns>
    /// <exception cref="InputException">The artefact is damaged, or cannot be written so.</exception>
    /// <exception cref="WorkException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(ModelExport export, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(export.ArtefactFolder, RunoffArtefact.ConfigurationName)) || !Directory.Exists(export.ArtefactFolder))
        {
            WriteOne(export, export.ArtefactFolder, export.Output);
            return [export.Output];
        }

        var files = new List<string>();
        foreach (string part in PartsOfArtefacts.SelectMany(pattern => Directory.GetDirectories(export.ArtefactFolder, pattern)).OrderBy(part => part.Length).ThenBy(part => part, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            string file = Path.Combine(Path.GetDirectoryName(export.Output) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(export.Output)}-{Path.GetFileName(part)}{Path.GetExtension(export.Output)}");
            WriteOne(export, part, file);
            files.Add(file);
        }

        return files.Count > 0 ? files : throw new InputException("the folder holds no trained network", export.ArtefactFolder, "Give the run of a workflow whose training ended.");
    }

    private static void WriteOne(ModelExport export, string folder, string output)
    {
        RunoffArtefact artefact = RunoffArtefact.Read(folder);
        if (artefact.Network.Forecast is not null)
        {
            throw new InputException("a forecast network is not written as ONNX", folder, "Use best_model.pt, whose names are googlehydrology's, and scaler.json.");
        }

        Scaler scaler = ScalerFile.Read(Path.Combine(folder, ScalerFile.Name));
        using RunoffNetwork network = artefact.LoadNetwork(folder);
        OrderedDictionary<string, StoredTensor> weights = ModuleState.Of(network);
        long size = weights.Values.Sum(tensor => (long)tensor.Count * sizeof(float));
        if (size > LargestModel)
        {
            throw new InputException($"its weights take {size / 1_000_000} MB, and an ONNX file holds 2 GB", folder, "Use best_model.pt and scaler.json, which PyTorch reads.");
        }

        var graph = new OnnxGraph("runoff");
        if (export.Format == InUnits)
        {
            DrawInUnits(graph, artefact, scaler, weights, folder);
        }
        else
        {
            DrawScaled(graph, artefact, scaler, weights);
        }

        string meaning = export.Format == InUnits
            ? $"{export.Name}: a recurrent network that learned runoff from weather. It reads its inputs in their units and tells the last predict_last_n steps of a window of lookback steps."
            : $"{export.Name}: a recurrent network that learned runoff from weather. It reads z = (transform(x) - center) / scale of each input, by the scaler in the metadata, and tells the last predict_last_n steps of a window of lookback steps, scaled as the target is.";
        OnnxModel.Write(output, graph, export.Program, meaning, Notes(export, artefact, scaler));
    }

    private static void DrawScaled(OnnxGraph graph, RunoffArtefact artefact, Scaler scaler, IReadOnlyDictionary<string, StoredTensor> weights)
    {
        NetworkShape shape = artefact.Network;
        string inputs = graph.Input("inputs", $"{string.Join(", ", InputNames(artefact, scaler))}; scaled, gaps being 0", "time", "batch", shape.Inputs);
        string? statics = StaticsOf(graph, scaler, "scaled");
        (string answer, string? attention) = new OnnxNetwork(graph, shape, weights).Run(inputs, statics, artefact.PredictLast);
        graph.Output("answer", answer, AnswerMeaning(artefact), artefact.PredictLast, "batch", shape.Outputs);
        Tell(graph, attention);
    }

    private static void DrawInUnits(OnnxGraph graph, RunoffArtefact artefact, Scaler scaler, IReadOnlyDictionary<string, StoredTensor> weights, string folder)
    {
        NetworkShape shape = artefact.Network;
        if (scaler.Inputs.Concat(scaler.Attributes).Concat(scaler.Targets).FirstOrDefault(scaling => scaling.PerBasin is { Count: > 0 }) is { } own)
        {
            throw new InputException($"{own.Name} is scaled for each basin differently, which a graph without basins cannot hold", folder, $"Take --format {Scaled}: its metadata has the scales of every basin.");
        }

        bool knowsGaps = shape.Inputs > scaler.Inputs.Count;
        var scaling = new OnnxScaling(graph);
        string given = graph.Input("inputs", $"{string.Join(", ", scaler.Inputs.Select(WithUnit))}{(knowsGaps ? "; gaps NaN" : string.Empty)}", "time", "batch", scaler.Inputs.Count);
        string inputs = scaling.Scale("inputs", given, scaler.Inputs);
        inputs = knowsGaps ? scaling.WithoutGaps(given, inputs) : inputs;
        string? statics = StaticsOf(graph, scaler, "in their units");
        statics = statics is null ? null : scaling.Scale("statics", statics, scaler.Attributes);
        (string answer, string? attention) = new OnnxNetwork(graph, shape, weights).Run(inputs, statics, artefact.PredictLast);
        if (new OnnxHead(graph, shape).Expected(answer) is { } expected)
        {
            string meaning = $"expected {string.Join(", ", scaler.Targets.Select(WithUnit))}, not below 0";
            graph.Output("expected", scaling.Invert("targets", expected, scaler.Targets), meaning, artefact.PredictLast, "batch", shape.Targets);
        }

        if (shape.Head == HeadKind.Quantiles)
        {
            VariableScaling[] each = [.. scaler.Targets.SelectMany(target => Enumerable.Repeat(target, shape.Quantiles.Count))];
            string meaning = $"of each target the quantiles {Listed(shape.Quantiles)}, in its unit, as the network learned them";
            graph.Output("quantiles", scaling.Invert("quantiles", answer, each), meaning, artefact.PredictLast, "batch", shape.Outputs);
        }

        Tell(graph, attention);
    }

    private static string? StaticsOf(OnnxGraph graph, Scaler scaler, string how) => scaler.Attributes.Count == 0
        ? null
        : graph.Input("statics", $"static attributes {string.Join(", ", scaler.Attributes.Select(scaling => scaling.Name))}; {how}", "batch", scaler.Attributes.Count);

    private static void Tell(OnnxGraph graph, string? attention)
    {
        if (attention is not null)
        {
            graph.Output("attention", attention, "weights that the last step gives the steps of the look-back; their sum over time is 1", "time", "batch");
        }
    }

    private static string AnswerMeaning(RunoffArtefact artefact) => artefact.Network.Head switch
    {
        HeadKind.Laplace => $"of each target of {artefact.Network.Components} asymmetric Laplace components mu, then x of b = softplus(2 x) / 2 + 1e-5, then x of tau = (1 - 1e-5) sigmoid(x) + 1e-5, then x of the weights (1 - 1e-5) softmax(x) + 1e-5; scaled as the target",
        HeadKind.Gaussian => $"of each target of {artefact.Network.Components} normal components the means, then x of the deviations exp(x) + 1e-5, then x of the weights softmax(x); scaled as the target",
        HeadKind.Quantiles => $"of each target the quantiles {Listed(artefact.Network.Quantiles)}, scaled as it is",
        _ => $"{string.Join(", ", artefact.Targets)}, scaled",
    };

    private static IEnumerable<KeyValuePair<string, string>> Notes(ModelExport export, RunoffArtefact artefact, Scaler scaler)
    {
        yield return new("tributary_version", export.Program.Split(' ')[^1]);
        yield return new("name", export.Name);
        yield return new("scaled", export.Format == Scaled ? "true" : "false");
        yield return new("lookback", Text(artefact.Lookback));
        yield return new("predict_last_n", Text(artefact.PredictLast));
        yield return new("step_seconds", Text(artefact.StepSeconds));
        yield return new("inputs", string.Join(',', InputNames(artefact, scaler)));
        yield return new("input_units", string.Join(',', scaler.Inputs.Select(scaling => scaling.Unit)));
        yield return new("static_attributes", string.Join(',', artefact.StaticAttributes));
        yield return new("targets", string.Join(',', artefact.Targets));
        yield return new("target_units", string.Join(',', scaler.Targets.Select(scaling => scaling.Unit)));
        if (artefact.Network.Head == HeadKind.Quantiles)
        {
            yield return new("quantiles", Listed(artefact.Network.Quantiles));
        }

        yield return new("scaler", ScalerFile.Text(scaler));
        yield return new("config", JsonSerializer.Serialize(artefact, ArtefactJson.Default.RunoffArtefact));
    }

    /// <summary>Names of the network's inputs; one that is told of gaps reads for each whether it is known.</summary>
    private static IEnumerable<string> InputNames(RunoffArtefact artefact, Scaler scaler)
    {
        IEnumerable<string> names = scaler.Inputs.Select(scaling => scaling.Name);
        return artefact.Network.Inputs > scaler.Inputs.Count ? names.Concat(names.Select(name => $"{name}_is_known")) : names;
    }

    private static string WithUnit(VariableScaling scaling) => scaling.Unit.Length > 0 ? $"{scaling.Name} [{scaling.Unit}]" : scaling.Name;

    private static string Listed(IReadOnlyList<double> numbers) => string.Join(',', numbers.Select(Text));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
