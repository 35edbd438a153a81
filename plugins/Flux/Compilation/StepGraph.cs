namespace Tributary.Plugins.Flux.Compilation;

/// <summary>What a node of a step's graph does with its operands.</summary>
internal enum Operator
{
    Constant,
    Parameter,
    Input,
    Store,
    Accumulated,
    Outflow,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Min,
    Max,
    Abs,
    Sqrt,
    Floor,
    Exp,
    Log,
    GammaShare,
    IfLess,
    IfLessOrEqual,
}

/// <summary>A node: an operator with up to four operands, or with an index or a number.</summary>
/// <param name="Operator">What it does.</param>
/// <param name="A">First operand; the index of a parameter, input, store, slot; of an outflow the water that comes in.</param>
/// <param name="B">Second operand; of an outflow the index of the delay.</param>
/// <param name="C">Third operand.</param>
/// <param name="D">Fourth operand.</param>
/// <param name="Value">A constant's value.</param>
internal readonly record struct Node(Operator Operator, int A = -1, int B = -1, int C = -1, int D = -1, double Value = 0)
{
    /// <summary>Whether its operands are indices of nodes.</summary>
    public bool HasOperands => Operator >= Operator.Outflow;

    /// <summary>Its operands that are nodes.</summary>
    public IEnumerable<int> Operands => Operator == Operator.Outflow ? [A] : HasOperands ? new[] { A, B, C, D }.Where(node => node >= 0) : [];
}

/// <summary>
/// The computation of one step as a graph in which equal computations are one node, in order of creation. What depends on parameters alone is
/// known as steady, and is computed before the first step.
/// </summary>
internal sealed class StepGraph
{
    private readonly List<Node> _nodes = [];
    private readonly List<bool> _steady = [];
    private readonly Dictionary<Node, int> _known = [];

    public int Count => _nodes.Count;

    public Node this[int node] => _nodes[node];

    /// <summary>Whether a node depends on parameters and constants alone.</summary>
    public bool IsSteady(int node) => _steady[node];

    public int Constant(double value) => Keep(new Node(Operator.Constant, Value: value));

    public int Read(Operator kind, int index) => Keep(new Node(kind, index));

    public int Outflow(int delay, int inflow) => Keep(new Node(Operator.Outflow, inflow, delay));

    public int Add(int left, int right) => IsConstant(left, 0) ? right : IsConstant(right, 0) ? left : Fold(Operator.Add, left, right, static (a, b) => a + b);

    public int Subtract(int left, int right) =>
        left == right ? Constant(0) : IsConstant(right, 0) ? left : Fold(Operator.Subtract, left, right, static (a, b) => a - b);

    public int Multiply(int left, int right) =>
        IsConstant(left, 1) ? right : IsConstant(right, 1) ? left : IsConstant(left, 0) || IsConstant(right, 0) ? Constant(0) : Fold(Operator.Multiply, left, right, static (a, b) => a * b);

    /// <summary>A quotient; by what is steady, a product with its reciprocal, which is computed once.</summary>
    public int Divide(int left, int right)
    {
        if (IsConstant(right, 1))
        {
            return left;
        }

        return _steady[right] && !_steady[left] ? Multiply(left, Divide(Constant(1), right)) : Fold(Operator.Divide, left, right, static (a, b) => a / b);
    }

    public int Negate(int node) => _nodes[node].Operator == Operator.Constant ? Constant(-_nodes[node].Value) : Keep(new Node(Operator.Negate, node));

    public int Min(int left, int right) => left == right ? left : Fold(Operator.Min, left, right, double.MinNative);

    public int Max(int left, int right) => left == right ? left : Fold(Operator.Max, left, right, double.MaxNative);

    public int Of(Operator function, int node) => Keep(new Node(function, node));

    public int If(Operator comparison, int left, int right, int then, int otherwise) => then == otherwise ? then : Keep(new Node(comparison, left, right, then, otherwise));

    public int GammaShare(int shape, int z) => Keep(new Node(Operator.GammaShare, shape, z));

    /// <summary>tanh(x) = (e - 1) / (e + 1) with e = exp(2 |x|), and the sign of x; beyond 20 it is 1 to the last bit.</summary>
    public int Tanh(int node)
    {
        int one = Constant(1);
        int e = Of(Operator.Exp, Multiply(Constant(2), Min(Of(Operator.Abs, node), Constant(20))));
        int magnitude = Divide(Subtract(e, one), Add(e, one));
        return If(Operator.IfLess, node, Constant(0), Negate(magnitude), magnitude);
    }

    /// <summary>A power: of a constant that is a multiple of 1/4 by products and roots, else by exponential and logarithm.</summary>
    public int Power(int root, int exponent)
    {
        double value = _nodes[exponent].Value;
        if (_nodes[exponent].Operator != Operator.Constant || value * 4 != Math.Floor(value * 4) || Math.Abs(value) > 9)
        {
            return Of(Operator.Exp, Multiply(exponent, Of(Operator.Log, root)));
        }

        if (value < 0)
        {
            return Divide(Constant(1), Power(root, Constant(-value)));
        }

        int result = Whole(root, (int)value);
        double rest = value - Math.Floor(value);
        int half = rest == 0 ? -1 : Of(Operator.Sqrt, root);
        result = rest >= 0.5 ? Multiply(result, half) : result;
        return rest is 0.25 or 0.75 ? Multiply(result, Of(Operator.Sqrt, half)) : result;
    }

    public bool IsConstant(int node, double value) => _nodes[node].Operator == Operator.Constant && _nodes[node].Value == value;

    private int Whole(int root, int exponent)
    {
        if (exponent < 2)
        {
            return exponent == 0 ? Constant(1) : root;
        }

        int half = Whole(root, exponent / 2);
        int square = Multiply(half, half);
        return exponent % 2 == 0 ? square : Multiply(square, root);
    }

    private int Fold(Operator kind, int left, int right, Func<double, double, double> compute) =>
        _nodes[left].Operator == Operator.Constant && _nodes[right].Operator == Operator.Constant
            ? Constant(compute(_nodes[left].Value, _nodes[right].Value))
            : Keep(new Node(kind, left, right));

    private int Keep(Node node)
    {
        if (_known.TryGetValue(node, out int known))
        {
            return known;
        }

        _nodes.Add(node);
        _steady.Add(node.Operator is Operator.Constant or Operator.Parameter || (node.Operator > Operator.Outflow && node.Operands.All(operand => _steady[operand])));
        _known[node] = _nodes.Count - 1;
        return _nodes.Count - 1;
    }
}
