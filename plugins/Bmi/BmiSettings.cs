using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record BmiSettings
{
    /// <summary>What the model is written in.</summary>
    [Description("what the model is written in: c, fortran (with NextGen's ISO-C functions) or python")]
    public Language Language { get; set; } = Language.C;

    /// <summary>The shared library of a model in C or Fortran.</summary>
    [Description("of a model in C or Fortran: its shared library (.so), relative to this file")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Library { get; set; }

    /// <summary>The function that gives the model.</summary>
    [Description("of a model in C or Fortran: the library's function that gives the model, as register_bmi_cfe")]
    public string Register { get; set; } = "register_bmi";

    /// <summary>The class of a model in Python.</summary>
    [Description("of a model in Python: its class, as package.module:Class")]
    public string? Class { get; set; }

    /// <summary>Where Python looks for the class.</summary>
    [Description("of a model in Python: the folder, relative to this file, that holds its package or module; left out, it is one that Python finds itself")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? SearchPath { get; set; }

    /// <summary>The interpreter.</summary>
    [Description("of a model in Python: the interpreter, a name on the PATH or an absolute path, as that of a virtual environment")]
    public string Python { get; set; } = "python3";

    /// <summary>The model's configuration file of a unit.</summary>
    [Description("the model's configuration file, relative to this file; {id} stands for the unit's id and {index} for its place from 0, so that each unit has its own")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    [Required]
    public string Config { get; set; } = "";

    /// <summary>Where the model runs.</summary>
    [Description("folder, relative to this file, that the model runs in, from which relative paths within its configuration start; left out, that of the configuration files")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Folder { get; set; }

    /// <summary>How instances are spread over worker processes.</summary>
    [Description("shared: all units' instances of a simulation live in one worker process; each: every instance has a process of its own, as a model needs that keeps state in global variables")]
    public Processes Processes { get; set; } = Processes.Shared;

    /// <summary>Longest time that a call may take, s.</summary>
    [Description("longest time, s, that the model may take to initialise or for one part of a simulation (some thousand steps of its own); its process is ended then")]
    [Range(0.1, 604800.0)]
    public double TimeLimit { get; set; } = 3600;

    /// <summary>What the model is called in reports.</summary>
    [Description("what the model is called in reports; the name of the library's file or of the class if left out")]
    public string? Name { get; set; }

    /// <summary>For each of the model's input variables what it gets.</summary>
    [Description("for each input variable of the model, by its name there, the forcing it gets")]
    public Dictionary<string, ForeignForcing> Forcing { get; set; } = [];

    /// <summary>For each result the model's output variable.</summary>
    [Description("for each result, by its name here, the output variable of the model it comes from; there must be runoff")]
    public Dictionary<string, BmiOutput> Outputs { get; set; } = [];

    /// <summary>Variables of the model that the host may set and calibrate.</summary>
    [Description("variables of the model that are parameters to set or calibrate, by their names there; set once, after initialisation")]
    public Dictionary<string, ForeignParameter> Parameters { get; set; } = [];

    /// <summary>Variables that are all of the model's state.</summary>
    [Description("the variables of the model that together are its state, readable and settable; without them its state cannot be saved")]
    public List<string> States { get; set; } = [];
}

/// <summary>Languages of BMI models.</summary>
public enum Language
{
    /// <summary>A shared library whose register function fills in a struct of functions.</summary>
    [JsonStringEnumMemberName("c")]
    C,

    /// <summary>A shared library with NextGen's ISO-C functions, which take a handle.</summary>
    [JsonStringEnumMemberName("fortran")]
    Fortran,

    /// <summary>A class.</summary>
    [JsonStringEnumMemberName("python")]
    Python,
}

/// <summary>How instances of a model are spread over worker processes.</summary>
public enum Processes
{
    /// <summary>All of a simulation in one.</summary>
    [JsonStringEnumMemberName("shared")]
    Shared,

    /// <summary>Each in its own.</summary>
    [JsonStringEnumMemberName("each")]
    Each,
}

/// <summary>Where a result comes from.</summary>
public sealed record BmiOutput
{
    /// <summary>The model's variable.</summary>
    [Description("the model's output variable")]
    [Required]
    public string Variable { get; set; } = "";

    /// <summary>The unit in which the model gives it.</summary>
    [Description("the unit in which the model gives it, where what it says of itself is not right; an amount is per step of the model")]
    public string? Unit { get; set; }

    /// <summary>Which element of an array.</summary>
    [Description("which element, from 0, of a variable that is an array")]
    [Range(0, int.MaxValue)]
    public int Element { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BmiSettings))]
internal sealed partial class BmiJson : JsonSerializerContext;
