namespace TorchSharp;

/// <summary>Disposes of the tensors that were made since it was opened on this thread, except those taken out of it.</summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic]
    private static DisposeScope? current;

    private readonly DisposeScope? outer;
    private HashSet<IDisposable> members = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope()
    {
        outer = current;
        current = this;
    }

    /// <summary>Number of tensors, and others included, that it would dispose of.</summary>
    public int DisposablesCount => members.Count;

    internal static DisposeScope? Current => current;

    /// <summary>Includes anything disposable; tensors are included by themselves.</summary>
    public T Include<T>(T disposable)
        where T : IDisposable
    {
        members.Add(disposable);
        return disposable;
    }

    /// <summary>Hands a tensor to the scope around this one, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        if (members.Remove(disposable))
        {
            if (outer is not null)
            {
                outer.members.Add(disposable);
            }

            if (disposable is torch.Tensor tensor)
            {
                tensor.Scope = outer;
            }
        }

        return disposable;
    }

    /// <summary>Takes a tensor out of all scopes: it lives until its own Dispose.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        if (members.Remove(disposable) && disposable is torch.Tensor tensor)
        {
            tensor.Scope = null;
        }

        return disposable;
    }

    /// <summary>Whether it would dispose of something.</summary>
    public bool Contains(IDisposable disposable) => members.Contains(disposable);

    /// <summary>Disposes of all that it holds and stays open.</summary>
    public void DisposeEverything()
    {
        HashSet<IDisposable> old = members;
        members = new HashSet<IDisposable>(ReferenceEqualityComparer.Instance);
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
        DisposeEverything();
        if (ReferenceEquals(current, this))
        {
            current = outer;
        }
    }

    internal void Add(torch.Tensor tensor) => members.Add(tensor);

    internal void Forget(torch.Tensor tensor) => members.Remove(tensor);
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
