using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>A scaler as <c>scaler.json</c>, which <see cref="Read(string)"/> gives back bit for bit, and as a text for people.</summary>
public static class ScalerFile
{
    /// <summary>The file's name in an artefact's folder.</summary>
    public const string Name = "scaler.json";

    /// <summary>Writes the scaler.</summary>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    public static void Write(Scaler scaler, string path) =>
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Text(scaler) + "\n")));

    /// <summary>The scaler as JSON, as the file has it.</summary>
    public static string Text(Scaler scaler) => JsonSerializer.Serialize(scaler, ScalerJson.Default.Scaler);

    /// <summary>Reads a scaler.</summary>
    /// <exception cref="InputException">The file is missing, is no scaler, or one of its scales cannot be divided by.</exception>
    public static Scaler Read(string path)
    {
        Scaler scaler;
        try
        {
            scaler = JsonSerializer.Deserialize(File.ReadAllText(path), ScalerJson.Default.Scaler) ?? throw new JsonException("it is empty");
        }
        catch (JsonException notOne)
        {
            string line = notOne.LineNumber is { } number ? $"{path}:{number + 1}" : path;
            throw new InputException($"The file holds no scaler: {notOne.Message}", line, "Take the file that training wrote beside the weights.", notOne);
        }
        catch (IOException unreadable)
        {
            throw new InputException("The scaler cannot be read", path, "Weights need the scaler.json that training wrote beside them.", unreadable);
        }

        foreach (VariableScaling scaling in scaler.Inputs.Concat(scaler.Attributes).Concat(scaler.Targets))
        {
            if (!double.IsFinite(scaling.Center) || !double.IsFinite(scaling.Scale) || scaling.Scale == 0)
            {
                throw new InputException($"The scale of {scaling.Name} cannot be divided by", path, "Take the file that training wrote.");
            }
        }

        return scaler;
    }

    /// <summary>A table for people: name, unit, transform, method, centre and scale of each variable.</summary>
    public static string Describe(Scaler scaler)
    {
        var text = new StringBuilder();
        if (scaler.FittedOn.Length > 0)
        {
            text.Append("Fitted on ").Append(scaler.FittedOn).Append('\n');
        }

        Section(text, "Inputs", scaler.Inputs);
        Section(text, "Static attributes", scaler.Attributes);
        Section(text, "Targets", scaler.Targets);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<VariableScaling> scalings)
    {
        if (scalings.Count == 0)
        {
            return;
        }

        int width = Math.Max(title.Length, scalings.Max(scaling => scaling.Name.Length));
        text.Append(CultureInfo.InvariantCulture, $"{title.PadRight(width)}  {"unit",-8} {"transform",-9} {"method",-8} {"center",12} {"scale",12}\n");
        foreach (VariableScaling scaling in scalings)
        {
            string basins = scaling.PerBasin is { } own ? $"  ({own.Count} basins with their own)" : string.Empty;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{scaling.Name.PadRight(width)}  {scaling.Unit,-8} {Word(scaling.Transform),-9} {Word(scaling.Method),-8} {scaling.Center,12:G6} {scaling.Scale,12:G6}{basins}\n");
        }
    }

    private static string Word(ValueTransform transform) => transform switch
    {
        ValueTransform.LogSqrt => "log-sqrt",
        ValueTransform.Log1P => "log1p",
        _ => "none",
    };

    private static string Word(ScalingMethod method) => method switch
    {
        ScalingMethod.MinMax => "min-max",
        ScalingMethod.Standard => "standard",
        _ => "none",
    };
}

/// <summary>Reads and writes scalers without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Scaler))]
internal sealed partial class ScalerJson : JsonSerializerContext;
