using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli;

/// <summary>What the program's exit status means.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int WorkFailed = 1;
    public const int WrongInput = 2;
    public const int Interrupted = 130;

    /// <summary>Does something, and turns a failure into one clear message and an exit status.</summary>
    public static int Of(Action action)
    {
        try
        {
            action();
            return Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("interrupted; no result was written, finished steps are kept: the same command goes on from there");
            return Interrupted;
        }
        catch (WorkflowProblemsException error)
        {
            ProblemPrinter.Print(error.Problems);
            return WrongInput;
        }
        catch (InputException error)
        {
            Console.Error.WriteLine($"error: {error.Message}");
            return WrongInput;
        }
        catch (WorkException error)
        {
            Console.Error.WriteLine($"error: {error.Message}");
            return WorkFailed;
        }
#pragma warning disable CA1031 // The last stop: whatever nobody foresaw still ends in one message.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"error: something that Tributary did not foresee ({error.GetType().Name}: {error.Message}). Please report it with what follows.");
            Console.Error.WriteLine(error.StackTrace);
            return WorkFailed;
        }
    }
}

/// <summary>The first Ctrl-C (or a request to terminate) asks the work to stop; the second stops it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<IDisposable> _signals = [];

    public Interruption()
    {
        foreach (System.Runtime.InteropServices.PosixSignal signal in (ReadOnlySpan<System.Runtime.InteropServices.PosixSignal>)
            [System.Runtime.InteropServices.PosixSignal.SIGINT, System.Runtime.InteropServices.PosixSignal.SIGTERM])
        {
            _signals.Add(System.Runtime.InteropServices.PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !_source.IsCancellationRequested;
                _source.Cancel();
            }));
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _source.Dispose();
    }
}
