using System.Diagnostics;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class KillTests
{
    private const string FolderVariable = "TRIBUTARY_TEST_TRAINING";
    private const int Epochs = 5;

    [Fact]
    public void A_training_killed_by_the_system_ends_with_the_bytes_of_an_unbroken_one()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Tributary.Learning.Tests"))
        {
            Environment = { [FolderVariable] = folder.Path },
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(KillTests).FullName}.{nameof(Trains_until_it_kills_itself)}" },
            RedirectStandardOutput = true,
        };
        using (Process killed = Process.Start(start)!)
        {
            killed.StandardOutput.ReadToEnd();
            killed.WaitForExit();
            Assert.NotEqual(0, killed.ExitCode);
        }

        Assert.Equal(2, TrainingState.Read(folder.At("state"), "toy")!.Epochs.Count);
        Assert.Equal(Train(null), Train(folder.At("state")));
    }

    [Fact(Explicit = true)]
    public void Trains_until_it_kills_itself()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"There is no {FolderVariable}.");
        using var task = new ToyTask(spoil: call =>
        {
            if (call == 15)
            {
                using Process self = Process.GetCurrentProcess();
                self.Kill();
            }

            return 1;
        });
        new Trainer(task.Windows, task.Optimiser, task.Plan(Epochs, Path.Combine(folder, "state"))).Run();
    }

    private static byte[] Train(string? state)
    {
        using var task = new ToyTask();
        new Trainer(task.Windows, task.Optimiser, task.Plan(Epochs, state)).Run();
        return task.Network.Weights();
    }
}
