using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Reads a workflow file and checks it against the host's schema.</summary>
public static class WorkflowReader
{
    /// <summary>Reads a workflow file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="WorkflowProblemsException">It does not fit the schema; all that does not is listed.</exception>
    public static (YamlSource Source, Workflow Workflow) Read(string path)
    {
        (YamlSource source, Workflow? workflow, IReadOnlyList<Problem> problems) = ReadWhatFits(path);
        return problems.Count == 0 ? (source, workflow!) : throw new WorkflowProblemsException(problems);
    }

    /// <summary>Reads a workflow file without the parts that do not fit the schema, so that what else is wrong can be told along with them.</summary>
    /// <returns>The file, what it says (null where too little is left), and what does not fit, in order of place.</returns>
    /// <exception cref="InputException">The file cannot be read.</exception>
    /// <exception cref="WorkflowProblemsException">It is no YAML.</exception>
    internal static (YamlSource Source, Workflow? Workflow, IReadOnlyList<Problem> Problems) ReadWhatFits(string path) =>
        ReadWhatFits(YamlSource.Load(Path.GetFullPath(path)));

    /// <inheritdoc cref="ReadWhatFits(string)"/>
    internal static (YamlSource Source, Workflow? Workflow, IReadOnlyList<Problem> Problems) ReadWhatFits(YamlSource source)
    {
        var problems = new ProblemList(source);
        problems.AddRange(SchemaCheck.Check(source, string.Empty, source.Root, WorkflowSchema.Host.ToJsonString()));
        var fitting = (JsonObject)source.Root.DeepClone();
        foreach (Problem problem in problems.InOrder().Where(problem => !problem.IsLack))
        {
            Remove(fitting, problem.Key);
        }

        bool isRead = problems.Try("domain.basins", () => Canonicalise(fitting, Path.GetDirectoryName(source.Path)!));
        return (source, isRead ? Deserialise(fitting, problems.Count > 0) : null, problems.InOrder());
    }

    private static Workflow? Deserialise(JsonObject fitting, bool isDamaged)
    {
        try
        {
            return fitting.Deserialize(WorkflowJson.Default.Workflow);
        }
        catch (JsonException) when (isDamaged)
        {
            return null;
        }
    }

    /// <summary>Takes a value out. Items of a list keep their numbers, so that a wrong one takes the whole list along.</summary>
    private static void Remove(JsonObject root, string key)
    {
        if (key.StartsWith("sweep.", StringComparison.Ordinal))
        {
            // Its keys are paths themselves, with dots of their own.
            root.Remove("sweep");
            return;
        }

        JsonObject owner = root;
        foreach (string part in key.Split('.'))
        {
            int bracket = part.IndexOf('[', StringComparison.Ordinal);
            string name = bracket < 0 ? part : part[..bracket];
            if (bracket < 0 && owner[name] is JsonObject inner && !key.EndsWith('.' + name, StringComparison.Ordinal) && key != name)
            {
                owner = inner;
            }
            else if (bracket >= 0 && owner[name] is JsonArray list && int.TryParse(part[(bracket + 1)..].TrimEnd(']'), out int index) && index < list.Count
                && list[index] is JsonObject item)
            {
                if (key.EndsWith(part, StringComparison.Ordinal))
                {
                    return;
                }

                owner = item;
            }
            else
            {
                owner.Remove(name);
                return;
            }
        }
    }

    /// <summary>Brings keys that may be written in several ways into the one that the records have.</summary>
    private static void Canonicalise(JsonObject root, string folder)
    {
        var domain = root["domain"] as JsonObject;
        if (domain?["basins"] is { } basins)
        {
            domain["basins"] = Basins(basins, folder, root["synthetic"]);
        }

        CanonicaliseOutlines(domain);
        if (domain?["elevation_bands"] is JsonObject bands && bands["temperature_lapse_rate"] is JsonValue rate)
        {
            bands["temperature_lapse_rate"] = rate.ToString();
        }

        foreach (string split in (ReadOnlySpan<string>)["warmup", "calibration", "validation", "test"])
        {
            if (root["splits"]?[split] is JsonValue share)
            {
                root["splits"]![split] = new JsonArray(share.ToString());
            }
        }

        IEnumerable<JsonNode?> sources = [root["forcing"], root["observations"], root["forecast"], (root["forecast"] as JsonObject)?["forcing"], .. (domain?["basins"] as JsonArray ?? []).Concat(root["models"] as JsonArray ?? []).Select(owner => owner!["forcing"])];
        foreach (JsonNode? source in sources)
        {
            if (source?["variables"] is JsonObject variables)
            {
                foreach (string name in variables.Select(entry => entry.Key).ToList())
                {
                    if (variables[name] is JsonValue series)
                    {
                        variables[name] = new JsonObject { ["name"] = series.ToString() };
                    }
                }
            }
        }

        IsolationSection.Unfold(root);

        foreach (JsonNode? member in root["models"] as JsonArray ?? [])
        {
            foreach (string section in (ReadOnlySpan<string>)["calibrate", "sensitivity"])
            {
                if (member![section]?["objective"] is JsonValue score)
                {
                    member[section]!["objective"] = new JsonObject { [score.ToString()] = 1 };
                }
            }

            if (member!["calibrate"]?["gauges"] is JsonArray gauges)
            {
                member["calibrate"]!["gauges"] = Texts(gauges);
            }
        }

        if (root["ensemble"]?["combine"] is JsonArray combinations)
        {
            for (int i = 0; i < combinations.Count; i++)
            {
                if (combinations[i] is JsonValue method)
                {
                    combinations[i] = new JsonObject { ["method"] = method.ToString() };
                }
            }
        }

        CanonicaliseForecast(root["forecast"] as JsonObject);
        if (root["forcing"]?["stations"]?["ids"] is JsonArray stations)
        {
            root["forcing"]!["stations"]!["ids"] = Texts(stations);
        }

        RemoveNulls(root);
    }

