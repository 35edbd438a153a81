using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record BmiSettings
{
    /// <summary>The shared library.</summary>
    [Description("the model's shared library (.so), relative to this file")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    [Required]
    public string Library { get; set; } = "";

    /// <summary>The function that fills in the interface.</summary>
    [Description("the library's function that fills in the interface, as register_bmi_cfe")]
    public string Register { get; set; } = "register_bmi";

    /// <summary>The model's configuration file of a unit.</summary>
    [Description("the model's configuration file, relative to this file; {id} stands for the unit's id and {index} for its place from 0, so that each unit has its own")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    [Required]
    public string Config { get; set; } = "";

    /// <summary>What the model is called in reports.</summary>
    [Description("what the model is called in reports; the library's file name if left out")]
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
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BmiSettings))]
internal sealed partial class BmiJson : JsonSerializerContext;
