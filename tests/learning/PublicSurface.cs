using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tributary.Learning.Tests;

/// <summary>
/// What source code outside an assembly can name: one line a type (<c>class torch.Tensor : IDisposable</c>) and one a member
/// (<c>torch.nn | static Modules.Linear Linear(long inputSize, …)</c>), as C# would write them, without nullability of references.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Assembly assembly) => assembly.GetTypes().Where(Visible).OrderBy(SourceNames.Of, StringComparer.Ordinal);

    /// <summary>The line that declares a type: kind, name, base class and interfaces.</summary>
    public static string TypeLine(Type type)
    {
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {SourceNames.Of(invoke.ReturnParameter)} {SourceNames.Of(type)}({Parameters(invoke)})";
        }

        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : "class";
        string parents = string.Join(", ", type.IsEnum ? [SourceNames.Of(type.GetEnumUnderlyingType())] : Parents(type).Select(SourceNames.Of));
        return $"{kind} {SourceNames.Of(type)}{(parents.Length > 0 ? " : " + parents : "")}{Constraints(type.GetGenericArguments())}";
    }

    /// <summary>Base class and interfaces: those that the type itself names, or with <paramref name="all"/> every one that it has.</summary>
    public static IEnumerable<Type> Parents(Type type, bool all = false)
    {
        bool hasBase = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType);
        if (!all)
        {
            HashSet<Type> implied = [.. type.GetInterfaces().SelectMany(face => face.GetInterfaces()), .. hasBase ? type.BaseType!.GetInterfaces() : []];
            return [.. hasBase ? [type.BaseType!] : Type.EmptyTypes, .. type.GetInterfaces().Where(Visible).Except(implied).OrderBy(SourceNames.Of, StringComparer.Ordinal)];
        }

        return [.. hasBase ? [type.BaseType!, .. Parents(type.BaseType!, true)] : Type.EmptyTypes, .. type.GetInterfaces().Where(Visible)];
    }

    /// <summary>The lines of a type's members: those it declares, or with <paramref name="inherited"/> also its parents', of those that <paramref name="keep"/> wants.</summary>
    public static IEnumerable<string> MemberLines(Type type, bool inherited = false, Predicate<MemberInfo>? keep = null)
    {
        if (IsDelegate(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Where(name => keep?.Invoke(type.GetField(name)!) != false).Select(name => $"{SourceNames.Of(type)} | {name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        IEnumerable<MemberInfo> members = type.GetMembers(Declared);
        if (inherited)
        {
            members = members.Concat(Parents(type, true).Where(parent => type.IsInterface || !parent.IsInterface).SelectMany(parent => parent.GetMembers(Declared).Where(member => member is not ConstructorInfo)));
        }

        return members.Where(member => (inherited || !Overrides(member)) && keep?.Invoke(member) != false).Select(Member).OfType<string>()
            .Select(text => $"{SourceNames.Of(type)} | {text}").Distinct().OrderBy(line => line, StringComparer.Ordinal);
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo made when Visible(made) && !made.IsStatic => $"{Access(made)}new({Parameters(made)})",
        MethodInfo method when Visible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Access(method)}{SourceNames.Of(method.ReturnParameter)} {method.Name}{Generic(method)}({Parameters(method)}){Constraints(method.GetGenericArguments())}",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true } field when Visible(field) => $"const {SourceNames.Of(field)} {field.Name} = {SourceNames.Value(field.GetRawConstantValue(), field.FieldType)}",
        FieldInfo field when Visible(field) => $"{(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{SourceNames.Of(field)} {field.Name} {(field.IsInitOnly ? "{ get; }" : "{ get; set; }")}",
        EventInfo happening when happening.AddMethod is { } add && Visible(add) => $"{Access(add)}event {SourceNames.Of(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } getter && Visible(getter) ? getter : null;
        MethodInfo? set = property.SetMethod is { } setter && Visible(setter) ? setter : null;
        if ((get ?? set) is not { } shown)
        {
            return null;
        }

        bool narrow = get is not null && set is not null && get.IsPublic != set.IsPublic;
        string accessors = (get is null ? "" : "get; ") + (set is null ? "" : narrow && !set.IsPublic ? "protected set; " : "set; ");
        string name = property.GetIndexParameters() is { Length: > 0 } indices ? $"this[{string.Join(", ", indices.Select(SourceNames.Parameter))}]" : property.Name;
        return $"{Access(shown)}{SourceNames.Of(property)} {name} {{ {accessors}}}";
    }

    private static string Parameters(MethodBase method)
    {
        string all = string.Join(", ", method.GetParameters().Select(SourceNames.Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), false) ? "this " + all : all;
    }

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(",", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes marks = argument.GenericParameterAttributes;
        bool isStruct = marks.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] all =
        [
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. marks.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(SourceNames.Of),
            .. marks.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        return all.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static "
            : method is ConstructorInfo || method.DeclaringType!.IsInterface ? ""
            : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");

    private static bool Overrides(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetBaseDefinition() != method,
        PropertyInfo property => (property.GetMethod ?? property.SetMethod) is { } accessor && accessor.GetBaseDefinition() != accessor,
        _ => false,
    };

    private static bool Visible(Type type) => type.IsGenericParameter || ((type.IsPublic || type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem)
        && (type.DeclaringType is null || Visible(type.DeclaringType)));

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Visible(FieldInfo field) => !field.IsSpecialName && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly);

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate)) && type != typeof(MulticastDelegate);
}
