using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Tributary.Cli.Commands;

/// <summary>Ends the help of every command with examples.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        [""] = ["tributary examples copy quickstart", "tributary run quickstart/workflow.yaml", "tributary plugins list"],
        ["run"] = ["tributary run examples/quickstart/workflow.yaml", "tributary run workflow.yaml --runs /scratch/runs --json"],
        ["forecast"] = ["tributary forecast workflow.yaml --issue 2026-11-20", "tributary forecast workflow.yaml --hindcast --output hindcast.nc --json"],
        ["validate"] = ["tributary validate workflow.yaml"],
        ["status"] = ["tributary status quickstart", "tributary status /scratch/runs/quickstart --json"],
        ["diff"] = ["tributary diff quickstart other", "tributary diff runs/quickstart /scratch/runs/quickstart --score nse --score kge"],
        ["clean"] = ["tributary clean quickstart --dry-run", "tributary clean quickstart --all"],
        ["schema"] = ["tributary schema --output schemas/workflow.schema.json"],
        ["plugins"] = ["tributary plugins list", "tributary plugins show gr --json"],
        ["plugins list"] = ["tributary plugins list", "tributary plugins list --json", "tributary plugins list --folder ~/my-plugins"],
        ["plugins show"] = ["tributary plugins show gr", "tributary plugins show gr --settings '{ \"variant\": \"GR6J\", \"snow\": \"cemaneige\" }'"],
        ["plugins check"] = ["tributary plugins check gr", "tributary plugins check my-model --folder my-model/bin --json", "tributary plugins check gr --settings '{ \"variant\": \"GR6J\" }'"],
        ["plugins new"] = ["tributary plugins new SnowBucket", "tributary plugins new my-river --kind routing --output river"],
        ["plugins install"] = ["tributary plugins install snow-bucket/bin", "tributary plugins install SnowBucket --source ~/packages", "tributary plugins install snow-bucket.zip --folder plugins", "tributary plugins install snow-bucket.zip --key snow-lab.pem --require-signature"],
        ["plugins remove"] = ["tributary plugins remove snow-bucket"],
        ["plugins sign"] = ["tributary plugins sign snow-bucket/bin --key private.pem", "tributary plugins sign packages/SnowBucket.0.1.0.nupkg --key private.pem"],
        ["plugins trust"] = ["tributary plugins trust snow-lab.pem", "tributary plugins trust public.pem --name snow-lab"],
        ["plugins update"] = ["tributary plugins update", "tributary plugins update snow-bucket"],
        ["doctor"] = ["tributary doctor", "tributary doctor --json"],
        ["import"] = ["tributary import neuralhydrology runs/my_run/config.yml --output workflow.yaml", "tributary import symfluence config_bow.yaml > workflow.yaml"],
        ["export"] = ["tributary export runs/salmon lstm", "tributary export runs/salmon lstm --output models/salmon.onnx --json", "tributary export runs/himalaya hydrotrace --format geotiff --output maps"],
        ["ask"] = ["tributary ask runs/himalaya", "tributary ask runs/himalaya partition --by season", "tributary ask runs/himalaya map --feature precipitation --season JJA --json", "tributary ask runs/himalaya \"why was the flow high in July 2017?\""],
        ["mcp"] = ["tributary mcp runs/himalaya"],
        ["examples"] = ["tributary examples list", "tributary examples copy quickstart"],
        ["examples list"] = ["tributary examples list"],
        ["examples copy"] = ["tributary examples copy quickstart", "tributary examples copy quickstart my-basin"],
        ["data"] = ["tributary data synthetic my-basin --model gr", "tributary data delineate dem.tif bow.gpkg --latitude 51.172 --longitude -115.572"],
        ["data delineate"] = ["tributary data delineate dem.tif bow.gpkg --latitude 51.172 --longitude -115.572 --snap 1000 --stream-area 50"],
        ["data region"] = ["tributary data region data --name hills --model hbv --basins 40 --driven FC=soil:60:400 k1=slope:3:25"],
        ["data mountains"] = ["tributary data mountains data --years 5 --seed 3", "tributary data mountains other --contrast 0"],
        ["data to-caravan"] = ["tributary data to-caravan data --name alps catchments.yaml"],
        ["data synthetic"] = ["tributary data synthetic my-basin --model gr --parameter X1=320 X2=-0.5 X3=70 X4=1.7 --years 20 --seed 7", "tributary data synthetic my-valley --grid --model gr --years 5 --routing muskingum"],
    };

    public static void AddTo(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help } found)
            {
                found.Action = new HelpWithExamples(help);
            }
        }
    }

    /// <summary>Names of a command and those above it, without the program's own.</summary>
    public static IEnumerable<string> PathOf(CommandResult command)
    {
        var names = new List<string>();
        for (SymbolResult? result = command; result is CommandResult { Command: not RootCommand } part; result = part.Parent)
        {
            names.Insert(0, part.Command.Name);
        }

        return names;
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int status = help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in Examples.GetValueOrDefault(string.Join(' ', PathOf(parseResult.CommandResult))) ?? [])
            {
                output.WriteLine($"  {example}");
            }

            return status;
        }
    }
}
