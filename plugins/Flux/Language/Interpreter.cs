using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Flux.Language;

/// <summary>
/// Works an expression out by walking over it, with the base library's functions. It serves what is worked out once (initial contents,
/// S-curves) and is what compiled steps are tested against.
/// </summary>
public static class Interpreter
{
    /// <summary>The value of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="valueOf">The value of a name.</param>
    public static double Evaluate(Expression expression, Func<string, double> valueOf)
    {
        switch (expression)
        {
            case Number number:
                return number.Value;
            case Name name:
                return valueOf(name.Text);
            case Negative negative:
                return -Evaluate(negative.Operand, valueOf);
            case Choice choice:
                return Holds(choice.Comparison, Evaluate(choice.Left, valueOf), Evaluate(choice.Right, valueOf))
                    ? Evaluate(choice.Then, valueOf)
                    : Evaluate(choice.Otherwise, valueOf);
            case Operation operation:
                double left = Evaluate(operation.Left, valueOf);
                double right = Evaluate(operation.Right, valueOf);
                return operation.Sign switch
                {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    '/' => left / right,
                    _ => Math.Pow(left, right),
                };
            case Call call:
                return Apply(call.Function, [.. call.Arguments.Select(argument => Evaluate(argument, valueOf))]);
            default:
                throw new ArgumentException($"{expression.GetType().Name} is not known here.", nameof(expression));
        }
    }

    private static bool Holds(string comparison, double left, double right) => comparison switch
    {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    };

    private static double Apply(string function, double[] arguments) => function switch
    {
        "min" => Math.Min(arguments[0], arguments[1]),
        "max" => Math.Max(arguments[0], arguments[1]),
        "clamp" => Math.Min(Math.Max(arguments[0], arguments[1]), arguments[2]),
        "abs" => Math.Abs(arguments[0]),
        "sqrt" => Math.Sqrt(arguments[0]),
        "exp" => Math.Exp(arguments[0]),
        "log" => Math.Log(arguments[0]),
        "tanh" => Math.Tanh(arguments[0]),
        "floor" => Math.Floor(arguments[0]),
        _ => GammaDistribution.Below(arguments[0], arguments[1]),
    };
}
