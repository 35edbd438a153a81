using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A model that learns on from what was learned before, and can leave part of that as it was.</summary>
public interface IFreezingPlugin : ITrainablePlugin
{
    /// <summary>The weights that a training with these settings leaves as its source has them, by name; empty where it leaves none.</summary>
    /// <exception cref="InputException">The source cannot be read.</exception>
    IReadOnlyList<string> FrozenWeights(JsonElement settings);

    /// <summary>SHA-256 of the values of each weight of an artefact, by name, in hexadecimal digits.</summary>
    /// <param name="artefactFolder">Folder with what a training stored.</param>
    /// <exception cref="InputException">It holds no weights.</exception>
    IReadOnlyDictionary<string, string> HashWeights(string artefactFolder);
}
