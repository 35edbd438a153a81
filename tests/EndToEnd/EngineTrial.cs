namespace Tributary.Tests.EndToEnd;

/// <summary>Workflows for the engines.</summary>
internal static class EngineTrial
{
    /// <summary>Calibrations and simulations of four members, and two combinations.</summary>
    public const int Steps = 10;

    /// <summary>Four calibrated members, combined.</summary>
    public static Trial OfMany(string engine)
    {
        var trial = new Trial().With("  - { name: one, plugin: gr, calibrate: { budget: 200 } }", Members(4));
        trial.Yaml += $"\nensemble: {{ combine: [mean, granger_ramanathan], leave_one_out: false }}\nrun: {{ engine: {engine} }}\n";
        return trial;
    }

    /// <summary>One calibrated member, a network, and a network that learns what the first simulates before; the same bytes need the same threads in a training.</summary>
    public static Trial OfLearners(string engine)
    {
        const string Settings = "hidden_size: 4, lookback: 10, predict_last_n: 5, epochs: 2";
        var trial = new Trial().With(
            "  - { name: one, plugin: gr, calibrate: { budget: 200 } }",
            $$"""
              - { name: one, plugin: gr, calibrate: { budget: 100 }, sensitivity: { method: morris, samples: 8, resamples: 20 } }
              - { name: net, plugin: lstm, seeds: 2, explain: [integrated_gradients], settings: { preset: regional, {{Settings}} } }
              - { name: pretrained, plugin: transfer, pretrain_on: one, settings: { strategy: pretrain-on-model, pretrain_epochs: 2, {{Settings}} } }
            """);
        trial.Yaml += $"\nensemble: {{ combine: [mean, granger_ramanathan], leave_one_out: false }}\nrun: {{ engine: {engine}, task: {{ threads: 1 }}, slurm: {{ watch: 1 }} }}\n";
        return trial;
    }

    /// <summary>Calibrated members m1, m2 and so on, each with a seed of its own.</summary>
    public static string Members(int count) =>
        string.Join('\n', Enumerable.Range(1, count).Select(i => $"  - {{ name: m{i}, plugin: gr, settings: {{ variant: {(i % 2 == 0 ? "GR5J" : "GR4J")} }}, calibrate: {{ budget: 100, seed: {i} }} }}"));

    /// <summary>Members of the fixture plugin 'bucket'.</summary>
    public static Trial OfBuckets(string engine, string members)
    {
        var trial = new Trial().With("  - { name: one, plugin: gr, calibrate: { budget: 200 } }", members);
        trial.Yaml += $"\nplugins: [\"{BuiltPlugins.Folder("Bucket")}\"]\nrun: {{ engine: {engine} }}\n";
        return trial;
    }

    /// <summary>All results are the same, byte for byte.</summary>
    public static void AssertSame(Trial one, Trial other)
    {
        SortedDictionary<string, byte[]> expected = one.Results();
        SortedDictionary<string, byte[]> actual = other.Results();
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.Contains("results.nc", expected.Keys);
        foreach ((string name, byte[] bytes) in expected)
        {
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
        }
    }
}
