namespace Tributary.Contracts;

/// <summary>Replaces the schema that a property's type would give, for a key that may be written in several ways.</summary>
/// <param name="json">JSON Schema of the value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SchemaAttribute(string json) : Attribute
{
    /// <summary>JSON Schema of the value.</summary>
    public string Json { get; } = json;
}
