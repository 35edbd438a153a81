using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Checkpoints that go to Python and come from there, at test time.</summary>
public sealed class PyTorchPeerTests : IDisposable
{
    // What torch.load(weights_only=True) of every PyTorch since 1.13 accepts.
    private static readonly HashSet<string> AllowedOperations =
    [
        "PROTO", "STOP", "MARK", "NONE", "NEWTRUE", "NEWFALSE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "EMPTY_LIST", "APPENDS",
        "EMPTY_TUPLE", "TUPLE", "EMPTY_DICT", "SETITEMS", "GLOBAL", "REDUCE", "BINPERSID",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_this_machines_PyTorch_are_read_as_it_reads_them_and_go_back()
    {
        _ = PythonPeer.WithTorch("write", _folder.Path);
        string[] names = [.. Directory.GetFiles(_folder.Path, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "hand")];
        Assert.Equal(10, names.Length);
        Assert.All(names, name =>
        {
            Checkpoint content = PyTorchFile.Read(_folder.At($"{name}.pt"));
            Assert.Equal(File.ReadAllText(_folder.At($"{name}.txt")), Description.Of(content));
            PyTorchFile.Write(_folder.At($"{name}-back.pt"), content);
        });
        SafeTensors safe = SafeTensorsFile.Read(_folder.At("hand.safetensors"));
        Assert.Equal(File.ReadAllText(_folder.At("hand.txt")), Description.Of(safe.Tensors));
        SafeTensorsFile.Write(_folder.At("back.safetensors"), safe);

        string[] described = PythonPeer.WithTorch(["describe", .. names.Select(name => _folder.At($"{name}-back.pt")), _folder.At("back.safetensors")]).TrimEnd().Split('\n');
        Assert.Equal([.. names.Append("hand").Select(name => File.ReadAllText(_folder.At($"{name}.txt")))], described);
    }

    [Fact]
    public void The_pickle_has_nothing_that_PyTorchs_loading_of_weights_only_refuses()
    {
        foreach (string name in new[] { "views", "containers", "training", "protocol4" })
        {
            string path = _folder.At("a.pt");
            PyTorchFile.Write(path, PyTorchFile.Read(Repository.At("tests", "learning", "fixtures", $"{name}.pt")));
            string[] lines = PythonPeer.Plain("operations", path).TrimEnd().Split('\n');
            Assert.Empty(lines[0].Split(' ').Except(AllowedOperations));
            Assert.All(lines[1].Split(' '), global => Assert.Matches(@"^(collections\.OrderedDict|torch\._utils\._rebuild_tensor_v2|torch\.[A-Z][A-Za-z0-9]+Storage)$", global));
        }
    }
}
