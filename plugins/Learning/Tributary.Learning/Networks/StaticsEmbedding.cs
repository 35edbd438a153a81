using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// The linear embedding of static attributes, <c>W s + b</c> without an activation; its parameters are
/// <c>embedding_net.statics_embedding.net.0.weight</c> and <c>.bias</c> as NeuralHydrology's. Of size 0 it hands the attributes through.
/// </summary>
internal sealed class StaticsEmbedding
{
    private readonly Linear? _line;

    public StaticsEmbedding(NetworkShape shape)
    {
        _line = shape.StaticsEmbedding > 0 ? nn.Linear(shape.Statics, shape.StaticsEmbedding) : null;
        Size = shape.StaticsEmbedding > 0 ? shape.StaticsEmbedding : shape.Statics;
    }

    /// <summary>Numbers that it gives.</summary>
    public int Size { get; }

    /// <summary>The module to register as <c>embedding_net</c>; null where there is none.</summary>
    public nn.Module? Module => _line is null ? null : new NamedModules(("statics_embedding", new NamedModules(("net", new NamedModules(("0", _line))))));

    /// <summary>Embeds attributes, <c>[batch, attribute]</c>.</summary>
    public Tensor? Of(Tensor? statics) => statics is null || _line is null ? statics : RowsAlike.Of(_line, statics);
}
