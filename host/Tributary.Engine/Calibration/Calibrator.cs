using System.Buffers;
using System.Collections.Concurrent;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Calibrates a member's parameters on one basin, or on all units of a river network together.</summary>
public sealed class Calibrator : IDisposable
{
    // Enough to fill the vectors of a batch simulation several times, few enough for the results to stay in the cache.
    private const int MostSetsAtOnce = 32;
    private const int FewestSetsOfAThread = 4;

    // Doubles that the results of a batch may take: a network of many units runs fewer sets at once.
    private const int MostResultsAtOnce = 1 << 24;

    private readonly PreparedModel _model;
    private readonly SearchSpace _space;
    private readonly List<(int Gauge, Objective Objective)> _objectives = [];
    private readonly CalibrationSection _section;
    private readonly PluginCatalogue _plugins;
    private readonly CalibrationGroup _group;
    private readonly RiverDischarge _river;
    private readonly TimeAxis _time;
    private readonly int _gaugeCount;
    private readonly int _mostSets;
    private readonly Range _scored;
    private readonly int _stepCount;
    private readonly int _workers;
    private readonly ConcurrentBag<Room> _rooms = [];
    private FrontPoint[] _front = [];

    /// <summary>Prepares a calibration.</summary>
    /// <param name="member">The member.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="group">The units that share a parameter set.</param>
    /// <param name="routing">How water moves down the river network; null where there is none.</param>
    /// <param name="calibration">The calibration period.</param>
    /// <param name="workers">Threads to use.</param>
    /// <param name="plugins">The plugins that offer the algorithm and the objective.</param>
    /// <param name="services">What the host offers.</param>
    /// <exception cref="InputException">Nothing is observed in the calibration period, or no plugin offers the objective.</exception>
    public Calibrator(
        MemberPlan member, WorkflowInputs inputs, CalibrationGroup group, RoutingPlan? routing, Period calibration, int workers, PluginCatalogue plugins, HostServices services)
    {
        _section = member.Section.Calibrate!;
        _plugins = plugins;
        _workers = workers;
        _scored = inputs.Forcing.Time.IndicesWithin(calibration);
        _stepCount = _scored.End.Value;
        _group = group;
        _gaugeCount = inputs.Domain.Gauges.Count;
        _time = inputs.Forcing.Time.Slice(0, _stepCount);
        TimeAxis scored = inputs.Forcing.Time.Slice(_scored.Start.Value, _scored.End.Value - _scored.Start.Value);
        foreach (int gauge in group.Gauges)
        {
            var objective = new Objective(_section.Objective, plugins, scored, inputs.ObservedIn(gauge, _scored));
            if (objective.ObservedCount >= 2 && (group.Unit is not null || _section.Gauges?.Contains(inputs.Domain.Gauges[gauge].Id) != false))
            {
                _objectives.Add((gauge, objective));
            }
        }

        if (_objectives.Count == 0)
        {
            throw new InputException(
                $"there is no observed discharge in the calibration period {calibration}", $"basin {group.Name}", "Give observations, or fixed parameters and no calibration.");
        }

        _space = new SearchSpace(member.Descriptor, member.GivenParameters(), member.FreeParameters, _section.Bounds);
        _river = new RiverDischarge(inputs.Domain, routing, member.Descriptor, inputs.Forcing.Time.Step, 1, services);
        _model = new PreparedModel(member, inputs, group.Unit, services);
        _mostSets = (int)Math.Clamp(MostResultsAtOnce / ((long)_model.Units.Count * _stepCount), 1, MostSetsAtOnce);
    }

