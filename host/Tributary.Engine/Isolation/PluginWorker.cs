using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A process that runs one plugin's code: this program in its hidden mode <c>plugin</c>. Several threads may call it at once, each on a lane of its own.</summary>
internal sealed class PluginWorker : IDisposable
{
    private static readonly ConcurrentBag<ChildProcess> Ready = [];

    private readonly ChildProcess _process;
    private readonly PluginFolder _plugin;
    private readonly TaskLimits _limits;
    private readonly ConcurrentBag<CallLane> _idle = [];
    private readonly Lock _gate = new();
    private WorkException? _end;

    /// <summary>Starts one; it loads the plugin when it is first asked to.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="limits">What a call may take.</param>
    /// <exception cref="WorkException">It does not start.</exception>
    public PluginWorker(PluginFolder plugin, TaskLimits limits)
    {
        (_plugin, _limits) = (plugin, limits);
        _process = Ready.TryTake(out ChildProcess? ready) ? ready : new ChildProcess(PluginServer.Mode);
    }

    /// <summary>Starts processes that are wanted later, for whatever plugin: one takes as long to start as a small workflow to read.</summary>
    /// <param name="count">How many will be wanted.</param>
    public static void Expect(int count)
    {
        while (Ready.Count < count)
        {
            Ready.Add(new ChildProcess(PluginServer.Mode));
        }
    }

    /// <summary>Whether it can be asked.</summary>
    public bool IsAlive => _end is null;

    /// <summary>A lane for one call, or several one after another.</summary>
    public CallLane Take()
    {
        if (_end is { } end)
        {
            throw end;
        }

        if (_idle.TryTake(out CallLane? lane))
        {
            return lane;
        }

        lane = CallLane.Make();
        lock (_gate)
        {
            try
            {
                _process.Input.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lane.Place.Process} {lane.Place.File} {lane.Place.Length}"));
                _process.Input.Flush();
            }
            catch (IOException)
            {
                // It has ended; whoever waits for its answer is told how.
            }
        }

        return lane;
    }

    /// <summary>Gives a lane back whose last call was answered.</summary>
    public void Return(CallLane lane)
    {
        if (IsAlive)
        {
            _idle.Add(lane);
        }
        else
        {
            lane.Dispose();
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="lane">The lane, on which what is asked was written.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="side">What the worker may ask back.</param>
    /// <exception cref="WorkException">The process ended, or took more than it may.</exception>
    /// <exception cref="TributaryException">The plugin said so.</exception>
    /// <exception cref="PluginException">The plugin threw something of its own.</exception>
    public unsafe void Ask(CallLane lane, PluginCall call, CallerSide side)
    {
        lane.Operation = (int)call;
        lane.HasFailed = false;
        lane.IsCancelled = false;
        lane.Give(Turn.Asked);
        Stopwatch? clock = null;
        bool looks = true;
        while (true)
        {
            Turn turn = lane.Wait(Turn.Answered, Turn.AskedBack, TaskLimits.Interval, looks);
            if (turn == Turn.AskedBack)
            {
                AnswerBack(lane, side);
                clock?.Restart();
                looks = true;
                continue;
            }

            if (turn == Turn.Answered)
            {
                break;
            }

            looks = false;
            Watch(lane, call, clock ??= Stopwatch.StartNew());
            lane.IsCancelled = side.Cancellation.IsCancellationRequested;
        }

        if (lane.HasFailed)
        {
            throw new PackReader(lane.Call.Start).ReadJson(IsolationJson.Default.ForeignFailure).ToException(side.Cancellation);
        }
    }

    /// <summary>Ends the process, whose memory is not to be trusted any more.</summary>
    /// <param name="problem">What was found.</param>
    /// <returns>What to throw.</returns>
    public WorkException Condemn(string problem)
    {
        lock (_gate)
        {
            _end ??= Failure(problem);
        }

        _process.Kill();
        return _end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _end ??= Failure("its process was ended");
        }

        while (_idle.TryTake(out CallLane? lane))
        {
            lane.Dispose();
        }

        _process.Dispose();
    }

    /// <summary>What a plugin was asked to do, for messages.</summary>
    private static string Doing(PluginCall call) => call switch
    {
        PluginCall.Load => "being loaded",
        PluginCall.Describe or PluginCall.DescribeForecast => "describing itself",
        PluginCall.Prepare or PluginCall.PrepareForecast or PluginCall.PrepareCascade => "preparing",
        PluginCall.Survey => "surveying the forcing",
        PluginCall.Train => "training",
        PluginCall.Explain => "explaining its results",
        PluginCall.Route or PluginCall.PullBack or PluginCall.CopyAtRiver => "routing",
        PluginCall.Forecast => "forecasting",
        PluginCall.Open or PluginCall.ReadBasin => "reading forcing",
        PluginCall.Compare or PluginCall.Score => "scoring",
        PluginCall.Search or PluginCall.NextTrials => "searching",
        PluginCall.DescribeCombiner or PluginCall.Fit or PluginCall.Combine => "combining members",
        PluginCall.Import => "importing",
        PluginCall.Export => "exporting",
        PluginCall.Examine => "examining the machine",
        _ => "simulating",
    };

    private static void AnswerBack(CallLane lane, CallerSide side)
    {
        try
        {
            side.Answer(lane.Back);
            lane.HasFailed = false;
        }
#pragma warning disable CA1031 // The plugin, which asked, is told; what it makes of it comes back as the answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var writer = new PackWriter(lane.Back);
            writer.Write(ForeignFailure.Of(error), IsolationJson.Default.ForeignFailure);
            lane.HasFailed = true;
        }

        lane.IsCancelled = side.Cancellation.IsCancellationRequested;
        lane.Give(Turn.AnsweredBack);
    }

    private void Watch(CallLane lane, PluginCall call, Stopwatch clock)
    {
        if (_limits.Any && _limits.Exceeded(_process.Id, clock) is { } exceeded)
        {
            throw Condemn($"{exceeded.Problem} while {Doing(call)}");
        }

        if (_process.HasEnded)
        {
            lock (_gate)
            {
                _end ??= Failure($"{_process.WaitForEnd()} ended its process while {Doing(call)}");
            }

            lane.Dispose();
            throw _end;
        }
    }

    private WorkException Failure(string problem)
    {
        string said = _process.Said();
        return new WorkException(
            problem, $"plugin {_plugin.Manifest!.Id} {_plugin.Manifest.Version}, isolated", cause: said.Length > 0 ? new PluginException("process", said, said) : null);
    }
}
