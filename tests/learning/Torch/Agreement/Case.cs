using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>One comparison with Python's torch: an expression there, and the same here, in as many ways as there are.</summary>
/// <param name="Name">What failures name; the Python expression where nothing else is said.</param>
/// <param name="Python">An expression of the inputs a, b, c, ..., or lines that set <c>result</c>.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Source">The lambda, whose calls count as covered.</param>
/// <param name="Ours">Computes the outputs: as many as Python's, or that many again for every other way to write it.</param>
internal sealed record Case(string Name, string Python, Input[] Inputs, Delegate Source, Func<nn.Module?, Tensor[], Tensor[]> Ours)
{
    /// <summary>The case whose question to Python this one shares; its own where absent.</summary>
    public string Asked { get; init; } = Name;

    /// <summary>Whether gradients are compared.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Whether finite differences are gradients here.</summary>
    public bool Smooth { get; init; } = true;

    /// <summary>Whether inputs may lie in memory in any order.</summary>
    public bool AnyLayout { get; init; } = true;

    /// <summary>The module in Python, by which the expression calls it <c>m</c>.</summary>
    public string? PythonModule { get; init; }

    /// <summary>The module here.</summary>
    public Func<nn.Module>? Module { get; init; }

    public static Case Of(string python, Func<Tensor[]> ours) => new(python, python, [], ours, (_, _) => ours());

    public static Case Of(string python, Input a, Func<Tensor, Tensor[]> ours) => new(python, python, [a], ours, (_, x) => ours(x[0]));

    public static Case Of(string python, Input a, Input b, Func<Tensor, Tensor, Tensor[]> ours) => new(python, python, [a, b], ours, (_, x) => ours(x[0], x[1]));

    public static Case Of(string python, Input a, Input b, Input c, Func<Tensor, Tensor, Tensor, Tensor[]> ours) =>
        new(python, python, [a, b, c], ours, (_, x) => ours(x[0], x[1], x[2]));

    public static Case Of(string python, Input a, Input b, Input c, Input d, Func<Tensor, Tensor, Tensor, Tensor, Tensor[]> ours) =>
        new(python, python, [a, b, c, d], ours, (_, x) => ours(x[0], x[1], x[2], x[3]));

    /// <summary>A module with the same weights on both sides; gradients by its parameters are compared too.</summary>
    public static Case Layer<T>(string module, string python, Func<T> make, Func<T, Tensor[], Tensor[]> ours, params Input[] inputs)
        where T : nn.Module => new($"{module}: {python}", python, inputs, ours, (m, x) => ours((T)m!, x)) { PythonModule = module, Module = make };

    /// <summary>The same, under another name.</summary>
    public Case Named(string name) => this with { Name = name, Asked = name };

    /// <summary>Without gradients.</summary>
    public Case Forward() => this with { Differentiable = false };

    /// <summary>Without finite differences.</summary>
    public Case Rough() => this with { Smooth = false };

    /// <summary>With contiguous inputs alone.</summary>
    public Case Contiguous() => this with { AnyLayout = false };

    /// <summary>Prepares the inputs and the module.</summary>
    public Trial Prepare(ScalarType precision, bool scattered = false) => new(this, precision, scattered);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A case with its inputs and its module in one precision.</summary>
internal sealed class Trial
{
    private const long Seed = 20240229;

    private readonly Case of;
    private readonly nn.Module? module;
    private readonly Tensor[] inputs;

    public Trial(Case of, ScalarType precision, bool scattered)
    {
        this.of = of;
        inputs = [.. of.Inputs.Select((input, place) => Made(input, place, precision, scattered))];
        var leaves = new List<Tensor>(inputs.Where((_, place) => of.Inputs[place].Differentiable));
        if (of.Module is not null)
        {
            module = of.Module().to(precision);
            Weights = [.. module.state_dict().Select((pair, place) => (pair.Key, pair.Value.shape, Input.Real(pair.Value.shape).Values(of.Asked, 100 + place)))];
            module.load_state_dict(Weights.ToDictionary(weight => weight.Key, weight => Input.Tensor(weight.Values, weight.Shape, precision)));
            leaves.AddRange(module.parameters());
        }

        Leaves = of.Differentiable ? leaves : [];
    }

    /// <summary>The module's parameters as they are given to both sides.</summary>
    public (string Key, long[] Shape, double[] Values)[] Weights { get; } = [];

    /// <summary>What gradients are taken by.</summary>
    public List<Tensor> Leaves { get; }

    /// <summary>The outputs, from the same random numbers every time.</summary>
    public Tensor[] Outputs()
    {
        manual_seed(Seed);
        return of.Ours(module, inputs);
    }

    /// <summary>The sum of some outputs times fixed weights; null where nothing of it can be differentiated.</summary>
    public static Tensor? Loss(IEnumerable<Tensor> outputs)
    {
        Tensor? loss = null;
        foreach (Tensor output in outputs.Where(output => output.requires_grad || (!is_grad_enabled() && output.is_floating_point())))
        {
            Tensor part = (output * Pull(output)).sum();
            loss = loss is null ? part : loss + part;
        }

        return loss;
    }

    private static Tensor Pull(Tensor output)
    {
        double[] weights = [.. Enumerable.Range(0, (int)output.numel()).Select(i => ((((37L * i) + 11) % 64) / 32.0) - (63.0 / 64))];
        return Input.Tensor(weights, output.shape, output.dtype);
    }

    private Tensor Made(Input input, int place, ScalarType precision, bool scattered)
    {
        Tensor made = Input.Tensor(input.Values(of.Asked, place), input.Shape, input.TypeIn(precision));
        if (scattered && input.Shape.Length > 1)
        {
            made = made.transpose(0, -1).contiguous().transpose(0, -1);
        }

        return input.Differentiable && of.Differentiable ? made.requires_grad_() : made;
    }
}
