using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>What the host offers to plugins.</summary>
/// <param name="warn">Receives what a plugin wants the user to know.</param>
public sealed class HostServices(Action<string> warn) : IHostServices
{
    /// <summary>Units of measurement, for the host itself.</summary>
    internal static UdUnits SharedUnits { get; } = new();

    /// <inheritdoc/>
    public IUnits Units => SharedUnits;

    /// <inheritdoc/>
    public IArrayFiles ArrayFiles { get; } = new NetCdfFiles();

    /// <inheritdoc/>
    public void Warn(string message) => warn(message);
}
