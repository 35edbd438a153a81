using System.CommandLine;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary data mountains</c>: gridded weather and discharge whose sources are known, to test explanations.</summary>
internal static class MountainsCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "folder to write the data and truth.json to" };
        var years = new Option<int>("--years") { Description = "length in years", DefaultValueFactory = _ => 5 };
        var seed = new Option<int>("--seed") { Description = "seed of the terrain, the weather and the observer's errors", DefaultValueFactory = _ => 1 };
        var contrast = new Option<double>("--contrast") { Description = "how much the warmth of north and south differs from day to day, as a factor; 0: all cells are warmer and colder together", DefaultValueFactory = _ => 1 };
        var mountains = new Command("mountains", "Make gridded weather over synthetic mountains, and discharge that comes from known places: glaciers, snow and a monsoon.") { folder, years, seed, contrast };
        mountains.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            string target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            new SyntheticMountains
            {
                Years = parsed.GetRequiredValue(years) is >= 1 and <= 1000 and int length ? length : throw new InputException("expected 1 to 1000", "--years"),
                Seed = parsed.GetRequiredValue(seed),
                Contrast = parsed.GetRequiredValue(contrast) is >= 0 and <= 10 and double factor ? factor : throw new InputException("expected 0 to 10", "--contrast"),
            }.Write(target);
            Console.Error.WriteLine($"wrote the data and truth.json to {target}; they are synthetic");
        })));
        return mountains;
    }
}
