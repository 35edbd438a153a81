namespace TorchSharp;

/// <summary>Switches the recording of gradients on or off on this thread until it is disposed of.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly int before;

    /// <summary>Switches recording.</summary>
    public AutoGradMode(bool enabled)
    {
        before = Shim.shim_grad_mode();
        Shim.shim_set_grad_mode(enabled ? 1 : 0);
    }

    /// <summary>Whether this thread records gradients.</summary>
    public static bool IsAutogradEnabled() => Shim.shim_grad_mode() != 0;

    /// <summary>Puts the mode back to what it was.</summary>
    public void Dispose() => Shim.shim_set_grad_mode(before);
}

public static partial class torch
{
    /// <summary>Records no gradients until it is disposed of.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Records gradients, or not, until it is disposed of.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Records gradients, or not, until it is disposed of.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    /// <summary>Whether this thread records gradients.</summary>
    public static bool is_grad_enabled() => AutoGradMode.IsAutogradEnabled();

    /// <summary>Derivatives of recorded computations.</summary>
    public static unsafe class autograd
    {
        /// <summary>Gradients of outputs by inputs, without touching any tensor's own gradient.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">By what.</param>
        /// <param name="grad_outputs">The vector of the vector-Jacobian product, one tensor an output; ones for scalars where absent.</param>
        /// <param name="retain_graph">Keeps the recording for another time.</param>
        /// <param name="create_graph">Records this computation too, for second derivatives.</param>
        /// <param name="allow_unused">Lets an input be one that nothing depends on; its place in the result is then null.</param>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            nint[] of = Handles(outputs);
            nint[] by = Handles(inputs);
            nint[] with = Handles(grad_outputs, of.Length);
            var results = new nint[by.Length];
            fixed (nint* ofFirst = of, byFirst = by, withFirst = with, resultFirst = results)
            {
                Shim.Check(Shim.shim_gradients(
                    ofFirst, withFirst, of.Length, byFirst, by.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultFirst));
            }

            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return [.. results.Select(result => result == 0 ? null! : Tensor.Own(result))];
        }

        /// <summary>Adds the gradients of tensors to those of the leaves that they depend on.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            nint[] of = Handles(tensors);
            nint[] with = Handles(grad_tensors, of.Length);
            nint[] by = inputs is null ? [] : Handles(inputs);
            fixed (nint* ofFirst = of, byFirst = by, withFirst = with)
            {
                Shim.Check(Shim.shim_backward(ofFirst, withFirst, of.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, byFirst, by.Length));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        private static nint[] Handles(IList<Tensor>? tensors, int absent = 0) =>
            tensors is null ? new nint[absent] : [.. tensors.Select(tensor => tensor.Handle)];
    }
}
