using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TorchSharp;
using Tributary.Tests;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>An array as Python's torch returned it.</summary>
internal sealed record Answer(string Dtype, long[] Shape, string Data)
{
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
internal sealed record Reply(Answer[]? Outputs, Answer[]? Gradients, string? Error);

/// <summary>Python's answers to all cases: computed now where its torch is installed, otherwise those stored with the tests.</summary>
internal static class Answers
{
    public const string Program = "/usr/bin/python3";

    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private static readonly Lazy<Dictionary<string, Reply>?> Computed = new(Compute);
    private static readonly Lazy<Dictionary<string, Reply>> Kept = new(Read);

    /// <summary>What Python says now; null where it has no torch.</summary>
    public static Dictionary<string, Reply>? Live => Computed.Value;

    /// <summary>What it said when the tests were written.</summary>
    public static Dictionary<string, Reply> Stored => Kept.Value;

    /// <summary>The two precisions in which every case runs.</summary>
    public static ScalarType[] Precisions { get; } = [ScalarType.Float32, ScalarType.Float64];

    public static string Key(Case of, ScalarType precision) => $"{of.Name} | {Name(precision)}";

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
            File.WriteAllText(request, JsonSerializer.Serialize(Cases.All.SelectMany(of => Precisions.Select(precision => Asked(of, precision))), Lower));
            (int status, string problem) = Run(Path.Combine(AppContext.BaseDirectory, "Torch", "Agreement", "agreement.py"), request, reply);
            Assert.True(status == 0, problem);
            Dictionary<string, Reply> replies = Parsed(File.ReadAllText(reply));
            if (Environment.GetEnvironmentVariable("TRIBUTARY_RECORD") == "1")
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
                Data = Encoded(input.Values(of.Name, place)),
                Differentiable = input.Differentiable && of.Differentiable,
            }),
            Weights = trial.Weights.Select(weight => new { weight.Key, Dtype = Name(precision), weight.Shape, Data = Encoded(weight.Values) }),
        };
    }

    private static string Encoded(double[] values) => Convert.ToBase64String(MemoryMarshal.AsBytes<double>(values));

    private static Dictionary<string, Reply> Parsed(string json) => JsonSerializer.Deserialize<Dictionary<string, Reply>>(json, Lower)!;

    private static Dictionary<string, Reply> Read() => Parsed(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "torch-agreement.json")));

    // One case a line, so that a change of one is seen as such.
    private static void Record(Dictionary<string, Reply> replies)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", replies.Select(pair => $"{JsonSerializer.Serialize(pair.Key)}: {JsonSerializer.Serialize(pair.Value, Lower)}"));
        File.WriteAllText(Repository.At("tests", "learning", "fixtures", "torch-agreement.json"), text.Append("\n}\n").ToString());
    }

    private static (int Status, string Problem) Run(params string[] arguments)
    {
        using Process python = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
        string problem = python.StandardError.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, problem);
    }
}
