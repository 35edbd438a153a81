using System.CommandLine;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary data delineate</c>: draws a catchment, its subbasins and its river network from a digital elevation model.</summary>
internal static class DelineateCommand
{
    public static Command Create()
    {
        var dem = new Argument<string>("dem") { Description = "digital elevation model, a raster that GDAL reads" };
        var file = new Argument<string>("file") { Description = "GeoPackage to write: layers subbasins, reaches, catchment and outlet" };
        var latitude = new Option<double>("--latitude") { Description = "latitude of the pour point in degrees north", Required = true };
        var longitude = new Option<double>("--longitude") { Description = "longitude of the pour point in degrees east", Required = true };
        var snap = new Option<double>("--snap") { Description = "how far in m the pour point may be moved onto the river", DefaultValueFactory = _ => 500 };
        var area = new Option<double?>("--area") { Description = "catchment area in km2 that is known of the pour point; it is then moved to where the area fits best" };
        var streamArea = new Option<double>("--stream-area") { Description = "area in km2 from which on a river begins; it decides the number of subbasins", DefaultValueFactory = _ => 25 };
        var json = new Option<bool>("--json") { Description = "print what was drawn as JSON" };
        var command = new Command("delineate", "Draw a catchment, its subbasins and its river network from a digital elevation model and a pour point.")
        {
            dem, file, latitude, longitude, snap, area, streamArea, json,
        };
        command.SetAction(parsed => ExitStatus.Of(() =>
        {
            string source = Path.GetFullPath(parsed.GetRequiredValue(dem));
            string target = Path.GetFullPath(parsed.GetRequiredValue(file));
            double threshold = parsed.GetRequiredValue(streamArea) is > 0 and double given ? given : throw new InputException("expected a positive area in km2", "--stream-area");
            var pourPoint = new PourPoint(parsed.GetRequiredValue(latitude), parsed.GetRequiredValue(longitude), parsed.GetRequiredValue(snap), parsed.GetValue(area));
            DelineatedBasin basin = new BasinDelineation(pourPoint, threshold).Draw(source);
            string draft = $"{target}.part.gpkg";
            File.Delete(draft);
            basin.WriteGeoPackage(draft);
            File.Move(draft, target, overwrite: true);
            Tell(basin, target, parsed.GetRequiredValue(json));
        }));
        return command;
    }

    private static void Tell(DelineatedBasin basin, string target, bool json)
    {
        if (json)
        {
            JsonText.Print(new JsonObject
            {
                ["file"] = target,
                ["area_km2"] = basin.AreaKm2,
                ["subbasins"] = basin.Domain.Units.Count,
                ["outlet"] = new JsonObject { ["latitude"] = basin.Outlet.Y, ["longitude"] = basin.Outlet.X },
                ["reaches_edge"] = basin.ReachesEdge,
            });
            return;
        }

        Console.Out.WriteLine(FormattableString.Invariant(
            $"{basin.AreaKm2:0.##} km2 in {basin.Domain.Units.Count} subbasins above {basin.Outlet.Y:0.#####} N, {basin.Outlet.X:0.#####} E, written to {target}"));
        if (basin.ReachesEdge)
        {
            Console.Error.WriteLine("warning: the catchment comes to the edge of the raster, beyond which it may go on");
        }

        Console.Error.WriteLine($"in a workflow: domain: {{ units: {{ file: {Path.GetFileName(target)}, layer: subbasins, id: id, area: area_km2, elevation: elevation_m }}, network: {{ preset: delineated, file: {Path.GetFileName(target)}, layer: reaches }} }}");
    }
}
