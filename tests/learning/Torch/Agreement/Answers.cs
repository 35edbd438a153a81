using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>An array as Python's torch returned it.</summary>
internal sealed record Answer(string Dtype, long[] Shape, string Data)
{
    /// <summary>An answer written as type, shape and elements.</summary>
    public static Answer Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new Answer(parts[0], [.. parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(length => long.Parse(length, CultureInfo.InvariantCulture))], parts[2]);
    }

    /// <summary>Its elements.</summary>
    public double[] Values()
    {
        byte[] bytes = Convert.FromBase64String(Data);
        return Dtype switch
        {
            "float32" => [.. MemoryMarshal.Cast<byte, float>(bytes)],
            "float64" => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            "int64" => [.. MemoryMarshal.Cast<byte, long>(bytes)],
            "int32" => [.. MemoryMarshal.Cast<byte, int>(bytes)],
            "uint8" or "bool" => [.. bytes],
            _ => throw new NotSupportedException($"an answer of {Dtype}"),
        };
    }
}

/// <summary>What Python's torch answered to a case: outputs and gradients, or what it refused.</summary>
internal sealed record Reply(string[]? O, string[]? G, string? Error)
{
    [JsonIgnore]
    public Answer[] Outputs => [.. (O ?? []).Select(Answer.Parse)];

    [JsonIgnore]
    public Answer[] Gradients => [.. (G ?? []).Select(Answer.Parse)];

    [JsonIgnore]
    public IEnumerable<Answer> All => Outputs.Concat(Gradients);
}

/// <summary>Python's answers (of /usr/bin/python3, or the one that TRIBUTARY_PYTHON names) to all cases: computed now where its torch is installed, otherwise those stored with the tests.</summary>
internal static class Answers
{
    public static string Program { get; } = Environment.GetEnvironmentVariable("TRIBUTARY_PYTHON") ?? "/usr/bin/python3";

    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly Lazy<Dictionary<string, Reply>?> Computed = new(Compute);
    private static readonly Lazy<Dictionary<string, Reply>> Kept = new(Read);

    /// <summary>What Python says now; null where it has no torch.</summary>
    public static Dictionary<string, Reply>? Live => Computed.Value;

    /// <summary>What it said when the tests were written.</summary>
    public static Dictionary<string, Reply> Stored => Kept.Value;

    /// <summary>Whether the answers are written anew into the tests' folder.</summary>
    public static bool Recording => Environment.GetEnvironmentVariable("TRIBUTARY_RECORD") == "1";

    /// <summary>The two precisions in which every case runs.</summary>
    public static ScalarType[] Precisions { get; } = [ScalarType.Float32, ScalarType.Float64];

    public static string Key(Case of, ScalarType precision) => $"{of.Asked} | {Name(precision)}";

    /// <summary>Python's answer to a case.</summary>
    public static Reply To(Case of, ScalarType precision) =>
        (Live ?? Stored).TryGetValue(Key(of, precision), out Reply? reply)
            ? reply
            : throw new KeyNotFoundException($"no stored answer to '{Key(of, precision)}'; record them with TRIBUTARY_RECORD=1 where {Program} has torch");

    public static string Name(ScalarType type) => type switch
    {
        ScalarType.Float32 => "float32",
        ScalarType.Float64 => "float64",
        ScalarType.Int64 => "int64",
        ScalarType.Int32 => "int32",
        ScalarType.Byte => "uint8",
        ScalarType.Bool => "bool",
        _ => throw new NotSupportedException($"cases of {type}"),
    };

    private static Dictionary<string, Reply>? Compute()
    {
        if (!File.Exists(Program) || Run("-c", "import torch, numpy").Status != 0)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("tributary-agreement").FullName;
        try
        {
            string request = Path.Combine(folder, "request.json");
            string reply = Path.Combine(folder, "reply.json");
            File.WriteAllText(request, JsonSerializer.Serialize(Cases.All.DistinctBy(of => of.Asked).SelectMany(of => Precisions.Select(precision => Asked(of, precision))), Lower));
            (int status, string problem) = Run(Path.Combine(AppContext.BaseDirectory, "fixtures", "torch_agreement.py"), request, reply);
            Assert.True(status == 0, problem);
            Dictionary<string, Reply> replies = Parsed(File.ReadAllText(reply));
            if (Recording)
            {
                Record(replies);
            }

            return replies;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static object Asked(Case of, ScalarType precision)
    {
        using DisposeScope scope = NewDisposeScope();
        Trial trial = of.Prepare(precision);
        return new
        {
            Key = Key(of, precision),
            Precision = Name(precision),
            of.Python,
            Module = of.PythonModule ?? "",
            of.Differentiable,
            Inputs = of.Inputs.Select((input, place) => new
            {
                Dtype = Name(input.TypeIn(precision)),
                input.Shape,
                Data = Encoded(input.Values(of.Asked, place)),
                Differentiable = input.Differentiable && of.Differentiable,
            }),
            Weights = trial.Weights.Select(weight => new { weight.Key, Dtype = Name(precision), weight.Shape, Data = Encoded(weight.Values) }),
        };
    }

    private static string Encoded(double[] values) => Convert.ToBase64String(MemoryMarshal.AsBytes<double>(values));

    private static Dictionary<string, Reply> Parsed(string json) => JsonSerializer.Deserialize<Dictionary<string, Reply>>(json, Lower)!;

    private static Dictionary<string, Reply> Read()
    {
        Dictionary<string, Reply> replies = Parsed(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "torch-agreement.json")));
        foreach (string key in replies.Keys.Where(key => key.EndsWith("float64", StringComparison.Ordinal)).ToArray())
        {
            replies.TryAdd(key.Replace("| float64", "| float32", StringComparison.Ordinal), replies[key]);
        }

        return replies;
    }

    // One case a line, so that a change of one is seen as such; single precision only where it differs.
    private static void Record(Dictionary<string, Reply> replies)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", replies.Where(pair => !Same(pair.Value, pair.Key.EndsWith("float32", StringComparison.Ordinal) ? replies[Doubly(pair.Key)] : null)).Select(pair => $"{JsonSerializer.Serialize(pair.Key)}: {JsonSerializer.Serialize(pair.Value, Lower)}"));
        File.WriteAllText(Repository.At("tests", "learning", "fixtures", "torch-agreement.json"), text.Append("\n}\n").ToString());
    }

    private static string Doubly(string key) => key.Replace("| float32", "| float64", StringComparison.Ordinal);

    private static bool Same(Reply first, Reply? second) => second is not null && first.Error == second.Error && (first.O ?? []).SequenceEqual(second.O ?? []) && (first.G ?? []).SequenceEqual(second.G ?? []);

    private static (int Status, string Problem) Run(params string[] arguments)
    {
        using Process python = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
        string problem = python.StandardError.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, problem);
    }
}