    private static void CanonicaliseForecast(JsonObject? forecast)
    {
        if (forecast?["members"] is JsonArray names)
        {
            forecast["members"] = Texts(names);
        }
        else if (forecast?["members"] is JsonValue count)
        {
            forecast["members"] = new JsonArray([.. Enumerable.Range(1, int.Parse(count.ToString(), System.Globalization.CultureInfo.InvariantCulture)).Select(number => (JsonNode)number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        }

        foreach (JsonNode? threshold in forecast?["thresholds"] as JsonArray ?? [])
        {
            if (threshold?["discharge"] is JsonValue everywhere)
            {
                threshold["discharge"] = new JsonObject { [ThresholdSection.Everywhere] = everywhere.DeepClone() };
            }
        }
    }

    private static void CanonicaliseOutlines(JsonObject? domain)
    {
        foreach ((string section, string key) in (ReadOnlySpan<(string, string)>)[("units", "area"), ("units", "elevation"), ("network", "length"), ("network", "slope")])
        {
            if (domain?[section]?[key] is JsonValue field)
            {
                domain[section]![key] = new JsonObject { ["field"] = field.ToString() };
            }
        }

        if (domain?["network"]?["attributes"] is JsonObject attributes)
        {
            foreach ((string name, JsonNode? field) in attributes.ToList())
            {
                if (field is JsonValue)
                {
                    attributes[name] = new JsonObject { ["field"] = field.ToString() };
                }
            }
        }

        foreach (JsonNode? gauge in domain?["gauges"] as JsonArray ?? [])
        {
            foreach (string key in (ReadOnlySpan<string>)["id", "reach"])
            {
                if (gauge?[key] is JsonValue id)
                {
                    gauge[key] = id.ToString();
                }
            }
        }
    }

    private static JsonArray Texts(JsonArray values) => new([.. values.Select(value => (JsonNode)value!.ToString())]);

    /// <summary>The basins as a list of mappings.</summary>
    /// <param name="given">What the file says: a list, or the file of one.</param>
    /// <param name="folder">Where its paths start from.</param>
    /// <param name="synthetic">The section of invented catchments, whose lists need not be there yet.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    internal static JsonArray Basins(JsonNode given, string folder, JsonNode? synthetic)
    {
        var basins = new JsonArray();
        if (given is JsonObject list)
        {
            string file = Path.GetFullPath(list["file"]!.ToString(), folder);
            if (RegionMaking.IdsIn(synthetic, file, folder) is { } ids)
            {
                return [.. ids.Select(id => new JsonObject { ["id"] = id })];
            }

            foreach (string line in TextFiles.Lines(file))
            {
                if (line.Trim() is { Length: > 0 } id && id[0] != '#')
                {
                    basins.Add(new JsonObject { ["id"] = id });
                }
            }

            return basins.Count > 0 ? basins : throw new InputException("holds no basin ids", file);
        }

        foreach (JsonNode? item in (JsonArray)given)
        {
            JsonObject basin = item is JsonObject mapping ? (JsonObject)mapping.DeepClone() : new JsonObject { ["id"] = item!.ToString() };
            basin["id"] = basin["id"]!.ToString();
            if (basin["downstream"] is JsonValue downstream)
            {
                basin["downstream"] = downstream.ToString();
            }

            if (basin["area"] is JsonValue area)
            {
                basin["area"] = new JsonObject { ["value"] = area.DeepClone(), ["unit"] = "km2" };
            }

            if (basin["hypsometry"] is JsonArray elevations)
            {
                basin["hypsometry"] = new JsonObject { ["elevations"] = elevations.DeepClone() };
            }

            basins.Add(basin);
        }

        return basins;
    }

    /// <summary>A key without a value means its default.</summary>
    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonObject mapping)
        {
            foreach ((string key, JsonNode? value) in mapping.ToList())
            {
                if (value is null)
                {
                    mapping.Remove(key);
                }
                else
                {
                    RemoveNulls(value);
                }
            }
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                RemoveNulls(item);
            }
        }
    }
}

/// <summary>Small text files, with errors that name them.</summary>
internal static class TextFiles
{
    /// <summary>The lines of a file.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("there is no such file", path, cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }

    /// <summary>The numbers of a file, or of the one line in it that starts with a word; separated by white space, commas or semicolons.</summary>
    /// <exception cref="InputException">It cannot be read, has no such line, or holds something else.</exception>
    public static double[] Numbers(string path, string? key)
    {
        char[] separators = [' ', '\t', ',', ';'];
        IEnumerable<string> words = Lines(path).SelectMany(line =>
        {
            string[] parts = line.Split(separators, StringSplitOptions.RemoveEmptyEntries);
            return key is null ? parts : parts.Length > 0 && parts[0] == key ? parts[1..] : [];
        });
        double[] numbers = [.. words.Select(word => double.TryParse(word, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new InputException($"'{word}' is no number", path))];
        return numbers.Length > 0 ? numbers : throw new InputException(key is null ? "holds no numbers" : $"has no line that starts with '{key}'", path);
    }
}
