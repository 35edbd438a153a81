using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Does tasks as job arrays on Slurm. The run's folder is all that passes between: tasks go there, finished steps and how tasks ended come back. Arrays are handed
/// in as earlier ones end; a task that its node lost is handed in again; a run that was killed goes on watching the jobs that it had handed in.
/// </summary>
internal sealed class SlurmEngine(WorkflowPlan plan, TaskFolder folder, StepStore steps, IProgress<RunEvent> progress) : TaskEngine(folder, steps, progress)
{
    // A shared folder may show a file some seconds after its node wrote it.
    private const int LooksBeforeLost = 3;

    private static readonly HashSet<string> LostStates = ["NODE_FAIL", "BOOT_FAIL", "PREEMPTED", "CANCELLED", "REVOKED", "DEADLINE", "UNKNOWN"];

    private readonly SlurmSection _section = plan.Workflow.Run.Slurm;
    private readonly SlurmMarks _marks = new(folder);
    private readonly List<Flight> _flights = [];
    private readonly Queue<StepTask> _waiting = new();
    private readonly Dictionary<string, int> _losses = [];
    private string _told = string.Empty;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_flights.Count > 0)
        {
            SlurmCommands.Cancel(_flights.Select(flight => flight.Job.Id).Distinct());
            _flights.Clear();
        }

        Steps.RemoveDrafts("work");
        if (Directory.Exists(Folder.FullPath))
        {
            Directory.Delete(Folder.FullPath, recursive: true);
        }
    }

    /// <inheritdoc/>
    protected override void Work(IReadOnlyList<StepTask> tasks, CancellationToken cancellation)
    {
        HashSet<string> held = Adopt(tasks);
        foreach (StepTask task in tasks.Where(task => !held.Contains(task.Hash)))
        {
            _waiting.Enqueue(task);
        }

        int largest = SlurmCommands.LargestArray();
        while (_waiting.Count > 0 || _flights.Count > 0)
        {
            Submit(largest);
            cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(_section.Watch));
            cancellation.ThrowIfCancellationRequested();
            Look();
        }
    }

    /// <summary>Goes on with the jobs of a run that was killed, where they do what is wanted, and takes the others off the queue.</summary>
    private HashSet<string> Adopt(IReadOnlyList<StepTask> tasks)
    {
        HashSet<string> held = [];
        SlurmJob[] earlier = [.. SlurmJob.Earlier(Folder).Where(job => _flights.All(flight => flight.Job.Id != job.Id))];
        if (earlier.Length == 0)
        {
            return held;
        }

        HashSet<string> wanted = [.. tasks.Select(task => task.Hash)];
        SlurmElementState[] queue = [.. SlurmCommands.Queue(earlier.Select(job => job.Id)) ?? []];
        foreach (SlurmJob job in earlier)
        {
            SlurmElementState[] active = [.. queue.Where(state => state.Job == job.Id && state.Name == job.Name && SlurmCommands.IsActive(state.State))];
            StepTask[][] elements = job.Elements(Folder);
            int before = _flights.Count;
            foreach (SlurmElementState state in active.Where(state => elements[state.Element].Any(task => wanted.Contains(task.Hash))))
            {
                StepTask[] mine = [.. elements[state.Element].Where(task => wanted.Contains(task.Hash) && held.Add(task.Hash))];
                _flights.Add(new Flight(job, state.Element, [.. mine]));
            }

            if (_flights.Count > before)
            {
                Report(new Noted($"{_flights.Count - before} elements of job {job.Id}, which an earlier run handed in, are still in the queue; this run goes on with them"));
            }
            else if (active.Length > 0)
            {
                SlurmCommands.Cancel([job.Id]);
            }
        }

        return held;
    }

    private void Submit(int largest)
    {
        int room = _section.Queue - _flights.Count;
        while (_waiting.Count > 0 && room > 0)
        {
            int threads = _waiting.Peek().Threads;
            var elements = new List<StepTask[]>();
            while (elements.Count < Math.Min(room, largest) && _waiting.TryPeek(out StepTask? next) && next.Threads == threads)
            {
                var element = new List<StepTask>();
                while (element.Count < _section.Batch && _waiting.TryPeek(out next) && next.Threads == threads)
                {
                    _marks.Forget(next);
                    element.Add(_waiting.Dequeue());
                }

                elements.Add([.. element]);
            }

            SlurmJob job = SlurmJob.Submit(Folder, plan, [.. elements]);
            Report(new Noted(string.Create(CultureInfo.InvariantCulture, $"job {job.Id}: an array of {elements.Count} with {elements.Sum(element => element.Length)} tasks was handed to Slurm")));
            _flights.AddRange(elements.Select((element, index) => new Flight(job, index, [.. element])));
            room -= elements.Count;
        }
    }

    private void Look()
    {
        // What ended is asked for first: an element that is found gone afterwards had written all that it would write.
        IReadOnlyList<SlurmElementState>? queue = SlurmCommands.Queue(_flights.Select(flight => flight.Job.Id).Distinct());
        if (queue is null)
        {
            TellOnce("Slurm's controller does not answer; the run waits for it");
            return;
        }

        Dictionary<(string, int), SlurmElementState> states = queue.Where(state => SlurmCommands.IsActive(state.State)).ToDictionary(state => (state.Job, state.Element));
        foreach (Flight flight in _flights)
        {
            foreach (StepTask task in flight.Tasks.ToList())
            {
                if (_marks.OutcomeOf(task) is { } outcome)
                {
                    Take(task, outcome);
                    flight.Tasks.Remove(task);
                }
            }

            if (states.GetValueOrDefault((flight.Job.Id, flight.Element)) is not { } state)
            {
                flight.Looks++;
            }
            else if (state.State == "PENDING" && IsObstacle(state.Reason))
            {
                TellOnce($"Slurm holds job {flight.Job.Id}: {state.Reason}");
            }
        }

        foreach (Flight lost in _flights.Where(flight => flight.Tasks.Count > 0 && flight.Looks >= LooksBeforeLost).ToList())
        {
            Explain(lost);
        }

        _flights.RemoveAll(flight => flight.Tasks.Count == 0 || flight.Looks >= LooksBeforeLost);
    }

    /// <summary>An element ended and some of its tasks are not told of.</summary>
    private void Explain(Flight flight)
    {
        SlurmEnd end = SlurmCommands.EndOf(flight.Job.Id, flight.Element) ?? new SlurmEnd("UNKNOWN", 0, 0, "its node");
        string id = string.Create(CultureInfo.InvariantCulture, $"job {flight.Job.Id}_{flight.Element}");
        if (end.Status == SlurmJob.Blind || end.State == "COMPLETED")
        {
            throw new InputException(
                $"{end.Node}, where {id} ran, does not see this folder as this machine does", Folder.Run, "Set run.folder to a folder that all nodes share, as one in the home or the scratch folder.");
        }

        StepTask? begun = flight.Tasks.Find(_marks.IsBegun);
        if (!LostStates.Contains(end.State) && !end.IsKilled)
        {
            StepTask blamed = begun ?? flight.Tasks[0];
            flight.Tasks.Remove(blamed);
            string what = end.State switch
            {
                "TIMEOUT" => "Slurm stopped it for its time",
                "OUT_OF_MEMORY" => "Slurm stopped it for its memory",
                _ => $"{ProcessEnd.Cause(end.Signal > 0 ? 128 + end.Signal : end.Status)} ended its process",
            };
            Take(blamed, new TaskOutcome { Hash = blamed.Hash, Failure = TaskFailure.OfProcess(blamed, $"{what} on {end.Node} ({id}, {end.State})", flight.Job.Said(Folder, flight.Element)) });
        }
        else if (begun is not null || flight.Tasks.Count == 1)
        {
            StepTask task = begun ?? flight.Tasks[0];
            int losses = _losses[task.Hash] = _losses.GetValueOrDefault(task.Hash) + 1;
            if (losses > _section.Retries)
            {
                flight.Tasks.Remove(task);
                Take(task, new TaskOutcome
                {
                    Hash = task.Hash,
                    Failure = new TaskFailure { Problem = string.Create(CultureInfo.InvariantCulture, $"it was lost {losses} times, the last by {end.Node} ({id}, {end.State})"), Where = task.Name, Remedy = "See run.slurm.retries." },
                });
            }
        }

        if (flight.Tasks.Count > 0)
        {
            Report(new Noted($"{id} on {end.Node} ended as {end.State}; its tasks are handed in again"));
            flight.Tasks.ForEach(_waiting.Enqueue);
        }
    }

    private static bool IsObstacle(string reason) => reason.Contains("DOWN", StringComparison.Ordinal)
        || reason.Contains("NotAvail", StringComparison.Ordinal)
        || reason.Contains("Limit", StringComparison.Ordinal) != reason.StartsWith("JobArrayTaskLimit", StringComparison.Ordinal)
        || reason.Contains("Invalid", StringComparison.Ordinal)
        || reason.Contains("Held", StringComparison.Ordinal);

    private void TellOnce(string what)
    {
        if (_told != what)
        {
            _told = what;
            Report(new Noted(what));
        }
    }

    private sealed class Flight(SlurmJob job, int element, List<StepTask> tasks)
    {
        public SlurmJob Job { get; } = job;

        public int Element { get; } = element;

        public List<StepTask> Tasks { get; } = tasks;

        public int Looks { get; set; }
    }
}