    /// <summary>Runs all starts side by side, so that their trials share batches, and keeps the best.</summary>
    /// <param name="seed">Seed of the first start; further ones count up from it.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">No plugin offers the algorithm.</exception>
    /// <exception cref="WorkException">A plugin broke down, the algorithm broke its contract, or no parameter set gave a finite objective.</exception>
    public CalibrationResult Run(int seed, IProgress<CalibrationProgress>? progress, CancellationToken cancellation)
    {
        (IOptimiser optimiser, LoadedPlugin plugin) = _plugins.Optimiser(_section.Algorithm);
        int total = _section.Budget * _section.Starts;
        var trace = new CalibrationTrace(_section.Starts, _space.ParameterCount);
        var searches = new IEnumerator<Trials>?[_section.Starts];
        for (int start = 0; start < searches.Length; start++)
        {
            var random = new MathNet.Numerics.Random.MersenneTwister(seed + start);
            searches[start] = optimiser.Search(_space.Dimension, _section.Budget, random).GetEnumerator();
        }

        string where = $"calibrate.algorithm {_section.Algorithm} of member {_model.Member.Name}";
        while (AskAll(searches, plugin, where, trace.Count))
        {
            cancellation.ThrowIfCancellationRequested();
            Trials?[] asked = [.. searches.Select(search => search?.Current)];
            double[][] parameters = Evaluate(asked, trace, cancellation);
            if (optimiser.SeeksFront)
            {
                KeepFront(asked, parameters);
            }

            progress?.Report(new CalibrationProgress(trace.Count, total, trace.BestScore));
        }

        if (double.IsNegativeInfinity(trace.BestScore))
        {
            throw new WorkException(
                $"none of {trace.Count} parameter sets gave a finite objective", $"member {_model.Member.Name}, basin {_group.Name}", "Check the model's bounds and the forcing.");
        }

        if (!optimiser.SeeksFront)
        {
            return new CalibrationResult(trace.BestParameters, trace.BestScore, () => trace);
        }

        string[] scores = [.. _section.Objective.Keys];
        int chosen = ParetoFront.Compromise([.. _front.Select(point => point.Scores)], [.. _section.Objective.Values]);
        return new CalibrationResult(_front[chosen].Parameters, _front[chosen].Scores.Zip(_section.Objective.Values, (score, weight) => score * weight).Sum(), () => trace)
        {
            Front = new CalibrationFront(scores, _front, chosen),
        };
    }

    /// <summary>The objective at points of the unit cube of the free parameters, one run each.</summary>
    /// <param name="points">The points.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The objective at each; negative infinity where the simulation broke down.</returns>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public double[] ScoresAt(double[][] points, CancellationToken cancellation)
    {
        var trials = new Trials(points);
        Evaluate([trials], new CalibrationTrace(1, _space.ParameterCount), cancellation);
        return trials.Scores;
    }

