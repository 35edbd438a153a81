using System.Text;

namespace TorchSharp;

/// <summary>An operator of libtorch, found once by its name (<c>aten::add</c>, overload <c>Tensor</c>) and called with any arguments.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int MaximalResults = 64;

    private nint found;

    /// <summary>Calls it for its only result.</summary>
    public torch.Tensor One(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        int count = Call(arguments, &result, 1);
        return count == 1 && result.Kind == ValueKind.Tensor ? torch.Tensor.Own((nint)result.Bits) : throw Unexpected(count);
    }

    /// <summary>Calls it for two results.</summary>
    public (torch.Tensor First, torch.Tensor Second) Two(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[2];
        int count = Call(arguments, results, 2);
        return count == 2 ? (torch.Tensor.Own((nint)results[0].Bits), torch.Tensor.Own((nint)results[1].Bits)) : throw Unexpected(count);
    }

    /// <summary>Calls it for three results.</summary>
    public (torch.Tensor First, torch.Tensor Second, torch.Tensor Third) Three(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[3];
        int count = Call(arguments, results, 3);
        return count == 3
            ? (torch.Tensor.Own((nint)results[0].Bits), torch.Tensor.Own((nint)results[1].Bits), torch.Tensor.Own((nint)results[2].Bits))
            : throw Unexpected(count);
    }

    /// <summary>Calls it for a list of results.</summary>
    public torch.Tensor[] Many(params ReadOnlySpan<Argument> arguments)
    {
        var results = new Value[MaximalResults * 64];
        fixed (Value* first = results)
        {
            var tensors = new torch.Tensor[Call(arguments, first, results.Length)];
            for (int i = 0; i < tensors.Length; i++)
            {
                tensors[i] = torch.Tensor.Own((nint)results[i].Bits);
            }

            return tensors;
        }
    }

    /// <summary>Calls an operator that changes its first argument and returns it.</summary>
    public torch.Tensor InPlace(torch.Tensor self, params ReadOnlySpan<Argument> others)
    {
        Span<Argument> all = new Argument[others.Length + 1];
        all[0] = self;
        others.CopyTo(all[1..]);
        Value result;
        if (Call(all, &result, 1) == 1)
        {
            Shim.shim_release((nint)result.Bits);
        }

        return self;
    }

    /// <summary>Calls it for a number or a truth.</summary>
    public Scalar Number(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        int count = Call(arguments, &result, 1);
        return count == 1 && result.Kind is ValueKind.Integer or ValueKind.Real or ValueKind.Boolean ? new Scalar(result.Kind, result.Bits) : throw Unexpected(count);
    }

    private InvalidOperationException Unexpected(int count) => new($"{name}.{overload} returned {count} results, not what was expected of it");

    private int Call(ReadOnlySpan<Argument> arguments, Value* results, int capacity)
    {
        if (found == 0)
        {
            Shim.Check(Shim.shim_operator(name, overload, out nint handle));
            found = handle;
        }

        int words = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            words += Words(in argument);
        }

        // Lists travel in one buffer: on the stack as long as they are short.
        long* buffer = stackalloc long[words <= 256 ? words : 0];
        long[]? large = words > 256 ? new long[words] : null;
        Value* values = stackalloc Value[arguments.Length];
        int count;
        int status;
        fixed (long* heap = large)
        {
            long* next = large is null ? buffer : heap;
            for (int i = 0; i < arguments.Length; i++)
            {
                next += Lay(in arguments[i], values + i, next);
            }

            status = Shim.shim_call(found, values, arguments.Length, results, capacity, &count);
        }

        foreach (ref readonly Argument argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }

        Shim.Check(status);
        return count;
    }

    private static int Words(in Argument argument) => argument.Reference switch
    {
        Array list => list.Length,
        string text => (Encoding.UTF8.GetByteCount(text) / 8) + 1,
        _ => 0,
    };

    private static int Lay(in Argument argument, Value* value, long* buffer)
    {
        value->Kind = argument.Kind;
        value->Count = 0;
        value->Bits = argument.Bits;
        switch (argument.Reference)
        {
            case null:
                return 0;
            case torch.Tensor tensor:
                value->Bits = tensor.Handle;
                return 0;
            case torch.Device device:
                value->Bits = (long)device.type;
                value->Count = device.index;
                return 0;
            case string text:
                int capacity = Words(in argument) * 8;
                value->Bits = (long)buffer;
                value->Count = Encoding.UTF8.GetBytes(text, new Span<byte>(buffer, capacity));
                return capacity / 8;
            case long[] integers:
                integers.CopyTo(new Span<long>(buffer, integers.Length));
                value->Bits = (long)buffer;
                value->Count = integers.Length;
                return integers.Length;
            case double[] reals:
                reals.CopyTo(new Span<double>(buffer, reals.Length));
                value->Bits = (long)buffer;
                value->Count = reals.Length;
                return reals.Length;
            case bool[] booleans:
                for (int i = 0; i < booleans.Length; i++)
                {
                    buffer[i] = booleans[i] ? 1 : 0;
                }

                value->Bits = (long)buffer;
                value->Count = booleans.Length;
                return booleans.Length;
            case torch.Tensor?[] tensors:
                for (int i = 0; i < tensors.Length; i++)
                {
                    buffer[i] = tensors[i]?.Handle ?? 0;
                }

                value->Bits = (long)buffer;
                value->Count = tensors.Length;
                return tensors.Length;
            default:
                throw new InvalidOperationException($"no operator takes a {argument.Reference.GetType()}");
        }
    }
}
