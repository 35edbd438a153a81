using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Flux.Definition;

/// <summary>Reads a model file: its own sections, and those of the option taken of each of its decisions.</summary>
internal sealed class ModelFile
{
    private const string Sections = "forcing constants parameters outside stores delays junctions values fluxes";

    private readonly ModelDefinition _model;
    private readonly Dictionary<string, SourceMark> _names = [];

    private ModelFile(ModelDefinition model) => _model = model;

    /// <summary>Reads and checks a model, all but its units.</summary>
    /// <param name="path">The file; its name alone where it comes with the plugin.</param>
    /// <param name="text">Its text.</param>
    /// <param name="decisions">The option to take of each decision; the file's default for those left out.</param>
    /// <exception cref="InputException">The file is not right; the message names line, column and what is concerned.</exception>
    public static ModelDefinition Read(string path, string text, IReadOnlyDictionary<string, string> decisions)
    {
        YamlPart root = YamlPart.Read(Path.GetFileName(path), text);
        root.Allow(["name", "description", "citation", "step", "substeps", "decisions", .. Sections.Split(' ')]);
        YamlPart? step = root.Part("step", "step");
        step?.Allow("shortest", "longest");
        double substeps = root.Value("substeps") ?? 1;
        if (substeps is < 1 or > 1000 || substeps != Math.Floor(substeps))
        {
            throw root.WrongAt("substeps", "'substeps' is to be a whole number from 1 to 1000");
        }

        var model = new ModelDefinition
        {
            Name = root.Demand("name"),
            Description = root.Text("description") ?? "a model written in YAML",
            File = path,
            ShortestStep = step is null ? TimeSpan.FromHours(1) : StepOf(step, "shortest", TimeSpan.FromHours(1)),
            LongestStep = step is null ? TimeSpan.FromDays(1) : StepOf(step, "longest", TimeSpan.FromDays(1)),
            Substeps = (int)substeps,
        };
        model.Outside.Add((Variables.Runoff.Name, Variables.Runoff.Description));
        model.Outside.Add((Variables.Evapotranspiration.Name, Variables.Evapotranspiration.Description));
        var file = new ModelFile(model);
        foreach (string name in (ReadOnlySpan<string>)[Variables.Runoff.Name, Variables.Evapotranspiration.Name, ModelDefinition.StepName, ModelDefinition.TimeName])
        {
            file._names[name] = root.At;
        }

        file.Add(root);
        foreach (YamlPart option in Options(root, decisions))
        {
            file.Add(option);
        }

        if (model.Fluxes.Count == 0)
        {
            throw new InputException("the model has no fluxes", root.At.ToString(), "Write at least one, from a forcing to a store or to runoff.");
        }

        NameCheck.Check(model);
        return model;
    }

    private static IEnumerable<YamlPart> Options(YamlPart root, IReadOnlyDictionary<string, string> chosen)
    {
        YamlPart? decisions = root.Part("decisions", "decisions");
        string[] known = decisions is null ? [] : [.. decisions.Keys];
        if (chosen.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new InputException(
                $"{root.Demand("name")} has no decision '{unknown}'", "settings.decisions", known.Length == 0 ? "It leaves nothing to decide." : $"Its decisions: {string.Join(", ", known)}.");
        }

        foreach (string name in known)
        {
            YamlPart decision = decisions!.Part(name, $"decision {name}") ?? throw decisions.WrongAt(name, $"'{name}' is empty");
            decision.Allow("description", "default", "options");
            YamlPart options = decision.Part("options", $"decision {name}") ?? throw decision.WrongAt("options", "'options' is missing");
            string option = chosen.GetValueOrDefault(name) ?? decision.Demand("default");
            if (!options.Keys.Contains(option))
            {
                throw new InputException($"the decision '{name}' has no option '{option}'", "settings.decisions", $"Its options: {string.Join(", ", options.Keys)}.");
            }

            if (options.Part(option, $"option {option}") is { } part)
            {
                part.Allow(["description", .. Sections.Split(' ')]);
                yield return part;
            }
        }
    }

