using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A member or combination whose work failed and that is left out of the results.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">What happened.</param>
/// <param name="What">What it is: a member, or a combination.</param>
public sealed record FailedMember(string Name, string Reason, string What = "member")
{
    /// <summary>Both in a sentence.</summary>
    public override string ToString() => $"{What} {Name} failed and is left out: {Reason}";

    /// <summary>Whether an error is a member's own, so that the others can go on: wrong input is the user's, and a disk that is full or not writable stops all.</summary>
    internal static bool IsOwn(WorkException error) => !DiskFailure.Is(error);

    /// <summary>The error of a run in which no member is left.</summary>
    internal static WorkException All(IReadOnlyList<(FailedMember Member, WorkException Error)> failed) => failed.Count == 1
        ? failed[0].Error
        : new WorkException(
            $"all {failed.Count} members failed: {string.Join("; ", failed.Select(each => $"{each.Member.Name}: {each.Member.Reason}"))}", cause: failed[0].Error);
}
