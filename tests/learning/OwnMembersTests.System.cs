using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>
/// TorchSharpMembers.txt lists every member of TorchSharp that the house's own provider offers, TorchSharpExtensions.txt what that provider adds.
/// TRIBUTARY_RECORD=1 writes them anew; then with-torchsharp.sh says what TorchSharp itself thinks of it.
/// </summary>
public class OwnMembersTests
{
    private static readonly Type[] Own = [.. PublicSurface.Types(typeof(torch).Assembly)];

    [Fact]
    public void the_list_holds_every_public_member_of_the_system_provider() =>
        Lists.Check("TorchSharpMembers.txt", Own.Where(type => !IsExtension(type)).SelectMany(type =>
            PublicSurface.MemberLines(type, keep: member => !IsExtension(member)).Prepend(PublicSurface.TypeLine(type))));

    [Fact]
    public void what_the_system_provider_adds_is_listed_apart() =>
        Lists.Check("TorchSharpExtensions.txt", Own.SelectMany(type => IsExtension(type)
            ? PublicSurface.MemberLines(type).Prepend(PublicSurface.TypeLine(type))
            : PublicSurface.MemberLines(type, keep: IsExtension)));

    [Fact]
    public void extensions_are_named_only_in_files_that_only_the_system_provider_compiles()
    {
        HashSet<string> shared = [.. Names("TorchSharpMembers.txt")];
        string[] extensions = [.. Names("TorchSharpExtensions.txt").Where(name => !shared.Contains(name))];
        Assert.Empty(new[] { Repository.At("plugins"), Repository.At("tests", "learning") }
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".System.cs", StringComparison.Ordinal) && !file.Contains("TorchSharp.System", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\w+").Select(word => word.Value).Intersect(extensions)
                .Select(name => $"{Path.GetRelativePath(Repository.Root, file)}: {name}")));
    }

    private static IEnumerable<string> Names(string list) => Lists.Read(list).Where(line => line.Contains(" | ", StringComparison.Ordinal))
        .Select(line => new Signature(line)).Select(signature => (signature.Name == "new" ? signature.Type : signature.Name).Split('<')[0].Split('.')[^1]).Distinct();

    private static bool IsExtension(MemberInfo member) =>
        member.GetCustomAttributesData().Any(mark => mark.AttributeType.Name == "TributaryExtensionAttribute")
        || (member.DeclaringType is { } outer && IsExtension(outer));
}
