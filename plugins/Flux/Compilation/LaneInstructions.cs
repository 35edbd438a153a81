using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Flux.Compilation;

/// <summary>
/// The instructions of one width of lanes, on the bare double or vector that the lanes hold: their operators would have to be inlined one by one, and
/// the compiler stops inlining in a method of some hundred operations.
/// </summary>
internal static class LaneInstructions<T>
    where T : unmanaged, ILanes<T>
{
    private static readonly Type? Functions = T.Count switch { 1 => null, 4 => typeof(Vector256), _ => typeof(Vector512) };

    /// <summary>The bare type.</summary>
    public static Type Bare { get; } = T.Count switch { 1 => typeof(double), 4 => typeof(Vector256<double>), _ => typeof(Vector512<double>) };

    /// <summary>Puts a number into all lanes.</summary>
    public static void LoadConstant(ILGenerator il, double value)
    {
        il.Emit(OpCodes.Ldc_R8, value);
        if (Functions is not null)
        {
            il.Emit(OpCodes.Call, Functions.GetMethod("Create", [typeof(double)])!);
        }
    }

    /// <summary>Applies an operator to its operands.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="what">The operator.</param>
    /// <param name="operands">For each operand what loads it.</param>
    public static void Apply(ILGenerator il, Operator what, Action[] operands)
    {
        bool chooses = what is Operator.IfLess or Operator.IfLessOrEqual;
        for (int operand = 0; operand < operands.Length; operand++)
        {
            operands[operand]();
            if (chooses && operand == 1 && Functions is not null)
            {
                il.Emit(OpCodes.Call, Generic(what == Operator.IfLess ? "LessThan" : "LessThanOrEqual", 2));
            }
        }

        switch (what)
        {
            case Operator.Exp or Operator.Log or Operator.GammaShare:
                il.Emit(OpCodes.Call, typeof(KernelSupport).GetMethod(what.ToString(), [.. operands.Select(_ => Bare)])!);
                break;
            case Operator.IfLess or Operator.IfLessOrEqual:
                il.Emit(OpCodes.Call, Functions is null ? typeof(KernelSupport).GetMethod(what.ToString())! : Generic("ConditionalSelect", 3));
                break;
            case Operator.Add or Operator.Subtract or Operator.Multiply or Operator.Divide or Operator.Negate:
                Arithmetic(il, what);
                break;
            case Operator.Min or Operator.Max:
                il.Emit(OpCodes.Call, Functions is null ? typeof(double).GetMethod($"{what}Native")! : Generic($"{what}Native", 2));
                break;
            default:
                il.Emit(OpCodes.Call, Functions is null
                    ? typeof(Math).GetMethod(what.ToString(), [typeof(double)])!
                    : what == Operator.Floor ? Functions.GetMethod("Floor", [Bare])! : Generic(what.ToString(), 1));
                break;
        }
    }

    private static void Arithmetic(ILGenerator il, Operator what)
    {
        if (Functions is null)
        {
            il.Emit(what switch
            {
                Operator.Add => OpCodes.Add,
                Operator.Subtract => OpCodes.Sub,
                Operator.Multiply => OpCodes.Mul,
                Operator.Divide => OpCodes.Div,
                _ => OpCodes.Neg,
            });
            return;
        }

        string name = what switch
        {
            Operator.Add => "op_Addition",
            Operator.Subtract => "op_Subtraction",
            Operator.Multiply => "op_Multiply",
            Operator.Divide => "op_Division",
            _ => "op_UnaryNegation",
        };
        il.Emit(OpCodes.Call, Bare.GetMethod(name, what == Operator.Negate ? [Bare] : [Bare, Bare])!);
    }

    private static MethodInfo Generic(string name, int parameters) => Functions!.GetMethods()
        .Single(method => method.Name == name && method.IsGenericMethodDefinition && method.GetParameters().Length == parameters).MakeGenericMethod(typeof(double));
}
