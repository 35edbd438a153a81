using System.Globalization;

namespace Tributary.Plugins.Flux.Language;

/// <summary>Where in its text an expression begins. Two places are always equal, since they do not make expressions differ.</summary>
/// <param name="Offset">Characters before it.</param>
public readonly record struct Place(int Offset)
{
    /// <inheritdoc/>
    public bool Equals(Place other) => true;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}

/// <summary>An expression as a model file writes it.</summary>
public abstract record Expression
{
    /// <summary>Where it stands.</summary>
    public Place At { get; init; }

    /// <summary>How tightly it binds: 0 for a choice, 1 for sums, 2 for products, 3 for a negative, 4 for powers, 5 for what stands alone.</summary>
    internal abstract int Binding { get; }

    /// <summary>The expression as text that reads back as the same expression.</summary>
    public sealed override string ToString() => Written();

    internal abstract string Written();

    /// <summary>The text of a part, in parentheses where it binds less tightly than its place asks for.</summary>
    private protected static string Part(Expression part, int binding) => part.Binding < binding ? $"({part.Written()})" : part.Written();
}

/// <summary>A number.</summary>
/// <param name="Value">Its value, not negative.</param>
/// <param name="Unit">Its unit, written <c>5 [mm]</c>; null for a plain number.</param>
public sealed record Number(double Value, string? Unit = null) : Expression
{
    internal override int Binding => 5;

    internal override string Written()
    {
        string digits = Value.ToString("R", CultureInfo.InvariantCulture);
        return Unit is null ? digits : $"{digits} [{Unit}]";
    }
}

/// <summary>The name of a forcing, parameter, constant, store, junction, value or flux.</summary>
/// <param name="Text">The name.</param>
public sealed record Name(string Text) : Expression
{
    internal override int Binding => 5;

    internal override string Written() => Text;
}

/// <summary>The negative of an expression.</summary>
/// <param name="Operand">The expression.</param>
public sealed record Negative(Expression Operand) : Expression
{
    internal override int Binding => 3;

    internal override string Written() => $"-{Part(Operand, 3)}";
}

/// <summary>Two expressions joined by <c>+ - * / ^</c>.</summary>
/// <param name="Sign">The sign.</param>
/// <param name="Left">What stands before it.</param>
/// <param name="Right">What stands behind it.</param>
public sealed record Operation(char Sign, Expression Left, Expression Right) : Expression
{
    internal override int Binding => Sign switch { '+' or '-' => 1, '*' or '/' => 2, _ => 4 };

    // Of equal signs the left one comes first, but of powers the right one.
    internal override string Written() => Sign == '^'
        ? $"{Part(Left, 5)}^{Part(Right, 3)}"
        : $"{Part(Left, Binding)} {Sign} {Part(Right, Binding + 1)}";
}

/// <summary>A function of one to three expressions.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression
{
    internal override int Binding => 5;

    /// <inheritdoc/>
    public bool Equals(Call? other) => other is not null && Function == other.Function && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Function, Arguments.Count);

    internal override string Written() => $"{Function}({string.Join(", ", Arguments)})";
}

/// <summary><c>if Left Comparison Right then Then else Otherwise</c>.</summary>
/// <param name="Comparison">One of <c>&lt; &lt;= &gt; &gt;=</c>.</param>
/// <param name="Left">What is compared.</param>
/// <param name="Right">With what.</param>
/// <param name="Then">The value where the comparison holds.</param>
/// <param name="Otherwise">The value where it does not.</param>
public sealed record Choice(string Comparison, Expression Left, Expression Right, Expression Then, Expression Otherwise) : Expression
{
    internal override int Binding => 0;

    internal override string Written() => $"if {Part(Left, 1)} {Comparison} {Part(Right, 1)} then {Then} else {Otherwise}";
}
