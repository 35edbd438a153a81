using System.CommandLine;
using System.Globalization;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary data</c>: makes data, synthetic or drawn from elevation models.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "folder to write the data and truth.json to" };
        var model = new Option<string>("--model") { Description = "id of the model plugin that is the truth", Required = true };
        var settings = new Option<string>("--settings") { Description = "its settings as JSON", DefaultValueFactory = _ => "{}" };
        var parameters = new Option<string[]>("--parameter") { Description = "a true parameter, as NAME=VALUE; others take their defaults", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var years = new Option<int>("--years") { Description = "length in years", DefaultValueFactory = _ => 15 };
        var seed = new Option<int>("--seed") { Description = "seed of the weather and of the observer's errors", DefaultValueFactory = _ => 1 };
        var area = new Option<double>("--area") { Description = "area in km2", DefaultValueFactory = _ => 412 };
        var latitude = new Option<double>("--latitude") { Description = "latitude in degrees north", DefaultValueFactory = _ => 46.8 };
        var basins = new Option<int>("--basins") { Description = "number of basins; more than one drain into each other", DefaultValueFactory = _ => 1 };
        var routing = new Option<string?>("--routing") { Description = "id of the routing plugin that is the truth between several basins" };
        var routingParameters = new Option<string[]>("--routing-parameter") { Description = "a true parameter of the routing, as NAME=VALUE", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var grid = new Option<bool>("--grid") { Description = "a basin by outlines instead of CSV files: elevation model, subbasins and reaches, gridded forcing in CF-NetCDF, two gauges" };
        var synthetic = new Command("synthetic", "Make a synthetic catchment with known truth: generated weather, a model's discharge, and an observer's errors.")
        {
            folder, model, settings, parameters, years, seed, area, latitude, basins, grid, routing, routingParameters,
        };
        synthetic.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            var truth = new SyntheticTruth
            {
                Plugin = parsed.GetRequiredValue(model),
                Settings = JsonText.ParseOption("--settings", parsed.GetRequiredValue(settings)),
                Parameters = parsed.GetRequiredValue(parameters).Select(Pair).ToDictionary(pair => pair.Name, pair => pair.Value),
                Routing = parsed.GetValue(routing) is { } plugin ? new RoutingSection { Plugin = plugin, Parameters = parsed.GetRequiredValue(routingParameters).Select(Pair).ToDictionary(pair => pair.Name, pair => pair.Value) } : null,
            };
            int length = parsed.GetRequiredValue(years) is >= 1 and <= 1000 and int given ? given : throw new InputException("expected 1 to 1000", "--years");
            var catalogue = new PluginCatalogue(PluginCatalogue.SearchPath([]));
            string target = Path.GetFullPath(parsed.GetRequiredValue(folder));
            double north = parsed.GetRequiredValue(latitude);
            if (parsed.GetValue(grid))
            {
                RefuseWithGrid(parsed, area, basins);
                double inside = north is >= -60 and <= 60 ? north : throw new InputException("expected -60 to 60 with --grid", "--latitude");
                new SyntheticGridBasin { Truth = truth, Years = length, Seed = parsed.GetRequiredValue(seed), Latitude = inside }.Write(catalogue, target, cancellation);
            }
            else
            {
                var basin = new SyntheticBasin
                {
                    Truth = truth,
                    Years = length,
                    Seed = parsed.GetRequiredValue(seed),
                    BasinCount = parsed.GetRequiredValue(basins) is >= 1 and <= 10000 and int count ? count : throw new InputException("expected 1 to 10000", "--basins"),
                    AreaKm2 = parsed.GetRequiredValue(area) is > 0 and double size ? size : throw new InputException("expected a positive area", "--area"),
                    Latitude = north is >= -90 and <= 90 ? north : throw new InputException("expected -90 to 90", "--latitude"),
                };
                basin.Write(catalogue, target, cancellation);
            }

            Console.Error.WriteLine($"wrote the data and truth.json to {target}; they are synthetic");
        })));
        return new Command("data", "Make data: synthetic catchments, data sets in Caravan's schema, and catchments drawn from elevation models.") { synthetic, RegionCommand.Create(), MountainsCommand.Create(), ToCaravanCommand.Create(), DelineateCommand.Create() };
    }

    private static void RefuseWithGrid(ParseResult parsed, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new InputException("it does not go with --grid: the seed decides the shape and the size of the basin", option.Name, $"Leave {option.Name} or --grid out.");
            }
        }
    }

    private static (string Name, double Value) Pair(string text) =>
        text.Split('=', 2) is [string name, string number] && double.TryParse(number, CultureInfo.InvariantCulture, out double value)
            ? (name, value)
            : throw new InputException($"expected NAME=VALUE, found '{text}'", "--parameter");
}
