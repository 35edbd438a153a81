using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A host for tests that have none: units convert where they are written alike, and there are no NetCDF files.</summary>
public sealed class LoneServices : IHostServices, IUnits, IArrayFiles
{
    /// <inheritdoc/>
    public IUnits Units => this;

    /// <inheritdoc/>
    public IArrayFiles ArrayFiles => this;

    /// <inheritdoc/>
    public UnitConversion? Between(string from, string to) =>
        from == to ? UnitConversion.Identity : throw new InputException($"'{from}' cannot be compared with '{to}' without a host", remedy: "Run 'tributary plugins check', which knows units.");

    /// <inheritdoc/>
    public IArrayFile Open(string path) => throw new InputException("NetCDF files need a host", path, "Run 'tributary plugins check', which opens them.");

    /// <inheritdoc/>
    public void Warn(string message)
    {
    }
}
