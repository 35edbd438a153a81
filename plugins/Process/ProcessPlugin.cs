using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>The plugin: what the settings make of a program, and how it is prepared.</summary>
public sealed class ProcessPlugin : IModelPlugin, IDiagnosticPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(ProcessJson.Default.ProcessSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings)
    {
        ProcessSettings read = settings.Read(ProcessJson.Default.ProcessSettings);
        if (read.Program is null && read.Arguments.Count == 0)
        {
            throw new InputException("'program' is missing", "settings", "Name the program's file, or its name on the PATH as the first of 'arguments'.");
        }

        return new ModelDescriptor
        {
            Name = read.Name ?? Path.GetFileNameWithoutExtension(read.Program ?? read.Arguments[0]),
            Description = "a program run for each basin",
            Parameters = [.. read.Parameters.Select(pair => pair.Value.Declare(pair.Key))],
            Forcing = [.. read.Forcing.Select(pair => pair.Value.Declare(pair.Key))],
            Outputs = [.. Outputs(read).Select(name => ForeignResults.Declare(name, read.Outputs[name].Unit, read.Outputs[name].Column))],
            Capabilities = Capabilities.SpatiallyIndependent,
            Files = [.. new[] { read.Program, read.Templates, read.Copy }.OfType<string>()],
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The program or a template is missing, or a template is not right.</exception>
    public IModel Prepare(JsonElement settings, ModelSetup setup) => new ProcessModel(settings.Read(ProcessJson.Default.ProcessSettings), Describe(settings), setup);

    /// <inheritdoc/>
    public IReadOnlyList<Diagnosis> Examine(CancellationToken cancellation)
    {
        string? ncgen = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ncgen")).FirstOrDefault(File.Exists);
        return [ncgen is not null ? new Diagnosis("ncgen", ncgen) : new Diagnosis("ncgen", "it is not here; templates of NetCDF files, as SUMMA's and mizuRoute's, need it", DiagnosisLevel.Missing, "apt-get install netcdf-bin")];
    }

    /// <summary>The results, runoff first.</summary>
    internal static IReadOnlyList<string> Outputs(ProcessSettings settings) => ForeignResults.RunoffFirst(settings.Outputs.Keys, "runoff: { file: out.csv, column: runoff, unit: mm }");
}
