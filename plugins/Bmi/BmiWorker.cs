using System.Buffers.Binary;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>A process that holds instances of a BMI model. One thread at a time, and one request at a time.</summary>
internal sealed class BmiWorker : IDisposable
{
    private const string Greeting = "TributaryBmi";
    private const uint Protocol = 1;
    private const int LastLines = 15;
    private const int LongestGreeting = 64;

    /// <summary>Least time, s, that a program has to start and to load the model, which may be large.</summary>
    private const double LeastToLoad = 60;

    private readonly BmiSettings _settings;
    private readonly System.Diagnostics.Process _process;
    private readonly Queue<string> _printed = new();
    private readonly ManualResetEventSlim _printedAll = new();
    private readonly Timer _watch;
    private double _limit;
    private volatile bool _tookTooLong;

    /// <summary>Starts a worker and has it load the model.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="program">What is started.</param>
    /// <exception cref="InputException">Python or the model cannot be loaded.</exception>
    public BmiWorker(BmiSettings settings, WorkerProgram program)
    {
        _settings = settings;
        _process = program.Start();
        _watch = new Timer(_ => EndLate());
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginErrorReadLine();
        IsUsable = true;
        try
        {
            _limit = Math.Max(settings.TimeLimit, LeastToLoad);
            Limit(_limit);
            RequireProtocol();
            string model = settings.Language == Language.Python ? settings.Class! : settings.Library!;
            using WorkerRequest request = new WorkerRequest(WorkerOperation.Load)
                .Add(settings.Language switch { Language.Fortran => "fortran", Language.Python => "python", _ => "c" })
                .Add(model).Add(settings.Register).Add(settings.SearchPath ?? "");
            Send(request, model);
            Receive(model);
            _limit = settings.TimeLimit;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether it can be asked anything; not after a failure.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Sends a request, whose answer must be received before the next.</summary>
    /// <param name="request">The request.</param>
    /// <param name="where">What it is for, for errors.</param>
    /// <exception cref="WorkException">The process is gone.</exception>
    public void Send(WorkerRequest request, string where)
    {
        if (!IsUsable)
        {
            throw new WorkException("the model's process ended before, with another of its instances", where);
        }

        try
        {
            Limit(_limit);
            _process.StandardInput.BaseStream.Write(request.Frame());
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            throw Ended(where, "");
        }
    }

    /// <summary>The answer to the request that was sent last.</summary>
    /// <param name="where">What it was for, for errors.</param>
    /// <param name="whenOf">Of an advance: how to say that it failed at a step; null for all others.</param>
    /// <param name="whenAll">Of an advance: how to say when it was.</param>
    /// <exception cref="WorkException">The model failed, or ended its process, or took too long.</exception>
    /// <exception cref="InputException">What the model was asked for is wrong.</exception>
    public WorkerAnswer Receive(string where, Func<int, string>? whenOf = null, string whenAll = "")
    {
        WorkerAnswer answer;
        try
        {
            answer = Read(int.MaxValue);
        }
        catch (IOException)
        {
            throw Ended(where, whenAll);
        }

        Limit(null);
        if (answer.Outcome == 0)
        {
            return answer;
        }

        string problem = answer.Text();
        string remedy = answer.Text();
        uint step = answer.Number();
        string when = whenOf is not null && step != uint.MaxValue ? whenOf((int)step) : "";
        End();
        throw answer.Outcome == 2
            ? new InputException(problem, where, remedy.Length > 0 ? remedy : null)
            : new WorkException(problem + when, where, remedy.Length > 0 ? $"Its traceback:\n{remedy}" : Said());
    }

    public void Dispose()
    {
        End();
        _watch.Dispose();
        _process.Dispose();
        _printedAll.Dispose();
    }

    private WorkerAnswer Read(int longest)
    {
        Stream answers = _process.StandardOutput.BaseStream;
        Span<byte> length = stackalloc byte[sizeof(uint)];
        answers.ReadExactly(length);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count == 0 || count > longest)
        {
            throw new InvalidDataException();
        }

        byte[] payload = new byte[count];
        answers.ReadExactly(payload);
        return new WorkerAnswer(payload);
    }

    /// <summary>The first answer says that what was started is a worker, and of this protocol.</summary>
    private void RequireProtocol()
    {
        string program = _settings.Language == Language.Python ? _settings.Python : "the worker for BMI libraries";
        string found;
        try
        {
            WorkerAnswer hello = Read(LongestGreeting);
            uint version = hello.Text() == Greeting ? hello.Number() : 0;
            found = version == Protocol ? "" : $"speaks version {version} of the protocol, not {Protocol}";
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentOutOfRangeException)
        {
            found = "does not answer as a worker does";
        }
        catch (IOException)
        {
            if (_tookTooLong)
            {
                throw Ended(program, "");
            }

            End();
            found = $"does not start a worker: {ProcessEnd.Cause(_process.ExitCode)}";
        }

        if (found.Length > 0)
        {
            End();
            throw new InputException($"it {found}", program, $"Name a Python 3.8 or newer under 'python' in the settings. {Said()}");
        }
    }

    private WorkException Ended(string where, string when)
    {
        End();
        string hint = _settings.Processes == Processes.Shared ? "\nIf it only fails beside other units, it keeps state in global variables: set 'processes: each'." : "";
        return _tookTooLong
            ? new WorkException(FormattableString.Invariant($"the model took longer than its time limit of {_limit} s{when} and was ended"), where, $"Raise 'time_limit' in the settings if that is right. {Said()}")
            : new WorkException($"the model ended its process{when}: {ProcessEnd.Cause(_process.ExitCode)}", where, Said() + hint);
    }

    private void Limit(double? seconds) => _watch.Change(seconds is { } limit ? TimeSpan.FromSeconds(limit) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void EndLate()
    {
        _tookTooLong = true;
        Kill();
    }

    /// <summary>Ends the process, and waits for what it printed last.</summary>
    private void End()
    {
        if (!IsUsable)
        {
            return;
        }

        IsUsable = false;
        Limit(null);
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        // Its input has ended, so it ends at once; a model that starts threads of its own may not.
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            Kill();
        }

        _printedAll.Wait(TimeSpan.FromSeconds(2));
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(2));
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            _printedAll.Set();
            return;
        }

        lock (_printed)
        {
            _printed.Enqueue(line);
            if (_printed.Count > LastLines)
            {
                _printed.Dequeue();
            }
        }
    }

    private string Said()
    {
        lock (_printed)
        {
            return _printed.Count == 0 ? "It printed nothing." : $"The last that it printed:\n{string.Join('\n', _printed)}";
        }
    }
}
