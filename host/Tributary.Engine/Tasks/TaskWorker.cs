using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Tributary.Engine;

/// <summary>The other end of a <see cref="WorkerProcess"/>: reads a task a line from standard input, answers in lines on standard output.</summary>
public static partial class TaskWorker
{
    private const int Output = 1;
    private const int Error = 2;
    private const long BetweenReports = 100;

    /// <summary>Does tasks until the input ends.</summary>
    /// <param name="run">The run's folder.</param>
    public static void Serve(string run)
    {
        using Stream answers = TakeOutput();
        using var orders = new StreamReader(Console.OpenStandardInput());
        using var tasks = new System.Collections.Concurrent.BlockingCollection<string>();
        void Listen()
        {
            while (orders.ReadLine() is { } line)
            {
                tasks.Add(line);
            }

            // The host is gone, or has no more to do. A plugin that hangs must not keep this process.
            Process.GetCurrentProcess().Kill();
        }

        new Thread(Listen) { IsBackground = true }.Start();
        long last = 0;
        var work = new TaskWork(run, new Relay<RunEvent>(happened =>
        {
            long now = Environment.TickCount64;
            if (happened is Training || (happened is Calibrating && now - Interlocked.Read(ref last) > BetweenReports))
            {
                Interlocked.Exchange(ref last, now);
                Write(answers, new WorkerLine { Calibrating = happened as Calibrating, Training = happened as Training });
            }
        }));
        foreach (string line in tasks.GetConsumingEnumerable())
        {
            StepTask task = JsonSerializer.Deserialize(line, TaskJson.Default.StepTask)!;
            Interlocked.Exchange(ref last, Environment.TickCount64);
            Write(answers, new WorkerLine { Outcome = work.Do(task, () => Write(answers, new WorkerLine { Begun = true }), CancellationToken.None) });
        }
    }

    private static void Write(Stream answers, WorkerLine line)
    {
        byte[] json = [.. JsonSerializer.SerializeToUtf8Bytes(line, TaskJson.Default.WorkerLine), (byte)'\n'];
        lock (answers)
        {
            answers.Write(json);
            answers.Flush();
        }
    }

    /// <summary>Standard output for the answers alone: what plugins and native libraries print goes to standard error.</summary>
    public static FileStream TakeOutput()
    {
        var own = new SafeFileHandle(Dup(Output), ownsHandle: true);
        _ = Dup2(Error, Output);
        return new FileStream(own, FileAccess.Write, 0);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Dup(int file);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Dup2(int file, int other);
}
