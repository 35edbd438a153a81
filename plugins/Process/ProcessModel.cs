using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>A program on a domain.</summary>
internal sealed class ProcessModel : IModel
{
    public ProcessModel(ProcessSettings settings, ModelDescriptor descriptor, ModelSetup setup)
    {
        Settings = settings;
        Descriptor = descriptor;
        Setup = setup;
        if (settings.Program is { } program && !File.Exists(program))
        {
            throw new InputException("there is no such program", program, "Check 'program' in the settings; it is relative to the workflow file.");
        }

        Templates = new TemplateFolder(settings);
        Arguments = [.. settings.Arguments.Select((argument, index) => new Template($"settings.arguments[{index}]", argument))];
        Units = [.. Enumerable.Range(0, setup.Units.Count).Select(unit => ProcessScopes.OfUnit(settings, setup.Units, unit))];
        ForcingNames = [.. settings.Forcing.Keys];
        Room = new SemaphoreSlim(settings.AtOnce ?? Environment.ProcessorCount);
    }

    public ProcessSettings Settings { get; }

    public ModelDescriptor Descriptor { get; }

    public ModelSetup Setup { get; }

    public TemplateFolder Templates { get; }

    public Template[] Arguments { get; }

    /// <summary>What the templates know of each unit.</summary>
    public Scope[] Units { get; }

    public string[] ForcingNames { get; }

    /// <summary>Lets in as many runs of the program as may be beside each other, whichever simulations they are of.</summary>
    public SemaphoreSlim Room { get; }

    public ISimulation Start(ParameterSets parameters) => new ProcessSimulation(this, parameters);

    public void Dispose() => Room.Dispose();

    /// <summary>The conversion from a quantity of the host to a unit of the program.</summary>
    public UnitConversion Conversion(Variable variable, string? unit, int place, string where) => unit is null
        ? UnitConversion.Identity
        : ForeignUnit.From(Setup.Services.Units, variable, unit, Setup.Step, Setup.Units.AreaKm2[place], where);
}
