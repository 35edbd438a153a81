using TorchSharp;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public partial class TrainerTests
{
    [Fact]
    public void No_tensor_outlives_its_batch()
    {
        using var folder = new TemporaryFolder();
        using var task = new ToyTask();
        var living = new List<long>();
        Trainer(task, task.Plan(5, folder.At("state"))).Run(new Progress(_ => living.Add(Shim.shim_living())));
        Assert.Single(living.Skip(1).Distinct());
    }
}
