namespace Tributary.Contracts;

/// <summary>
/// Tells what the machine offers to a family of plugins: a library, its version, how fast it is. <c>tributary doctor</c> asks every such plugin.
/// </summary>
public interface IDiagnosticPlugin : IPlugin
{
    /// <summary>
    /// Looks at the machine, within about a second. What is missing or does not work is a <see cref="Diagnosis"/>; an exception means that the examination itself broke down.
    /// </summary>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>What was found, in the order to show it in.</returns>
    IReadOnlyList<Diagnosis> Examine(CancellationToken cancellation);
}
