using FsCheck;
using FsCheck.Fluent;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class NearestTests
{
    [Theory]
    [InlineData("kgee", "kge")]
    [InlineData("gr4k", "gr4j")]
    [InlineData("KGE", "kge")]
    [InlineData("pbais", "pbias")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_misspelt_word_finds_what_was_meant(string? word, string? meant) => Assert.Equal(meant, Nearest.To(word, ["nse", "kge", "pbias", "gr4j"]));

    [Fact]
    public void A_word_far_from_all_gets_the_list() => Assert.Equal("; there are kge, nse", Nearest.Suggest("temperature", ["nse", "kge"]));

    [Fact]
    public void Without_known_words_nothing_is_suggested() => Assert.Equal(string.Empty, Nearest.Suggest("nse", []));

    /// <summary>The nearest by the definition of optimal string alignment, tried in full.</summary>
    [Fact]
    public void The_nearest_word_is_that_of_an_exhaustive_search()
    {
        Gen<string> words = Gen.Choose(0, 2).Select(letter => "abc"[letter]).ListOf().Where(letters => letters.Count is > 0 and < 8).Select(letters => new string([.. letters]));
        Property.Holds(words.SelectMany(word => words.ListOf(), (word, known) => (word, known)), given =>
        {
            string? nearest = Nearest.To(given.word, given.known);
            int limit = Math.Max(given.word.Length / 3, 1);
            int fewest = given.known.Select(candidate => Distance(given.word, candidate)).Append(int.MaxValue).Min();
            if (fewest > limit)
            {
                Assert.Null(nearest);
            }
            else
            {
                Assert.Equal(fewest, Distance(given.word, nearest!));
            }
        }, count: 300);
    }

    private static int Distance(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return one.Length + other.Length;
        }

        int best = Math.Min(Distance(one[1..], other), Distance(one, other[1..])) + 1;
        best = Math.Min(best, Distance(one[1..], other[1..]) + (one[0] == other[0] ? 0 : 1));
        if (one.Length > 1 && other.Length > 1 && one[0] == other[1] && one[1] == other[0])
        {
            best = Math.Min(best, Distance(one[2..], other[2..]) + 1);
        }

        return best;
    }
}
