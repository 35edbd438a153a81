namespace Tributary.Engine;

/// <summary>Runs independent pieces of work on several threads.</summary>
internal static class WorkerThreads
{
    /// <summary>Does all pieces; the first failure is thrown as it was, without a wrapper.</summary>
    public static void For(int count, int workers, Action<int> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, work);
        }
        catch (AggregateException errors)
        {
            Exception first = errors.InnerExceptions.FirstOrDefault(error => error is not OperationCanceledException) ?? errors.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