    /// <summary>Number of free parameters.</summary>
    public int Dimension => _space.Dimension;

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _river.Dispose();
        foreach (Room room in _rooms)
        {
            room.Dispose();
        }
    }

    /// <summary>Moves every search to its next question.</summary>
    private bool AskAll(IEnumerator<Trials>?[] searches, LoadedPlugin plugin, string where, int spent)
    {
        (bool any, bool isWithin, int asked) = (false, true, 0);
        for (int i = 0; i < searches.Length; i++)
        {
            if (searches[i] is not { } search)
            {
                continue;
            }

            if (!PluginGuard.Call(plugin, where, "searching", search.MoveNext))
            {
                search.Dispose();
                searches[i] = null;
                continue;
            }

            any = true;
            asked += search.Current.Count;
            isWithin &= IsWithinCube(search.Current);
        }

        int budget = _section.Budget * _section.Starts;
        string? fault = spent + asked > budget ? $"asks for more model runs ({spent + asked}) than the budget of {budget}"
            : !isWithin ? $"asks for a point outside the unit cube of {_space.Dimension} coordinates"
            : any && asked == 0 ? "asks for no point and does not end"
            : null;
        return fault is null ? any : throw new WorkException($"plugin {plugin.Manifest.Id} {plugin.Manifest.Version} {fault}", where, "Report it to the plugin's authors; take another algorithm.");
    }

    private bool IsWithinCube(Trials trials)
    {
        foreach (double[] point in trials.Points)
        {
            if (point.Length != _space.Dimension)
            {
                return false;
            }

            foreach (double coordinate in point)
            {
                if (coordinate is not (>= 0 and <= 1))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The points of all trials so far that none of them dominates, by their first score.</summary>
    private void KeepFront(Trials?[] asked, double[][] parameters)
    {
        var all = new List<FrontPoint>(_front);
        int next = 0;
        foreach (Trials trials in asked.OfType<Trials>())
        {
            for (int i = 0; i < trials.Count; i++)
            {
                all.Add(new FrontPoint(parameters[next++], trials.Objectives[i]!));
            }
        }

        FrontPoint[] finite = [.. all.Where(point => point.Scores.All(double.IsFinite))];
        _front = [.. finite.Where(point => !finite.Any(other => ParetoFront.Dominates(other.Scores, point.Scores)))
            .DistinctBy(point => string.Join(' ', point.Scores.Select(BitConverter.DoubleToInt64Bits))).OrderBy(point => point.Scores[0])];
    }

    /// <param name="starts">What each start asks; null for one that is done.</param>
    /// <param name="trace">Receives the scores.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>The parameters of all that was asked.</returns>
    private double[][] Evaluate(Trials?[] starts, CalibrationTrace trace, CancellationToken cancellation)
    {
        var asked = new List<(Trials Trials, int Index)>();
        foreach (Trials? trials in starts)
        {
            for (int i = 0; i < trials?.Count; i++)
            {
                asked.Add((trials, i));
            }
        }

        double[][] parameters = new double[asked.Count][];
        int threads = Math.Clamp(asked.Count / FewestSetsOfAThread, 1, _workers);
        int size = Math.Min((asked.Count + threads - 1) / threads, _mostSets);
        int batches = (asked.Count + size - 1) / size;
        if (batches == 1)
        {
            EvaluateBatch(asked, parameters, 0, asked.Count, cancellation);
        }
        else
        {
            WorkerThreads.For(batches, _workers, batch => EvaluateBatch(asked, parameters, batch * size, Math.Min(size, asked.Count - (batch * size)), cancellation), cancellation);
        }

        int next = 0;
        for (int start = 0; start < starts.Length; start++)
        {
            for (int i = 0; i < starts[start]?.Count; i++)
            {
                trace.Add(start, starts[start]!.Scores[i], parameters[next++]);
            }
        }

        return parameters;
    }

    private void EvaluateBatch(List<(Trials Trials, int Index)> asked, double[][] parameters, int first, int count, CancellationToken cancellation)
    {
        Room room = _rooms.TryTake(out Room? free) ? free : new Room();
        int units = _model.Units.Count;
        room.ReserveDischarge(_river.IsLumped ? 0 : _gaugeCount * _stepCount);
        var sets = new ParameterSets(_space.ParameterCount, count, units);
        for (int i = 0; i < count; i++)
        {
            (Trials trials, int index) = asked[first + i];
            double[] set = parameters[first + i] = new double[_space.ParameterCount];
            _space.ParametersAt(trials.Points[index], set);
            sets.Fill(i, set);
        }

        cancellation.ThrowIfCancellationRequested();
        _model.Simulate(sets, _stepCount, () => room.Results(count * units * _stepCount), results =>
        {
            for (int i = 0; i < count; i++)
            {
                (Trials trials, int index) = asked[first + i];
                trials.Scores[index] = Evaluate(results.Slice(i * units * _stepCount, units * _stepCount), room, trials.Objectives[index] = new double[_section.Objective.Count]);
            }
        });
        _rooms.Add(room);
    }

    /// <summary>The objective of the gauges together, and that of each score.</summary>
    /// <param name="given">What the units give off with one parameter set, <c>[unit][time]</c>.</param>
    /// <param name="room">Working room.</param>
    /// <param name="terms">Receives the scores.</param>
    private double Evaluate(Span<double> given, Room room, double[] terms)
    {
        if (_group.Unit is { } unit)
        {
            Span<double> simulated = given[_scored];
            _river.Of(unit).Apply(simulated);
            return _objectives[0].Objective.Evaluate(simulated, room.PairsOf(0, _objectives), terms);
        }

        if (!_river.IsLumped)
        {
            _river.Route(_time, given, room.Discharge, room.River);
        }

        double[][] ofGauges = [.. _objectives.Select(_ => new double[terms.Length + 1])];
        foreach ((int at, (int gauge, Objective objective)) in _objectives.Index())
        {
            Span<double> simulated = (_river.IsLumped ? given : room.Discharge).Slice(gauge * _stepCount, _stepCount)[_scored];
            if (_river.IsLumped)
            {
                _river.Of(gauge).Apply(simulated);
            }

            ofGauges[at][^1] = objective.Evaluate(simulated, room.PairsOf(at, _objectives), ofGauges[at].AsSpan(0, terms.Length));
        }

        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = Together(ofGauges, i);
        }

        return Together(ofGauges, terms.Length);
    }

    private double Together(double[][] ofGauges, int term)
    {
        if (_section.Region == "worst")
        {
            return ofGauges.Min(gauge => gauge[term]);
        }

        if (_section.Region == "median")
        {
            double[] sorted = [.. ofGauges.Select(gauge => gauge[term]).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }

        double sum = 0;
        foreach (double[] gauge in ofGauges)
        {
            sum += gauge[term];
        }

        return sum / ofGauges.Length;
    }

    private sealed class Room : IDisposable
    {
        private ScoredSeries?[] _pairs = [];
        private double[] _results = [];

        public RiverDischarge.Room River { get; } = new();

        public double[] Discharge { get; private set; } = [];

        public ScoredSeries PairsOf(int at, List<(int Gauge, Objective Objective)> objectives)
        {
            _pairs = _pairs.Length > 0 ? _pairs : new ScoredSeries?[objectives.Count];
            return _pairs[at] ??= objectives[at].Objective.Room();
        }

        public void ReserveDischarge(int length) => Discharge = Discharge.Length >= length ? Discharge : new double[length];

        public double[] Results(int length)
        {
            if (_results.Length < length)
            {
                Dispose();
                _results = ArrayPool<double>.Shared.Rent(length);
            }

            return _results;
        }

        // Thousands of basins are calibrated one after another: megabytes for each would keep the collector busy.
        public void Dispose()
        {
            if (_results.Length > 0)
            {
                ArrayPool<double>.Shared.Return(_results);
            }

            _results = [];
        }
    }
}

/// <summary>Where a calibration stands.</summary>
/// <param name="Evaluations">Model runs done.</param>
/// <param name="Total">Model runs planned.</param>
/// <param name="BestScore">Best objective so far.</param>
public readonly record struct CalibrationProgress(int Evaluations, int Total, double BestScore);

/// <summary>How a calibration ended.</summary>
/// <param name="Parameters">The best parameter set; of several objectives the compromise.</param>
/// <param name="Score">Its objective.</param>
/// <param name="ReadTrace">Reads how it came about, which for thousands of basins is not all held in memory.</param>
public sealed record CalibrationResult(double[] Parameters, double Score, Func<CalibrationTrace> ReadTrace)
{
    /// <summary>How it came about.</summary>
    public CalibrationTrace Trace => ReadTrace();

    /// <summary>Of several objectives what can be reached of each; null where one was maximised.</summary>
    public CalibrationFront? Front { get; init; }
}

/// <summary>Parameter sets of which none is better than another in all scores.</summary>
/// <param name="Scores">Names of the scores.</param>
/// <param name="Points">The sets, by their first score.</param>
/// <param name="Chosen">Index of the compromise.</param>
public sealed record CalibrationFront(IReadOnlyList<string> Scores, IReadOnlyList<FrontPoint> Points, int Chosen);

/// <summary>A parameter set and its scores, of which RMSE counts negative.</summary>
/// <param name="Parameters">One value a parameter.</param>
/// <param name="Scores">The scores, higher being better.</param>
public sealed record FrontPoint(double[] Parameters, double[] Scores);
