using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tributary.Learning.Tests;

/// <summary>Types, parameters and constants as C# source writes them; the namespaces TorchSharp and System are left out.</summary>
internal static class SourceNames
{
    private static readonly Dictionary<Type, string> Keywords = new (Type Type, string Keyword)[]
    {
        (typeof(void), "void"), (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(sbyte), "sbyte"), (typeof(short), "short"),
        (typeof(ushort), "ushort"), (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"),
        (typeof(float), "float"), (typeof(double), "double"), (typeof(char), "char"), (typeof(string), "string"), (typeof(object), "object"),
    }.ToDictionary(pair => pair.Type, pair => pair.Keyword);

    public static string Of(Type type) => Name(type, new Queue<string?>());

    public static string Of(ParameterInfo parameter) => Name(parameter.ParameterType, TupleNames(parameter.GetCustomAttribute<TupleElementNamesAttribute>()));

    public static string Of(PropertyInfo property) => Name(property.PropertyType, TupleNames(property.GetCustomAttribute<TupleElementNamesAttribute>()));

    public static string Of(FieldInfo field) => Name(field.FieldType, TupleNames(field.GetCustomAttribute<TupleElementNamesAttribute>()));

    public static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue, parameter.ParameterType) : "";
        return $"{way}{Of(parameter)} {parameter.Name}{value}";
    }

    public static string Value(object? value, Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && bare == type ? "default" : "null",
            bool truth => truth ? "true" : "false",
            string text => $"\"{text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
            _ when bare.IsEnum => $"{Of(bare)}.{Enum.ToObject(bare, value)}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }

    private static string Name(Type type, Queue<string?> tupleNames)
    {
        if (type.IsByRef || type.IsPointer)
        {
            return Name(type.GetElementType()!, tupleNames) + (type.IsPointer ? "*" : "");
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, tupleNames)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } bare)
        {
            return Name(bare, tupleNames) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        return type is { IsGenericType: true, IsGenericTypeDefinition: false } && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? Tuple(type, tupleNames) : Nested(type, type.GetGenericArguments(), tupleNames);
    }

    private static string Nested(Type type, Type[] arguments, Queue<string?> tupleNames)
    {
        int before = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        int here = type.GetGenericArguments().Length;
        string outer = type.DeclaringType is { } declaring ? Nested(declaring, arguments[..before], tupleNames) + "."
            : type.Namespace is null or "System" or "TorchSharp" ? ""
            : type.Namespace.StartsWith("TorchSharp.", StringComparison.Ordinal) ? type.Namespace["TorchSharp.".Length..] + "."
            : type.Namespace.StartsWith("System.", StringComparison.Ordinal) ? "" : type.Namespace + ".";
        string name = type.Name.Split('`')[0];
        string generic = here > before ? $"<{string.Join(",", arguments[before..here].Select(argument => Name(argument, tupleNames)))}>" : "";
        return outer + name + generic;
    }

    private static string Tuple(Type type, Queue<string?> tupleNames)
    {
        Type[] items = type.GetGenericArguments();
        string?[] names = [.. items.Select(_ => tupleNames.TryDequeue(out string? name) ? name : null)];
        return $"({string.Join(",", items.Select((item, i) => Name(item, tupleNames) + (names[i] is { } name ? " " + name : "")))})";
    }

    private static Queue<string?> TupleNames(TupleElementNamesAttribute? attribute) => new(attribute?.TransformNames ?? []);
}
