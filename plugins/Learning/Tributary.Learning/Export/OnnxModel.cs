namespace Tributary.Learning;

/// <summary>An ONNX file: a graph with what a reader must know of it. Operators are those of opset 13, which ONNX 1.8 and all later ones have.</summary>
internal static class OnnxModel
{
    private const ulong IntermediateVersion = 7;
    private const ulong OperatorSet = 13;

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="program">What made it, as <c>Tributary 0.1.0</c>.</param>
    /// <param name="meaning">What it is, in a sentence or two.</param>
    /// <param name="notes">Keys and values of its metadata.</param>
    /// <exception cref="Contracts.WorkException">The file cannot be written.</exception>
    public static void Write(string path, OnnxGraph graph, string program, string meaning, IEnumerable<KeyValuePair<string, string>> notes)
    {
        var model = new ProtobufWriter();
        model.Write(1, IntermediateVersion);
        model.Write(2, program.Split(' ')[0]);
        model.Write(3, program.Split(' ')[^1]);
        model.Write(6, meaning);
        model.Write(7, graph.Write);
        model.Write(8, operators => operators.Write(2, OperatorSet));
        foreach ((string key, string value) in notes)
        {
            model.Write(14, note =>
            {
                note.Write(1, key);
                note.Write(2, value);
            });
        }

        AtomicFile.Write(path, file => file.Write(model.Written));
    }
}
