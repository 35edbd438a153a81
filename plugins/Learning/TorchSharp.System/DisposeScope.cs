namespace TorchSharp;

/// <summary>Disposes of the tensors that were made since it was opened on this thread, except those taken out of it.</summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? current;

    private readonly DisposeScope? outer;

    // A tensor may be disposed of on another thread than its scope's.
    private readonly Lock guard = new();
    private HashSet<IDisposable> members = new(ReferenceEqualityComparer.Instance);
    private volatile bool closed;

    internal DisposeScope()
    {
        outer = Current;
        current = this;
    }

    /// <summary>Number of tensors, and others included, that it would dispose of.</summary>
    public int DisposablesCount
    {
        get
        {
            lock (guard)
            {
                return members.Count;
            }
        }
    }

    // Scopes may be closed in any order, and on another thread.
    internal static DisposeScope? Current => current = Open(current);

    /// <summary>Hands a tensor to the scope around this one, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        if (Forget(disposable))
        {
            DisposeScope? around = Open(outer);
            around?.Add(disposable);
            if (disposable is torch.Tensor tensor)
            {
                tensor.Scope = around;
            }
        }

        return disposable;
    }

    /// <summary>Takes a tensor out of all scopes: it lives until its own Dispose.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        if (Forget(disposable) && disposable is torch.Tensor tensor)
        {
            tensor.Scope = null;
        }

        return disposable;
    }

    /// <summary>Whether it would dispose of something.</summary>
    public bool Contains(IDisposable disposable)
    {
        lock (guard)
        {
            return members.Contains(disposable);
        }
    }

    /// <summary>Disposes of all that it holds and stays open.</summary>
    public void DisposeEverything()
    {
        HashSet<IDisposable> old;
        lock (guard)
        {
            old = members;
            members = new HashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        }

        foreach (IDisposable disposable in old)
        {
            if (disposable is torch.Tensor tensor)
            {
                tensor.Scope = null;
            }

            disposable.Dispose();
        }
    }

    /// <summary>Disposes of all that it holds and closes it.</summary>
    public void Dispose()
    {
        closed = true;
        DisposeEverything();
        current = Open(current);
    }

    internal void Add(IDisposable disposable)
    {
        lock (guard)
        {
            members.Add(disposable);
        }
    }

    internal bool Forget(IDisposable disposable)
    {
        lock (guard)
        {
            return members.Remove(disposable);
        }
    }

    private static DisposeScope? Open(DisposeScope? scope)
    {
        while (scope is { closed: true })
        {
            scope = scope.outer;
        }

        return scope;
    }
}

public static partial class torch
{
    /// <summary>Opens a scope that disposes of the tensors made in it.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>Evaluates an expression in a scope of its own and keeps its result alone.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        using DisposeScope scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }
}
