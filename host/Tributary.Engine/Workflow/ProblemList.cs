using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Collects everything that is wrong with a workflow, so that all of it is told at once.</summary>
/// <param name="source">The workflow file.</param>
internal sealed class ProblemList(YamlSource source)
{
    private readonly List<Problem> _problems = [];

    public int Count => _problems.Count;

    /// <summary>Adds a problem with the value at a path.</summary>
    public void Add(string path, string message, bool ofKey = false) => _problems.Add(source.ProblemAt(path, message, ofKey));

    public void AddRange(IEnumerable<Problem> problems) => _problems.AddRange(problems);

    /// <summary>Does something that may fail on wrong input; the failure becomes a problem with the value at a path.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Try(string path, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (InputException error)
        {
            Add(path, error.Message);
            return false;
        }
        catch (WorkflowProblemsException error)
        {
            AddRange(error.Problems);
            return false;
        }
    }

    /// <summary>All problems, each once, in order of place. One that is told of a key and of what holds it, as where one series makes several, is told of the key.</summary>
    public IReadOnlyList<Problem> InOrder() =>
    [
        .. _problems.Distinct()
            .Where(problem => !_problems.Exists(other => other.Message == problem.Message && other.Key != problem.Key && IsWithin(other.Key, problem.Key)))
            .OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column),
    ];

    /// <summary>Adds problems that were found first, and drops those that only follow from them: of values that were left out, of what holds them, and of keys that are not there.</summary>
    public void PutFirst(IReadOnlyList<Problem> earlier)
    {
        if (earlier.Count > 0)
        {
            _problems.RemoveAll(problem => !source.Has(problem.Key) || earlier.Any(first => !first.IsLack && IsWithin(first.Key, problem.Key)));
            _problems.AddRange(earlier);
        }
    }

    /// <summary>Ends the reading of the workflow if anything is wrong.</summary>
    /// <exception cref="WorkflowProblemsException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new WorkflowProblemsException(InOrder());
        }
    }

    private static bool IsWithin(string key, string owner) =>
        key == owner || (key.StartsWith(owner, StringComparison.Ordinal) && key[owner.Length] is '.' or '[');
}
