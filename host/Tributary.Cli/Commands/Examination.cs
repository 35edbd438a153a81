using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.PluginTesting;

namespace Tributary.Cli.Commands;

/// <summary>
/// What an examination of a plugin found. It is made in a process of its own, so that a plugin that ends its process, or breaks it, is told of by a verdict, and the
/// other plugins are examined in the next.
/// </summary>
/// <param name="Manifest">Who the plugin is.</param>
internal sealed record Examination(PluginManifest Manifest)
{
    /// <summary>Its kind; unknown where it did not load.</summary>
    public string Kind { get; set; } = "unknown";

    /// <summary>What was found, in order.</summary>
    public List<Verdict> Verdicts { get; } = [];

    /// <summary>Whether a promise is broken.</summary>
    public bool IsBroken => Verdicts.Exists(verdict => verdict.Finding.Outcome == Outcome.Failed);

    /// <summary>Examines plugins, one after another.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="settings">Settings as JSON to examine with; null for those that the plugins name.</param>
    /// <param name="folders">Further folders to look for plugins in.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A plugin does not load, or refuses the settings.</exception>
    public static IEnumerable<Examination> Make(IReadOnlyList<PluginFolder> plugins, string? settings, string[] folders, CancellationToken cancellation)
    {
        string[] given = [.. folders.SelectMany(folder => new[] { "--folder", folder }), .. settings is null ? (string[])[] : ["--settings", settings]];
        for (int next = 0; next < plugins.Count;)
        {
            using var process = new ChildProcess(["plugins", "check", "--here", .. plugins.Skip(next).Select(plugin => plugin.Manifest!.Id), .. given]);
            using CancellationTokenRegistration registration = cancellation.Register(process.Kill);
            (Examination? one, string? name) = (null, null);
            while (process.Output.ReadLine() is { } text)
            {
                ExaminationLine line = JsonSerializer.Deserialize(text, ExaminationJson.Default.ExaminationLine)!;
                if (line.Refusal is { } refusal)
                {
                    throw new InputException(refusal.Problem, refusal.Where, refusal.Remedy);
                }

                one ??= new Examination(plugins[next].Manifest!);
                one.Kind = line.Kind ?? one.Kind;
                name = line.Case ?? name;
                if (line.Verdict is { } verdict)
                {
                    one.Verdicts.Add(verdict);
                }
                else if (line.IsDone)
                {
                    yield return one;
                    (one, name) = (null, null);
                    if (++next == plugins.Count)
                    {
                        // Threads that a plugin left behind may keep the process.
                        yield break;
                    }
                }
            }

            string end = process.WaitForEnd();
            cancellation.ThrowIfCancellationRequested();
            if (next < plugins.Count)
            {
                one ??= new Examination(plugins[next].Manifest!);
                one.Verdicts.Add(OfEnd(end, name, one.Verdicts.Count(verdict => verdict.Case == name)));
                yield return one;
                next++;
            }
        }
    }

    /// <summary>Examines plugins in this process, and tells whoever started it.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <param name="catalogue">What loads them.</param>
    /// <param name="casesOf">The settings to examine one with.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void MakeHere(IReadOnlyList<PluginFolder> plugins, PluginCatalogue catalogue, Func<LoadedPlugin, IReadOnlyList<CheckCase>> casesOf, CancellationToken cancellation)
    {
        using FileStream output = TaskWorker.TakeOutput();
        ChildProcess.EndWithParent();
        void Tell(ExaminationLine line) => output.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, ExaminationJson.Default.ExaminationLine), (byte)'\n']);
        foreach (PluginFolder folder in plugins)
        {
            try
            {
                LoadedPlugin plugin = catalogue.Load(folder.Manifest!.Id);
                Tell(new ExaminationLine { Kind = plugin.Kind });
                foreach (CheckCase given in casesOf(plugin))
                {
                    Tell(new ExaminationLine { Case = given.Name });
                    ConformanceSuite.Examine(plugin.Instance, given, new HostServices(_ => { }), verdict => Tell(new ExaminationLine { Verdict = verdict }), cancellation);
                }

                Tell(new ExaminationLine { IsDone = true });
            }
            catch (InputException error)
            {
                Tell(new ExaminationLine { Refusal = new ExaminationRefusal(error.Problem, error.Where, error.Remedy) });
                return;
            }
        }
    }

    private static Verdict OfEnd(string end, string? name, int done)
    {
        (string check, string promise) = name is null || done >= ConformanceSuite.Promises.Count ? ("loading", "its code loads and says what it is") : ConformanceSuite.Promises[done];
        return new Verdict(name ?? "loading", check, promise, new Finding(Outcome.Failed, $"{end} ended the process that examined it; what comes after was not examined"), TimeSpan.Zero);
    }
}

/// <summary>A line from a process that examines plugins.</summary>
internal sealed record ExaminationLine
{
    public string? Kind { get; init; }

    public string? Case { get; init; }

    public Verdict? Verdict { get; init; }

    public bool IsDone { get; init; }

    public ExaminationRefusal? Refusal { get; init; }
}

/// <summary>Why a plugin was not examined.</summary>
internal sealed record ExaminationRefusal(string Problem, string? Where, string? Remedy);

/// <summary>Lines as JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ExaminationLine))]
internal sealed partial class ExaminationJson : JsonSerializerContext;
