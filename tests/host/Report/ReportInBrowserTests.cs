using System.Diagnostics;
using System.Text.Json;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class ReportInBrowserTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_report_draws_zooms_and_switches_in_a_browser_without_a_network()
    {
        string browserTests = Path.Combine(RepositoryRoot(), "tests", "browser");
        Need(await Runs("node", ["--version"], browserTests) && await Runs("npm", ["--version"], browserTests), "node or npm is missing: apt-get install -y nodejs npm");
        Need(File.Exists(Chromium), $"{Chromium} is missing: apt-get install -y chromium, or name another in the environment variable CHROMIUM");
        Need(
            File.Exists(Path.Combine(browserTests, "node_modules", "playwright-core", "package.json")) || await Runs("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], browserTests),
            $"npm ci did not finish in {browserTests}; it needs the npm registry once");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("tributary-report-");
        string file = Path.Combine(folder.FullName, "report.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportWriter.Write(SyntheticReport.Of(), stream);
        }

        (int exit, string output, string errors) = await Run("node", ["look.mjs", file, Environment.GetEnvironmentVariable("TRIBUTARY_SCREENSHOTS") ?? folder.FullName], browserTests);
        Assert.True(exit == 0, errors);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement seen = json.RootElement;

        Assert.Empty(Texts(seen, "requests"));
        Assert.Empty(Texts(seen, "consoleErrors"));
        Assert.Empty(Texts(seen, "pageErrors"));
        Assert.False(seen.GetProperty("injected").GetBoolean());
        Assert.Equal(["Lièvre, two models"], Texts(seen, "h1"));
        Assert.Equal(["02LE024", SyntheticReport.HostileId], Texts(seen, "basins"));

        string[] expected = ["basins-chart", "duration", "histogram", "hydrograph", "overview", "regime", "residuals", "scatter", "trace"];
        AllDrawn(seen.GetProperty("charts"), expected.Except(["basins-chart"]));
        AllDrawn(seen.GetProperty("second"), expected.Except(["basins-chart"]));
        AllDrawn(seen.GetProperty("dark"), expected.Except(["basins-chart"]));

        foreach (string way in (string[])["zoom", "wheel", "keys"])
        {
            JsonElement zoom = seen.GetProperty(way);
            double whole = zoom.GetProperty("whole").GetDouble();
            Assert.True(zoom.GetProperty("narrowed").GetDouble() < 0.9 * whole, way);
            Assert.Equal(whole, zoom.GetProperty("restored").GetDouble());
        }

        Assert.InRange(seen.GetProperty("zoom").GetProperty("narrowed").GetDouble() / seen.GetProperty("zoom").GetProperty("whole").GetDouble(), 0.08, 0.12);
        Assert.Equal(seen.GetProperty("zoom").GetProperty("narrowed").GetDouble(), seen.GetProperty("zoom").GetProperty("residuals").GetDouble());
        Assert.InRange(seen.GetProperty("zoom").GetProperty("strip").GetDouble(), 0.08, 0.12);

        int gaps = SyntheticReport.Of().Basins[0].Observed!.Count(double.IsNaN);
        Assert.Equal(gaps, seen.GetProperty("gapsKept").GetProperty("hydrograph").GetInt32());
        Assert.Equal(gaps, seen.GetProperty("gapsKept").GetProperty("residuals").GetInt32());

        Assert.Equal(3, seen.GetProperty("log").GetProperty("hydrograph").GetInt32());
        Assert.Equal(3, seen.GetProperty("log").GetProperty("scatter").GetInt32());
        Assert.True(seen.GetProperty("periodNarrows").GetBoolean());
        Assert.True(seen.GetProperty("memberToggles").GetBoolean());
        Assert.True(seen.GetProperty("basinSwitches").GetBoolean());

        Assert.Equal(5, seen.GetProperty("scoreRows").GetInt32());
        // One of five scores and three periods is a tie: biases of 1.6 % and -1.6 % in the validation.
        Assert.Equal(5 * 3 + 1, seen.GetProperty("boldScores").GetInt32());
        Assert.Equal(["at lower bound"], Texts(seen, "flags"));
        Assert.Equal(0, seen.GetProperty("unnamedTables").GetInt32());
        Assert.Equal(0, seen.GetProperty("unlabelledCharts").GetInt32());
        Assert.Equal(0, seen.GetProperty("unlabelledSelects").GetInt32());

        JsonElement narrow = seen.GetProperty("narrow");
        Assert.InRange(narrow.GetProperty("page").GetInt32(), 1, 390);
        Assert.InRange(narrow.GetProperty("charts").GetInt32(), 280, 390);
        folder.Delete(recursive: true);
    }

    private static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private static bool Required => Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("TRIBUTARY_REQUIRE_BROWSER") == "1";

    private static void Need(bool there, string reason)
    {
        Assert.True(there || !Required, reason);
        Assert.SkipUnless(there, reason);
    }

    private static void AllDrawn(JsonElement charts, IEnumerable<string> names)
    {
        Assert.Equal(names, charts.EnumerateObject().Select(chart => chart.Name).Order());
        foreach (JsonProperty chart in charts.EnumerateObject())
        {
            Assert.True(chart.Value.GetProperty("drawn").GetBoolean(), chart.Name);
            Assert.True(chart.Value.GetProperty("painted").GetInt32() > 2000, chart.Name);
            foreach (JsonElement series in chart.Value.GetProperty("series").EnumerateArray().Where(series => !series.GetProperty("bands").GetBoolean()))
            {
                Assert.True(series.GetProperty("pixels").GetInt32() > 40, $"{chart.Name}: {series.GetProperty("label").GetString()} is not in its own colour.");
            }
        }
    }

    private static string[] Texts(JsonElement seen, string name) => [.. seen.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static async Task<bool> Runs(string program, string[] arguments, string folder)
    {
        try
        {
            return (await Run(program, arguments, folder)).Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Exit, string Output, string Errors)> Run(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Framework.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Framework.sln.");
    }
}
