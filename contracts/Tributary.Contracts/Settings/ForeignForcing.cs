using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tributary.Contracts;

/// <summary>What an input of a foreign model or program gets, as the settings of the plugin that runs it say it.</summary>
public sealed record ForeignForcing
{
    /// <summary>The forcing.</summary>
    [Description("a standard variable, as precipitation")]
    [Required]
    public string Variable { get; set; } = "";

    /// <summary>The unit in which it is wanted.</summary>
    [Description("the unit in which it is wanted, where that is not known otherwise; an amount of a step becomes a rate where this is one, as kg m-2 s-1")]
    public string? Unit { get; set; }

    /// <summary>The forcing as a model's descriptor declares it.</summary>
    /// <param name="name">Its name in the foreign model.</param>
    /// <exception cref="InputException">There is no such standard variable.</exception>
    public ForcingDeclaration Declare(string name) => new(Variables.Named(Variable, $"settings.forcing.{name}"));
}
