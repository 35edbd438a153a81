using System.Text.Json.Serialization;

namespace Tributary.Cli.Asking;

/// <summary>Texts as JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
