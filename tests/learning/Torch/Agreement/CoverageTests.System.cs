using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Every public operation has a case that agrees with Python.</summary>
public sealed class CoverageTests
{
    // What computes nothing that Python could compute too; facts elsewhere test it.
    private static readonly HashSet<string> Apart =
    [
        "Tensor.Dispose", "Tensor.ToString", "Tensor.Equals", "Tensor.GetHashCode", "Tensor.item", "Tensor.data", "Tensor.ToScalar", "Tensor.backward", "Tensor.requires_grad_",
        "Tensor.MoveToOuterDisposeScope", "Tensor.DetachFromDisposeScope", "Tensor.cuda", "Tensor.is_integral",
        "Tensor.get_TotalCount", "Tensor.get_PeakCount", "Tensor.get_IsInvalid", "Tensor.get_Handle", "Tensor.get_device", "Tensor.get_device_type", "Tensor.get_is_cuda",
        "Tensor.get_is_leaf", "Tensor.get_requires_grad", "Tensor.set_requires_grad", "Tensor.get_bytes",
        "torch.NewDisposeScope", "torch.WrappedTensorDisposeScope", "torch.no_grad", "torch.enable_grad", "torch.set_grad_enabled", "torch.is_grad_enabled", "torch.device",
        "torch.get_num_threads", "torch.set_num_threads", "torch.get___version__", "torch.is_integral", "torch.is_floating_point", "torch.manual_seed", "torch.get_rng_state", "torch.set_rng_state",
        "autograd.grad", "autograd.backward", "nn.Parameter", "nn.ModuleList",
    ];

    // TorchSharp has it to refuse it.
    private const string Refused = "Tensor.op_Implicit(TorchSharp.Scalar)";

    private static readonly OpCode[] Codes = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)];
    private static readonly Dictionary<short, OpCode> ByValue = Codes.ToDictionary(code => code.Value);

    [Fact]
    public void Every_public_operation_has_a_case()
    {
        var called = new HashSet<MethodBase>();
        foreach (Case of in Cases.All)
        {
            Follow(of.Source, called);
            Follow(of.Module, called);
        }

        HashSet<string> covered = [.. called.Select(Signature)];
        IEnumerable<Type> holders = typeof(torch).Assembly.GetExportedTypes()
            .Where(type => (type.IsAbstract && type.IsSealed) || type == typeof(torch.Tensor))
            .Where(type => type != typeof(torch.cuda) && type != typeof(ScalarExtensionMethods) && type != typeof(ModuleExtensionMethods));
        string[] missing =
        [
            .. holders
                .SelectMany(holder => holder.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(method => !Apart.Contains($"{method.DeclaringType!.Name}.{method.Name}"))
                .Select(Signature)
                .Where(signature => signature != Refused && !covered.Contains(signature))
                .Order(StringComparer.Ordinal),
        ];

        Assert.True(missing.Length == 0, $"{missing.Length} public operations without a case:\n{string.Join("\n", missing)}");
    }

    private static string Signature(MethodBase method) =>
        $"{method.DeclaringType?.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.ToString()))})";

    // A lambda, and those that it captured.
    private static void Follow(Delegate? lambda, HashSet<MethodBase> called)
    {
        if (lambda is null)
        {
            return;
        }

        Follow(lambda.Method, called);
        foreach (FieldInfo field in lambda.Target?.GetType().GetFields() ?? [])
        {
            if (!field.IsStatic && field.GetValue(lambda.Target) is Delegate captured)
            {
                Follow(captured, called);
            }
        }
    }

    // What a method calls, and what the methods of these tests that it calls do.
    private static void Follow(MethodBase method, HashSet<MethodBase> called)
    {
        if (!called.Add(method) || method.DeclaringType?.Assembly != typeof(CoverageTests).Assembly || method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return;
        }

        Type[]? ofType = method.DeclaringType.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)((value << 8) | code[at++]);
            }

            OpCode operation = ByValue[value];
            if (operation.OperandType == OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), ofType, ofMethod) is { } next)
            {
                Follow(Opened(next), called);
            }

            at += Length(operation, code, at);
        }
    }

    private static MethodBase Opened(MethodBase method) => method is MethodInfo { IsGenericMethod: true } generic && generic.Module == typeof(torch).Module ? generic.GetGenericMethodDefinition() : method;

    private static int Length(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