    private static TimeSpan StepOf(YamlPart step, string key, TimeSpan otherwise) => step.Text(key) switch
    {
        null => otherwise,
        string text when text.Length > 1 && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out double count) && count > 0 && text[^1] is 'd' or 'h' or 'm' =>
            text[^1] switch { 'd' => TimeSpan.FromDays(count), 'h' => TimeSpan.FromHours(count), _ => TimeSpan.FromMinutes(count) },
        string text => throw step.WrongAt(key, $"'{text}' is no length of a step", "Write it as 1d, 6h or 15m."),
    };

    private void Add(YamlPart part)
    {
        Each(part, "forcing", null, AddForcing);
        Each(part, "constants", "constant", AddConstant);
        Each(part, "parameters", "parameter", AddParameter);
        Each(part, "outside", null, (section, name) => _model.Outside.Add((name, section.Demand(name))));
        Each(part, "stores", "store", AddStore);
        Each(part, "delays", "delay", AddDelay);
        foreach (string junction in part.List("junctions"))
        {
            Declare(junction, part.MarkOf("junctions"));
            _model.Junctions.Add(junction);
        }

        Each(part, "values", null, (section, name) => _model.Values[name] =
            section.Expression(name, $"value {name}") ?? throw section.WrongAt(name, $"value {name} has no expression"));
        Each(part, "fluxes", "flux", AddFlux);
    }

    private void Each(YamlPart part, string key, string? kind, Action<YamlPart, string> add)
    {
        if (part.Part(key, key) is not { } section)
        {
            return;
        }

        foreach (string name in section.Keys)
        {
            // A parameter that several options declare is one, if they declare it alike.
            if (!_model.Parameters.Exists(parameter => parameter.Name == name))
            {
                Declare(name, section.MarkOf(name));
            }
            else if (key != "parameters")
            {
                throw Taken(name, section.MarkOf(name));
            }

            add(kind is null ? section : section.Part(name, $"{kind} {name}") ?? throw section.WrongAt(name, $"{kind} {name} is empty"), name);
        }
    }

    private void Declare(string name, SourceMark at)
    {
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_') || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') || name is "if" or "then" or "else")
        {
            throw new InputException($"'{name}' cannot be a name", at.ToString(), "A name is made of letters, digits and _, and does not begin with a digit.");
        }

        if (!_names.TryAdd(name, at))
        {
            throw Taken(name, at);
        }
    }

    private InputException Taken(string name, SourceMark at) => new(
        name is ModelDefinition.StepName or ModelDefinition.TimeName ? $"'{name}' is the name of a time already" : $"the name '{name}' is taken, in line {_names[name].Line}", at.ToString(), "Every name stands for one thing.");

    private void AddForcing(YamlPart section, string name)
    {
        YamlPart? own = section.IsMapping(name) ? section.Part(name, $"forcing {name}") : null;
        own?.Allow("variable", "unit", "is", "description");
        string variable = own?.Demand("variable") ?? section.Demand(name);
        if (Variables.All.TryGetValue(variable, out Variable? known))
        {
            _model.Forcing.Add(new ForcingTerm(name, known));
            return;
        }

        if (own is null)
        {
            throw section.WrongAt(
                name, $"forcing {name}: '{variable}' is no standard variable", $"Standard variables: {string.Join(", ", Variables.All.Keys.Order())}. Of another one say what it is: {{ variable: {variable}, unit: mm, is: sum }}.");
        }

        CellMethod method = own.Text("is") switch
        {
            "sum" => CellMethod.Sum,
            null or "mean" => CellMethod.Mean,
            string other => throw own.WrongAt("is", $"'{other}' is neither sum nor mean"),
        };
        _model.Forcing.Add(new ForcingTerm(name, new Variable(variable, "", own.Demand("unit"), method, own.Text("description") ?? variable)));
    }

    private void AddConstant(YamlPart part, string name)
    {
        part.Allow("value", "unit", "description");
        _model.Constants.Add(new ConstantTerm(name, part.Value("value") ?? throw part.WrongAt("value", "'value' is missing"), part.Text("unit") ?? "1"));
    }

    private void AddParameter(YamlPart part, string name)
    {
        part.Allow("unit", "bounds", "default", "scale", "description");
        (double lower, double upper) = part.Bounds("bounds");
        if (!(lower < upper))
        {
            throw part.WrongAt("bounds", string.Create(CultureInfo.InvariantCulture, $"the bounds [{lower}, {upper}] are reversed"), "The lowest value comes first.");
        }

        bool logarithmic = part.Text("scale") switch
        {
            null or "linear" => false,
            "logarithmic" => true,
            string other => throw part.WrongAt("scale", $"'{other}' is neither linear nor logarithmic"),
        };
        if (logarithmic && lower <= 0)
        {
            throw part.WrongAt("bounds", "a logarithmic scale needs bounds above 0");
        }

        double value = part.Value("default") ?? (logarithmic ? Math.Sqrt(lower * upper) : (lower + upper) / 2);
        if (value < lower || value > upper)
        {
            throw part.WrongAt("default", string.Create(CultureInfo.InvariantCulture, $"the default {value} lies outside the bounds [{lower}, {upper}]"));
        }

        var declared = new ParameterDeclaration(
            name, part.Text("unit") ?? "1", lower, upper, value, part.Text("description") ?? name, logarithmic ? ParameterScale.Logarithmic : ParameterScale.Linear);
        if (_model.Parameters.Find(parameter => parameter.Name == name) is not { } known)
        {
            _model.Parameters.Add(declared);
        }
        else if (known != declared)
        {
            throw new InputException($"the parameter '{name}' is declared otherwise in line {_names[name].Line}", part.At.ToString(), "Declare it alike, or give it another name.");
        }
    }

    private void AddStore(YamlPart part, string name)
    {
        part.Allow("unit", "initial", "may_be_negative", "description");
        _model.Stores.Add(new StoreTerm(
            name, part.Text("unit") ?? "mm", part.Text("description") ?? $"water in {name}", part.Expression("initial", $"initial contents of {name}"), part.Flag("may_be_negative")));
    }

    private void AddDelay(YamlPart part, string name)
    {
        part.Allow("unit", "s_curve", "longest", "description");
        double longest = part.Value("longest") ?? throw part.WrongAt("longest", "'longest' is missing", "Say after how many steps all water has left.");
        if (longest is < 1 or > 100_000 || longest != Math.Floor(longest))
        {
            throw part.WrongAt("longest", "'longest' is to be a whole number of steps from 1 to 100000");
        }

        Formula curve = part.Expression("s_curve", $"delay {name}") ?? throw part.WrongAt("s_curve", "'s_curve' is missing", "Give the share of the water that has left by the time t (in d).");
        _model.Delays.Add(new DelayTerm(name, part.Text("unit") ?? "mm", part.Text("description") ?? $"water on its way through {name}, by steps to go", curve, (int)longest));
    }

    private void AddFlux(YamlPart part, string name)
    {
        part.Allow("from", "to", "value", "signed", "description");
        _model.Fluxes.Add(new FluxTerm(
            name, part.Demand("from"), part.Demand("to"), part.Expression("value", $"flux {name}"), part.Flag("signed"), part.Text("description") ?? $"water from {part.Demand("from")} to {part.Demand("to")}", part.At));
    }
}
