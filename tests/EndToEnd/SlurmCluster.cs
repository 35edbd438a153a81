using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tributary.Tests.EndToEnd;

/// <summary>A real Slurm of one node on this machine, started without any service manager: munged, slurmctld and slurmd of Debian's munge and slurm-wlm.</summary>
public sealed partial class SlurmCluster : IDisposable
{
    private const int Kill = 9;

    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _daemons = [];
    private Process? _node;

    public SlurmCluster()
    {
        if (Missing is not null)
        {
            return;
        }

        Directory.CreateDirectory(_folder.At("munge"));
        File.SetUnixFileMode(_folder.At("munge"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        byte[] key = new byte[1024];
        Random.Shared.NextBytes(key);
        File.WriteAllBytes(_folder.At("munge/key"), key);
        File.SetUnixFileMode(_folder.At("munge/key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(_folder.At("state"));
        Directory.CreateDirectory(_folder.At("spool"));
        _folder.Write("slurm.conf", Configuration());
        _folder.Write("cgroup.conf", File.Exists("/sys/fs/cgroup/cgroup.controllers") ? "CgroupPlugin=cgroup/v2\nIgnoreSystemd=yes\n" : "CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n");
        string munge = _folder.At("munge");
        _daemons.Add(Start("munged", "--foreground", "--force", $"--key-file={munge}/key", $"--socket={munge}/socket", $"--pid-file={munge}/pid", $"--log-file={munge}/log", $"--seed-file={munge}/seed"));
        WaitFor(() => File.Exists($"{munge}/socket"), "munged did not start");
        _daemons.Add(Start("slurmctld", "-D", "-f", _folder.At("slurm.conf")));
        StartNode();
    }

    /// <summary>What this machine lacks; null where all is here.</summary>
    public static string? Missing { get; } = Programs.FirstOrDefault(program => PathOf(program) is null) is { } lacking
        ? $"{lacking} is not installed: apt-get install slurm-wlm munge"
        : null;

    /// <summary>What a program needs to find this cluster.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SLURM_CONF"] = _folder.At("slurm.conf") };

    /// <summary>Starts the node's daemon and waits until the node takes jobs.</summary>
    public void StartNode()
    {
        _node = Start("slurmd", "-D", "-f", _folder.At("slurm.conf"), "-N", Host);
        WaitFor(() => Ask("sinfo", "--noheader", "--format=%T") is var state && (state.StartsWith("idle", StringComparison.Ordinal) || state.StartsWith("mixed", StringComparison.Ordinal) || state.StartsWith("alloc", StringComparison.Ordinal)), "the node did not come up");
    }

    /// <summary>kill -9 of the node's daemon and of all that runs on the node, as when its power fails.</summary>
    public void KillNode()
    {
        _ = Signal(_node!.Id, Kill);
        _node.WaitForExit();
        foreach (int process in OfThisCluster("slurmstepd", "tributary"))
        {
            _ = Signal(process, Kill);
        }
    }

    /// <summary>Waits until Slurm has noticed that the node is gone: a node that comes back sooner stays "completing" for minutes, for messages about ended tasks that nobody took.</summary>
    public void WaitUntilDown() => WaitFor(() => Ask("sinfo", "--noheader", "--format=%T").StartsWith("down", StringComparison.Ordinal), "Slurm did not notice that the node is gone");

    /// <summary>What one of Slurm's commands prints.</summary>
    public string Ask(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    public void Dispose()
    {
        if (Missing is null)
        {
            KillNode();
            foreach (Process daemon in _daemons)
            {
                daemon.Kill();
                daemon.WaitForExit();
                daemon.Dispose();
            }
        }

        _folder.Dispose();
    }

    private static string Host => System.Environment.MachineName.Split('.')[0];

    private static string? PathOf(string program) =>
        (ReadOnlySpan<string>)["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"] is var folders ? folders.ToArray().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) : null;

    private string Configuration() => $"""
        ClusterName=trial
        SlurmctldHost={Host}(127.0.0.1)
        SlurmUser={System.Environment.UserName}
        SlurmdUser={System.Environment.UserName}
        AuthType=auth/munge
        AuthInfo=socket={_folder.At("munge/socket")}
        CredType=cred/munge
        StateSaveLocation={_folder.At("state")}
        SlurmdSpoolDir={_folder.At("spool")}
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmctldPidFile={_folder.At("slurmctld.pid")}
        SlurmdPidFile={_folder.At("slurmd.pid")}
        SlurmctldLogFile={_folder.At("slurmctld.log")}
        SlurmdLogFile={_folder.At("slurmd.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        MpiDefault=none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        SlurmdTimeout=5
        ReturnToService=2
        SlurmdParameters=config_overrides
        SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
        NodeName={Host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=8000 State=UNKNOWN
        PartitionName=main Nodes={Host} Default=YES MaxTime=INFINITE State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = _folder.At("slurm.conf");
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Processes by name that were started with this cluster's configuration in their environment.</summary>
    private IEnumerable<int> OfThisCluster(params string[] names)
    {
        foreach (Process process in names.SelectMany(Process.GetProcessesByName))
        {
            using (process)
            {
                string environment = $"/proc/{process.Id}/environ";
                bool isMine = false;
                try
                {
                    string text = File.ReadAllText(environment);
                    isMine = text.Contains(_folder.At("slurm.conf"), StringComparison.Ordinal) && (process.ProcessName != "tributary" || text.Contains("SLURM_ARRAY_TASK_ID", StringComparison.Ordinal));
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // It ended meanwhile, or is another user's.
                }

                if (isMine)
                {
                    yield return process.Id;
                }
            }
        }
    }

    private void WaitFor(Func<bool> isSo, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60))
            {
                string[] logs = [.. Directory.EnumerateFiles(_folder.Path, "*.log").Select(log => $"{log}:\n{string.Join('\n', File.ReadLines(log).TakeLast(15))}")];
                throw new InvalidOperationException($"{otherwise} (its state is {Ask("sinfo", "--noheader", "--format=%T")})\n{string.Join('\n', logs)}");
            }

            Thread.Sleep(50);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
