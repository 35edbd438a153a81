using System.Globalization;
using static Tributary.Tests.EndToEnd.ForeignBasins;

namespace Tributary.Tests.EndToEnd;

/// <summary>Models that are no plugins of their own and are killed, hang, raise or are not there, by the program: what the reader is told.</summary>
public sealed class FailingForeignModelTests : IDisposable
{
    private const int WorkFailed = 1;
    private const int InputWrong = 2;

    private readonly ForeignBasins _basins = new();

    public void Dispose() => _basins.Dispose();

    [Fact]
    public void A_model_whose_process_is_killed_is_named_with_its_unit_time_and_file_and_the_others_are_there()
    {
        _basins.Folder.Write("config/south.txt", "k=0.03\nstorage=3\nkilled_at=1000\n");
        Outcome outcome = _basins.Run(Workflow("killed", Python(), Awk())).Done();
        Assert.Contains("member python failed and is left out: Reservoir, unit south, ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("config/south.txt: the model ended its process between 2001-01-01 00:00 and 2001-04-30 00:00: a kill from outside (SIGKILL", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("set 'processes: each'", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(DayCount, _basins.Discharge("killed", "awk", 0).Length);
        _basins.Run(Workflow("killed", Python()) + "run: { strict: true }\n").Fails(WorkFailed, "config/south.txt", "SIGKILL");
    }

    [Fact]
    public void A_model_that_hangs_ends_when_the_program_is_killed()
    {
        _basins.Folder.Write("config/north.txt", "k=0.1\nstorage=3\nhang=1\n");
        _basins.Folder.Write("workflow.yaml", Workflow("hangs", Python()));
        Assert.NotEqual(0, Cli.KillAtFile(_basins.Folder.Path, _basins.Folder.At("config"), "worker.pid", "run", "workflow.yaml").Status);
        string pid = File.ReadAllText(_basins.Folder.At("config", "worker.pid"));
        while (pid.Length == 0)
        {
            pid = File.ReadAllText(_basins.Folder.At("config", "worker.pid"));
        }

        // A worker that stayed would make this wait for ever, and the test be ended.
        while (Runs(int.Parse(pid, CultureInfo.InvariantCulture)))
        {
            Thread.Yield();
        }
    }

    [Fact]
    public void An_exception_in_python_is_shown_with_its_traceback()
    {
        _basins.Folder.Write("config/south.txt", "k=1.5\nstorage=3\n");
        _basins.Run(Workflow("raises", Python()) + "run: { strict: true }\n").Fails(WorkFailed, "unit south", "update raised ValueError: k is above 1 at 2001-01-01 00:00", "reservoir_bmi.py\", line ");
    }

    [Fact]
    public void A_program_that_is_killed_is_named_with_its_unit_and_folder_and_how_to_run_it_again()
    {
        string killed = Awk().Replace("[awk, -f, tank.awk, input.csv]", """["sh", "-c", "kill -KILL $$", "{{id}}"]""", StringComparison.Ordinal).Replace("name: awk", "name: gone", StringComparison.Ordinal);
        Outcome outcome = _basins.Run(Workflow("gone", killed, Awk())).Done();
        Assert.Contains("member gone failed and is left out: sh, unit north: a kill from outside (SIGKILL", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("To see it fail alone: cd ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("&& sh -c 'kill -KILL $$' north", outcome.Error, StringComparison.Ordinal);
        Directory.Delete(outcome.Error.Split("alone: cd ")[1].Split(" &&")[0], recursive: true);
    }

    [Theory]
    [InlineData("reservoir_bmi:Reservoir", "rivers:Reservoir", "finds no module 'rivers'", "'search_path'")]
    [InlineData("config/{id}.txt", "config/{id}.cfg", "unit north has no configuration file", "config/north.cfg")]
    [InlineData("language: python", "language: pyton", "workflow.yaml:", "python")]
    [InlineData("search_path", "serch_path", "workflow.yaml:", "there is no such key")]
    public void Wrong_settings_are_told_before_anything_is_written(string right, string wrong, string problem, string remedy)
    {
        string workflow = Workflow("wrong", Python());
        Assert.Contains(right, workflow, StringComparison.Ordinal);
        _basins.Run(workflow.Replace(right, wrong, StringComparison.Ordinal)).Fails(InputWrong, problem, remedy);
    }

    /// <summary>Whether a process is there and has not ended; one that nobody waited for still has its entry.</summary>
    private static bool Runs(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public void The_doctor_tells_what_foreign_models_need()
    {
        Assert.Matches("ok +libraries +models in C and Fortran can be run", Cli.Run(_basins.Folder.Path, "doctor").Output);
        string without = Cli.Run(_basins.Folder.Path, new Dictionary<string, string> { ["PATH"] = "/nowhere" }, "doctor").Output;
        Assert.Matches("missing +Python", without);
        Assert.Matches("missing +ncgen", without);
        Assert.Contains("apt-get install netcdf-bin", without, StringComparison.Ordinal);
    }
}
