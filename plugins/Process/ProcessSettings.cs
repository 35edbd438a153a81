using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record ProcessSettings
{
    /// <summary>The program.</summary>
    [Description("the program: a file relative to this one, or leave it out and give its name on the PATH under 'arguments' first")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Program { get; set; }

    /// <summary>Its arguments.</summary>
    [Description("its arguments, one an entry; places like {{id}} are filled in as in the templates")]
    public List<string> Arguments { get; set; } = [];

    /// <summary>Folder of the templates.</summary>
    [Description("folder, relative to this file, of the input files' templates; all of it is filled in and copied to the folder that the program runs in, NAME.nc.cdl as NetCDF NAME.nc (by ncgen)")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Templates { get; set; }

    /// <summary>Templates that come with the plugin.</summary>
    [Description("templates that come with the plugin instead of a folder of your own: summa or mizuroute")]
    public string? Preset { get; set; }

    /// <summary>Folder of files that are copied as they are.</summary>
    [Description("folder, relative to this file, of further input files, copied as they are beside those filled in, as SUMMA's tables")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Copy { get; set; }

    /// <summary>What the program is called in reports.</summary>
    [Description("what the model is called in reports; the program's file name if left out")]
    public string? Name { get; set; }

    /// <summary>Forcing that the templates fill in.</summary>
    [Description("forcing that the templates fill in at each of the steps, by its name there")]
    public Dictionary<string, ForeignForcing> Forcing { get; set; } = [];

    /// <summary>For each result where it is read from.</summary>
    [Required]
    [Description("for each result, by its name here, the file and column or variable that it is read from; there must be runoff")]
    public Dictionary<string, ProcessOutput> Outputs { get; set; } = [];

    /// <summary>Numbers that the host may set and calibrate.</summary>
    [Description("numbers that the templates fill in and that may be set or calibrated, by their names there")]
    public Dictionary<string, ForeignParameter> Parameters { get; set; } = [];

    /// <summary>Texts that the templates fill in.</summary>
    [Description("further texts that the templates fill in, by their names there")]
    public Dictionary<string, string> Values { get; set; } = [];

    /// <summary>How many programs run beside each other.</summary>
    [Description("how many programs may run beside each other, one for each unit and parameter set; left out, as many as the machine has cores")]
    [Range(1, 1024)]
    public int? AtOnce { get; set; }

    /// <summary>Longest time that a run of the program may take, s.</summary>
    [Description("longest time that one run of the program may take, s; it is ended then")]
    [Range(0.1, 604800.0)]
    public double TimeLimit { get; set; } = 3600;

    /// <summary>Where the folders of the runs are kept.</summary>
    [Description("folder, relative to this file, in which each unit's folder is kept; left out, they are temporary and only those of failures are kept")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Keep { get; set; }
}

/// <summary>Where a result is read from.</summary>
public sealed record ProcessOutput
{
    /// <summary>The file.</summary>
    [Description("the file that the program writes, relative to the folder that it runs in; places like {{id}} are filled in")]
    [Required]
    public string File { get; set; } = "";

    /// <summary>Heading or variable.</summary>
    [Description("heading of a column of a delimited text, or the variable of a NetCDF file (.nc)")]
    [Required]
    public string Column { get; set; } = "";

    /// <summary>The unit in which the program gives it.</summary>
    [Description("the unit in which the program gives it; for a NetCDF variable its own if left out")]
    public string? Unit { get; set; }

    /// <summary>Index on all dimensions but time.</summary>
    [Description("of a NetCDF variable with further dimensions than time: which element of those, from 0")]
    [Range(0, int.MaxValue)]
    public int Element { get; set; }

    /// <summary>Values before the first step.</summary>
    [Description("how many values stand before that of the first step, as an initial state")]
    [Range(0, int.MaxValue)]
    public int Skip { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProcessSettings))]
internal sealed partial class ProcessJson : JsonSerializerContext;
