#if !TORCHSHARP_SYSTEM
using TorchSharp;

namespace Tributary.Learning.Tests;

/// <summary>
/// Run against TorchSharp itself (with-torchsharp.sh): every member in TorchSharpMembers.txt is there and code written for it compiles;
/// TorchSharpDifferences.txt tells of those that are otherwise, in which release.
/// </summary>
public class TorchSharpMembersTests
{
#if TORCHSHARP_GRAD_PROPERTY
    private const string Release = "0.106";
#else
    private const string Release = "0.99.6";
#endif

    [Fact]
    public void every_listed_member_is_there_but_for_the_differences_told()
    {
        Dictionary<string, Type> types = PublicSurface.Types(typeof(torch).Assembly).ToDictionary(SourceNames.Of);
        ILookup<string, Signature> members = types.SelectMany(pair => PublicSurface.MemberLines(pair.Value, inherited: true))
            .Select(line => new Signature(line)).ToLookup(signature => signature.Type);
        IEnumerable<string> missing = Lists.Read("TorchSharpMembers.txt").Where(line => line.Contains(" | ", StringComparison.Ordinal)
            ? !members[new Signature(line).Type].Any(new Signature(line).FitsOn)
            : !TypeFits(line, types));
        IEnumerable<string> otherwise = Lists.Read("TorchSharpDifferences.txt").Where(line => !line.StartsWith(Release + ": ", StringComparison.Ordinal));
        Lists.Check("TorchSharpDifferences.txt", otherwise.Concat(missing.Select(line => $"{Release}: {line}")));
    }

    private static bool TypeFits(string line, Dictionary<string, Type> types)
    {
        if (line.StartsWith("delegate ", StringComparison.Ordinal))
        {
            return types.Values.Any(type => PublicSurface.TypeLine(type) == line);
        }

        string[] halves = line.Split(" where ")[0].Split(" : ", 2);
        int space = halves[0].LastIndexOf(' ');
        string kind = halves[0][..space];
        if (!types.TryGetValue(halves[0][(space + 1)..], out Type? type))
        {
            return false;
        }

        string other = PublicSurface.TypeLine(type);
        bool sameKind = other.StartsWith(kind + " ", StringComparison.Ordinal) || (kind == "abstract class" && other.StartsWith("class ", StringComparison.Ordinal));
        IEnumerable<string> parents = type.IsEnum ? [SourceNames.Of(type.GetEnumUnderlyingType())] : PublicSurface.Parents(type, all: true).Select(SourceNames.Of);
        return sameKind && (halves.Length == 1 || halves[1].Split(", ").All(parents.Contains));
    }
}
#endif
