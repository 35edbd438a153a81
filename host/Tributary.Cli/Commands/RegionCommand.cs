using System.CommandLine;
using System.Globalization;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary data region</c>: many synthetic catchments side by side, to study what networks learn of one region and carry to another.</summary>
internal static class RegionCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "folder to write the data to, in Caravan's layout" };
        var name = new Option<string>("--name") { Description = "name of the data set, with which ids begin", DefaultValueFactory = _ => "region" };
        var model = new Option<string>("--model") { Description = "id of the model plugin that is the truth", Required = true };
        var settings = new Option<string>("--settings") { Description = "its settings as JSON", DefaultValueFactory = _ => "{}" };
        var driven = new Option<string[]>("--driven") { Description = "a true parameter that an attribute drives from LOW to HIGH, as NAME=ATTRIBUTE:LOW:HIGH", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var basins = new Option<int>("--basins") { Description = "number of basins", DefaultValueFactory = _ => 20 };
        var years = new Option<int>("--years") { Description = "length in years", DefaultValueFactory = _ => 15 };
        var seed = new Option<int>("--seed") { Description = "seed of the weather, the attributes and the observer's errors", DefaultValueFactory = _ => 1 };
        var wetness = new Option<double>("--wetness") { Description = "what precipitation is multiplied by", DefaultValueFactory = _ => 1 };
        var warmth = new Option<double>("--warmth") { Description = "degrees that it is warmer", DefaultValueFactory = _ => 0 };
        var region = new Command("region", "Make many synthetic catchments whose attributes drive a model's parameters.")
        {
            folder, name, model, settings, driven, basins, years, seed, wetness, warmth,
        };
        region.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            string target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            new SyntheticRegion
            {
                Truth = new SyntheticTruth { Plugin = parsed.GetRequiredValue(model), Settings = JsonText.ParseOption("--settings", parsed.GetRequiredValue(settings)) },
                Driven = [.. parsed.GetRequiredValue(driven).Select(Parse)],
                Name = parsed.GetRequiredValue(name) is { Length: > 0 } word && word.All(char.IsAsciiLetterOrDigit) ? word : throw new InputException("expected letters and digits alone", "--name"),
                BasinCount = parsed.GetRequiredValue(basins) is >= 1 and <= 10000 and int count ? count : throw new InputException("expected 1 to 10000", "--basins"),
                Years = parsed.GetRequiredValue(years) is >= 1 and <= 1000 and int length ? length : throw new InputException("expected 1 to 1000", "--years"),
                Seed = parsed.GetRequiredValue(seed),
                Wetness = parsed.GetRequiredValue(wetness) is > 0 and double factor ? factor : throw new InputException("expected a positive factor", "--wetness"),
                Warmth = parsed.GetRequiredValue(warmth),
            }.Write(new PluginCatalogue(PluginCatalogue.SearchPath([])), target, cancellation);
            Console.Error.WriteLine($"wrote the data to {target}; they are synthetic");
        })));
        return region;
    }

    private static DrivenParameter Parse(string text) =>
        text.Split('=', 2) is [string name, string rest] && rest.Split(':') is [string attribute, string low, string high]
            && double.TryParse(low, CultureInfo.InvariantCulture, out double least) && double.TryParse(high, CultureInfo.InvariantCulture, out double most)
            ? new DrivenParameter(name, attribute, least, most)
            : throw new InputException($"expected NAME=ATTRIBUTE:LOW:HIGH, found '{text}'", "--driven");
}
