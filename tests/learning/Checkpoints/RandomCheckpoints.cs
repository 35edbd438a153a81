using FsCheck;
using FsCheck.Fluent;
using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Random tensors and trees of them.</summary>
internal static class RandomCheckpoints
{
    private static readonly int[] Sizes = [8, 4, 2, 2, 8, 4, 2, 1, 1, 1];

    public static Gen<StoredTensor> Tensors =>
        from type in Gen.Elements(Enum.GetValues<ElementType>())
        from shape in Gen.Choose(0, 4).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank))
        from values in Gen.Choose(0, type == ElementType.Bool ? 1 : 255).ArrayOf(shape.Aggregate(Sizes[(int)type], (count, length) => count * length))
        select new StoredTensor(type, [.. shape.Select(length => (long)length)], Array.ConvertAll(values, value => (byte)value));

    public static Gen<string> Texts => Gen.Elements("", "weight", "poids à l'entrée", "水", "😀", "a\nb\0", new string('x', 300)).Or(Gen.Choose('a', 'z').ArrayOf().Select(letters => string.Concat(letters.Select(letter => (char)letter))));

    public static Gen<Checkpoint> Trees => Tree(3);

    private static Gen<Checkpoint> Leaves => Gen.OneOf(
        Tensors.Select(tensor => (Checkpoint)tensor),
        Texts.Select(text => (Checkpoint)text),
        ArbMap.Default.GeneratorFor<long>().Select(number => (Checkpoint)number),
        Gen.Choose(0, 126).Select(bit => (Checkpoint)new CheckpointInteger(Int128.One << bit)),
        Gen.Choose(0, 126).Select(bit => (Checkpoint)new CheckpointInteger(-(Int128.One << bit) - 1)),
        ArbMap.Default.GeneratorFor<double>().Select(number => (Checkpoint)number),
        Gen.Elements<Checkpoint>(true, false, Checkpoint.Nothing));

    private static Gen<Checkpoint> Tree(int depth) => depth == 0 ? Leaves : Gen.OneOf(
        Leaves,
        Tree(depth - 1).ArrayOf().Select(items => (Checkpoint)new CheckpointList(Few(items))),
        Tree(depth - 1).ArrayOf().Select(items => (Checkpoint)new CheckpointTuple(Few(items))),
        from items in Tree(depth - 1).ArrayOf()
        from names in Texts.ArrayOf()
        select (Checkpoint)Map(Few(items), names));

    private static Checkpoint[] Few(Checkpoint[] items) => items[..Math.Min(items.Length, 5)];

    private static CheckpointMap Map(Checkpoint[] items, string[] names)
    {
        var map = new CheckpointMap();
        for (int i = 0; i < items.Length; i++)
        {
            Checkpoint name = i < names.Length ? names[i] : (long)(i - 2);
            map.Add(map.TryGet(name, out _) ? 1000L + i : name, items[i]);
        }

        return map;
    }
}
