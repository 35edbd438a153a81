using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tributary.Contracts;

/// <summary>A parameter of a foreign model or program, as the settings of the plugin that runs it declare it.</summary>
public sealed record ForeignParameter
{
    /// <summary>Its unit.</summary>
    [Description("its unit")]
    public string Unit { get; set; } = "1";

    /// <summary>Lowest and highest value.</summary>
    [Description("lowest and highest value")]
    [MinLength(2)]
    public double[] Bounds { get; set; } = [];

    /// <summary>Its value where nobody sets one.</summary>
    [Description("its value where nobody sets one; left out, the middle of the bounds")]
    public double? Default { get; set; }

    /// <summary>What it is.</summary>
    [Description("what it is")]
    public string? Description { get; set; }

    /// <summary>The parameter as a model's descriptor declares it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">The bounds are not two, or reversed, or the default lies outside.</exception>
    public ParameterDeclaration Declare(string name)
    {
        string where = $"settings.parameters.{name}";
        if (Bounds is not [double lower, double upper])
        {
            throw new InputException("'bounds' are two numbers, [lowest, highest]", where);
        }

        if (!(lower < upper))
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the bounds [{lower}, {upper}] are reversed"), where, "The lowest value comes first.");
        }

        double value = Default ?? (lower + upper) / 2;
        return value >= lower && value <= upper
            ? new ParameterDeclaration(name, Unit, lower, upper, value, Description ?? name)
            : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"the default {value} lies outside the bounds [{lower}, {upper}]"), where);
    }
}
