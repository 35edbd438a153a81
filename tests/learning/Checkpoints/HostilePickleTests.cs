using Tributary.Contracts;
using Tributary.Learning;
using static Tributary.Tests.Learning.Checkpoints.HandmadeFile;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Pickles that want to run code, to exhaust the machine, or are broken.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pickle_that_runs_a_command_in_Python_runs_none_here()
    {
        string proof = _folder.At("proof");
        byte[] pickle = Pickle(Global("os", "system"), Text($"echo run > {proof}"), "\x85R.");
        InputException refused = Refuse(pickle);
        Assert.False(File.Exists(proof));
        Assert.Contains("handmade.pt", refused.Message, StringComparison.Ordinal);
        Assert.Contains("os.system", refused.Message, StringComparison.Ordinal);
        Assert.Contains("torch.save(model.state_dict(), path)", refused.Message, StringComparison.Ordinal);

        File.WriteAllBytes(_folder.At("a.pkl"), pickle);
        _ = PythonPeer.Plain("unpickle", _folder.At("a.pkl"));
        Assert.True(File.Exists(proof), "Python itself did not run it, so this test shows nothing.");
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "eval")]
    [InlineData("torch.nn.modules.linear", "Linear")]
    [InlineData("torch.nn.modules.rnn", "LSTM")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("torch", "load")]
    [InlineData("torch", "system.Storage")]
    [InlineData("torch", "QInt8Storage")]
    [InlineData("torch.storage", "FloatStorage")]
    [InlineData("torch._utils", "_rebuild_tensor_v2.__globals__")]
    [InlineData("collections", "OrderedDict.update")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    [InlineData("numpy.core.multiarray", "scalar")]
    [InlineData("numpy", "dtype")]
    [InlineData("_codecs", "encode")]
    [InlineData("pathlib", "PosixPath")]
    public void A_name_that_is_none_of_the_few_is_refused_by_name(string module, string name)
    {
        Assert.Contains($"{module}.{name}", Refuse(Pickle(Global(module, name), Text("x"), "\x85R.")).Message, StringComparison.Ordinal);
        string stacked = $"\x8c{(char)module.Length}{module}\x8c{(char)name.Length}{name}\x93";
        Assert.Contains($"{module}.{name}", Refuse([0x80, 4, .. Bytes(stacked, ".")]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_calls_and_attributes_are_refused()
    {
        string ordered = Global("collections", "OrderedDict");
        string tensor = Tensor(Storage(4), 0, [4], [1]);
        byte[][] pickles =
        [
            Pickle("(ios\nsystem\n."), // INST
            Pickle("(", ordered, "o."), // OBJ
            Pickle(ordered, ")\x81."), // NEWOBJ
            Pickle(ordered, ")}\x92."), // NEWOBJ_EX
            Pickle("\x82\x01."), // EXT1
            Pickle(Text("x"), ")R."), // call of a text
            Pickle(tensor, ")R."), // call of a tensor
            Pickle(ordered, Text("x"), "\x85R."),
            Pickle(ordered, "K\x01R."),
            Pickle(ordered, "]]", Integer(1), "aa\x85R."),
            Pickle(Global("torch", "FloatStorage"), ")R."),
            Pickle(Global("torch", "Size"), "K\x01\x85R."),
            Pickle(Global("torch._utils", "_rebuild_parameter"), ")R."),
            Pickle(Global("torch._utils", "_rebuild_parameter"), Text("x"), "\x88N\x87R."),
            Pickle("}}b."), // attributes of a dict
            Pickle(tensor, "}b."), // attributes of a tensor
            Pickle(ordered, ")R", Integer(1), "b."), // attributes that are no dict
            Pickle("}N", Text("x"), "s."), // None as a key
            Pickle("})", Text("x"), "s."), // a tuple as a key
            Pickle("\x8f."), // a set
            Pickle("C\x01x."), // bytes
            Pickle(ordered, "."), // a class by itself
            Pickle(Storage(4), "."), // a storage by itself
            Pickle(Text("x"), "Q."), // a storage described otherwise
            Pickle("(", Text("module"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), "K\x04tQ."),
        ];
        Assert.All(pickles, pickle => Assert.Contains("model.state_dict()", Refuse(pickle).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tensor_with_hooks_is_refused()
    {
        string hooks = Tensor(Storage(4), 0, [4], [1]).Replace(")RtR", $")R{Text("hook")}NstR", StringComparison.Ordinal);
        Assert.Contains("hooks", Refuse(Pickle(hooks, ".")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_pickles_are_refused()
    {
        byte[][] pickles =
        [
            [],
            "."u8.ToArray(),
            [0x80, 1, (byte)'N', (byte)'.'],
            [0x80, 6, (byte)'N', (byte)'.'],
            Pickle("."),
            Pickle("N"),
            Pickle("0."),
            Pickle("e."),
            Pickle("t."),
            Pickle("1."),
            Pickle("(N."),
            Pickle("\x87."),
            Pickle("NNa."),
            Pickle("N(NNu."),
            Pickle("}(Nu."),
            Pickle("h\x07."),
            Pickle("q\x00."),
            Pickle("j", Little(-1, 4), "."),
            Pickle("J\x01."),
            Pickle("X", Little(-1, 4), "x."),
            Pickle("\x8d", Little(-1, 8), "x."),
            Pickle("\x8d", Little(long.MaxValue, 8), "x."),
            Pickle("X\x01\0\0\0\xff."), // no UTF-8
            Pickle("X\x03\0\0\0\xed\xa0\x80."), // half a surrogate pair
            Pickle("\x8b", Little(-1, 4), "."),
            Pickle("\x8b", Little(int.MaxValue, 4), "."),
            Pickle("\x8a\x20", new string('\x01', 32), "."),
            Pickle("cos\nsystem"),
            Pickle("N\x93."),
            Pickle("\xff."),
        ];
        Assert.All(pickles, pickle => Refuse(pickle));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        Assert.Contains("nested", Refuse(Pickle(new string(']', 100_000), new string('a', 99_999), ".")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Refuse(Pickle(")", new string('\x85', 1_000_000), ".")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Refuse(Pickle("]q\0h\0a.")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Refuse(Pickle("}q\0", Text("x"), "h\0s.")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Refuse(Pickle("]q\0(", string.Concat(Enumerable.Repeat("h\0", 1000)), "e.")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deepest_nesting_allowed_is_read()
    {
        Checkpoint tree = 1;
        for (int i = 0; i < Checkpoint.DeepestNesting; i++)
        {
            tree = new CheckpointTuple([tree]);
        }

        PyTorchFile.Write(_folder.At("a.pt"), tree);
        Assert.Equal(tree, PyTorchFile.Read(_folder.At("a.pt")));
    }

    [Fact]
    public void Containers_that_repeat_each_other_ten_by_ten_are_refused()
    {
        string laughs = $"]{Text("ha")}aq\0";
        for (int level = 1; level <= 30; level++)
        {
            laughs += $"0]({string.Concat(Enumerable.Repeat($"h{(char)(level - 1)}", 10))}eq{(char)level}";
        }

        Assert.Contains("repeats", Refuse(Pickle(laughs, ".")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_of_too_many_values_is_refused() => Assert.Contains("5000000", Refuse(Pickle(new string('N', 5_000_001), ".")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_dictionary_that_sets_a_key_twice_keeps_the_later_value_as_Python_does()
    {
        string path = Write(_folder, Pickle("}(", Text("a"), "K\x01", Text("a"), "K\x02u."));
        Assert.Equal(new CheckpointMap { { "a", 2 } }, PyTorchFile.Read(path));
    }

    [Fact]
    public void Versions_of_layers_are_passed_over()
    {
        string path = Write(_folder, Pickle(Global("collections", "OrderedDict"), ")R}", Text("_metadata"), "}sb."));
        Assert.Equal(new CheckpointMap(), PyTorchFile.Read(path));
    }

    private InputException Refuse(byte[] pickle) => Assert.Throws<InputException>(() => PyTorchFile.Read(Write(_folder, pickle)));
}
