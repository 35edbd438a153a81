using FsCheck;
using FsCheck.Fluent;

namespace Tributary.Tests;

/// <summary>Checks that something holds for many random cases; FsCheck shrinks the first one that fails and the test shows it.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> cases, Action<T> check, int count = 100) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count), Prop.ForAll(cases.ToArbitrary(), check));

    /// <summary>A number between two, ends included.</summary>
    public static Gen<double> Between(double lowest, double highest) =>
        Gen.Choose(0, 1_000_000).Select(share => lowest + ((highest - lowest) * share / 1_000_000));
}
