namespace Tributary.Learning;

/// <summary>A setting of another program's configuration that the reading of its model made no use of.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, in a line.</param>
/// <param name="Remark">What that means for the reader.</param>
public sealed record ForeignSetting(string Key, string Value, string Remark)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Value} ({Remark})";
}
