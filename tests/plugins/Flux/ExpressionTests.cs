using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Contracts.Numerics;
using Tributary.Plugins.Flux.Compilation;
using Tributary.Plugins.Flux.Definition;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Tests.Flux;

/// <summary>The language of expressions: reading, writing, and compiled against walked over.</summary>
public sealed class ExpressionTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("2 - 3 - 4", -5)]
    [InlineData("24 / 4 / 2", 3)]
    [InlineData("2^3^2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("1e3 + 1.5E-1 + .5", 1000.65)]
    [InlineData("if 1 < 2 then 3 else 4", 3)]
    [InlineData("if 2 <= 1 then 3 else if 2 > 1 then 5 else 6", 5)]
    [InlineData("min(3, max(1, 2)) + clamp(9, 0, 4) + abs(-1)", 7)]
    [InlineData("sqrt(16) + exp(0) + log(1) + tanh(0) + floor(2.7)", 7)]
    [InlineData("gamma_share(1, 2)", 0.8646647167633873)]
    [InlineData("10 [mm d-1] * 2", 20)]
    public void Is_read_as_mathematics_has_it(string text, double expected) =>
        Assert.Equal(expected, Interpreter.Evaluate(ExpressionParser.Parse(text), _ => double.NaN), 1e-14);

    [Theory]
    [InlineData("1 +", 3, "ends where a number")]
    [InlineData("(1 + 2", 6, "')'")]
    [InlineData("1 2", 2, "an operator or the end")]
    [InlineData("a * * b", 4, "a number, a name")]
    [InlineData("min(1)", 0, "takes 2 arguments, not 1")]
    [InlineData("sin(1)", 0, "there is no function 'sin'")]
    [InlineData("if a then 1 else 2", 5, "one of < <= > >=")]
    [InlineData("if a < b then 1", 15, "'else'")]
    [InlineData("5 [mm", 5, "']'")]
    [InlineData("1.2.3", 0, "is no number")]
    public void What_is_no_expression_is_refused_where_it_is_wrong(string text, int offset, string problem)
    {
        SyntaxException error = Assert.Throws<SyntaxException>(() => ExpressionParser.Parse(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(offset, error.At.Offset);
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same() =>
        Property.Holds(Expressions(5, forValues: false), expression => Assert.Equal(expression, ExpressionParser.Parse(expression.ToString())), 2000);

    [Fact]
    public void Compiled_is_what_walking_over_it_gives()
    {
        var cases = Expressions(3, forValues: true).SelectMany(_ => Property.Between(0.2, 5).ArrayOf(4), (expression, values) => (expression, values));
        Property.Holds(cases, pair => Check(pair.expression, pair.values), 150);

        static void Check(Expression expression, double[] values)
        {
            double expected = Walked(values);

            // How far an error of rounding in the names' values carries.
            double moved = Math.Abs(Walked([.. values.Select(value => value * (1 + 1e-13))]) - expected);
            double tolerance = (1e-11 * Math.Max(1, Math.Abs(expected))) + (100 * moved);
            Assert.InRange(Compiled<Lane1>(expression, values, asParameters: false)[0], expected - tolerance, expected + tolerance);
            Assert.InRange(Compiled<Lane1>(expression, values, asParameters: true)[0], expected - tolerance, expected + tolerance);
            double[] eight = Compiled<Lanes8>(expression, values, asParameters: false);
            Close.SameBits([.. Enumerable.Repeat(Compiled<Lane1>(expression, values, asParameters: false)[0], 8)], eight);

            double Walked(double[] given) => Interpreter.Evaluate(expression, name => given[Array.IndexOf(Names, name)]);
        }
    }

    private static unsafe double[] Compiled<T>(Expression expression, double[] values, bool asParameters)
        where T : unmanaged, ILanes<T>
    {
        var model = new ModelDefinition { Name = "alone", Description = "", File = "", ShortestStep = default, LongestStep = default, Substeps = 1 };
        foreach (string name in Names)
        {
            if (asParameters)
            {
                model.Parameters.Add(new ParameterDeclaration(name, "1", 0, 1, 0, name));
            }
            else
            {
                model.Forcing.Add(new ForcingTerm(name, Variables.AirTemperature));
            }
        }

        StepPhase phase = StepTranslation.TranslateAlone(model, expression);
        Kernel<T> kernel = KernelEmitter<T>.Compile(new StepProgram(1, null, phase), [0], detail: true);
        using var room = new WorkingRoom(8 * 1000);
        var scratch = new Scratch<T>(room);
        Span<T> inputs = scratch.Take(4 * LaneTiles.StepCount);
        Span<T> outputs = scratch.Take(LaneTiles.StepCount);
        Span<T> parameters = scratch.Take(4);
        Span<T> balance = scratch.Take(2);
        for (int i = 0; i < 4; i++)
        {
            inputs[i * LaneTiles.StepCount] = values[i];
            parameters[i] = values[i];
        }

        kernel(Pointer(inputs), Pointer(outputs), Pointer(parameters), null, null, null, null, 1, Pointer(balance));
        return MemoryMarshal.Cast<T, double>(outputs[..1]).ToArray();

        static T* Pointer(Span<T> span) => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
    }

    /// <summary>Random expressions; those for values keep clear of roots, logarithms and quotients of what may be negative.</summary>
    private static Gen<Expression> Expressions(int depth, bool forValues)
    {
        Gen<Expression> leaf = Gen.OneOf(
            Gen.Elements(Names).Select(name => (Expression)new Name(name)),
            Gen.Choose(0, 40).Select(quarters => (Expression)new Number(quarters / 4.0)),
            Property.Between(0, 1e3).Select(value => (Expression)new Number(value, forValues ? null : "mm d-1")));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<Expression> part = Expressions(depth - 1, forValues);
        Gen<Expression> compared = Gen.Elements(Names).Select(name => (Expression)new Name(name));
        Gen<Expression> comparand = forValues ? compared : part;
        return Gen.OneOf(
            leaf,
            part.Select(inner => (Expression)new Negative(inner)),
            Gen.Elements('+', '-', '*').SelectMany(_ => part.Two(), (sign, two) => (Expression)new Operation(sign, two.Item1, two.Item2)),
            part.Two().Select(two => (Expression)new Operation('/', two.Item1, forValues ? Above(two.Item2) : two.Item2)),
            forValues
                ? part.SelectMany(_ => Gen.Choose(-12, 12), (inner, quarters) => (Expression)new Operation('^', Above(inner), quarters < 0 ? new Negative(new Number(-quarters / 4.0)) : new Number(quarters / 4.0)))
                : part.Two().Select(two => (Expression)new Operation('^', two.Item1, two.Item2)),
            Gen.Elements("min", "max").SelectMany(_ => part.Two(), (function, two) => (Expression)new Call(function, [two.Item1, two.Item2])),
            part.Three().Select(three => (Expression)new Call("clamp", [three.Item1, three.Item2, three.Item3])),
            Gen.Elements("abs", "tanh").SelectMany(_ => part, (function, inner) => (Expression)new Call(function, [inner])),
            Gen.Elements("sqrt", "log").SelectMany(_ => part, (function, inner) => (Expression)new Call(function, [forValues ? Above(inner) : inner])),
            part.Two().Select(two => (Expression)new Call("gamma_share", [forValues ? Above(two.Item1) : two.Item1, two.Item2])),
            part.Select(inner => (Expression)new Call("exp", [forValues ? new Negative(new Call("abs", [inner])) : inner])),
            Gen.Elements("<", "<=", ">", ">=").SelectMany(
                _ => comparand.Two().SelectMany(_ => part.Two(), (sides, ends) => (sides, ends)),
                (comparison, four) => (Expression)new Choice(comparison, four.sides.Item1, four.sides.Item2, four.ends.Item1, four.ends.Item2)));

        static Expression Above(Expression inner) => new Operation('+', new Number(0.5), new Call("abs", [inner]));
    }
}
