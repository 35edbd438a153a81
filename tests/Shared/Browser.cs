using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Tributary.Tests;

/// <summary>Opens a report in headless Chromium (by a script of tests/browser) and tells what is there to be seen.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Folder = Repository.At("tests", "browser");

    private static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private static bool IsRequired => Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("TRIBUTARY_REQUIRE_BROWSER") == "1";

    /// <summary>Looks at a report; skips the test where there is no browser, unless one is required.</summary>
    public static async Task<JsonElement> LookAt(string report, string script = "look.mjs")
    {
        Need(await Runs("node", "--version") && await Runs("npm", "--version"), "node or npm is missing: apt-get install -y nodejs npm");
        Need(File.Exists(Chromium), $"{Chromium} is missing: apt-get install -y chromium, or name another in the environment variable CHROMIUM");
        Need(
            File.Exists(Path.Combine(Folder, "node_modules", "playwright-core", "package.json")) || await Runs("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
            $"npm ci did not finish in {Folder}; it needs the npm registry once");
        using var screenshots = new TemporaryFolder();
        (int status, string output, string errors) = await Run("node", script, report, Environment.GetEnvironmentVariable("TRIBUTARY_SCREENSHOTS") ?? screenshots.Path);
        Assert.True(status == 0, errors);
        return JsonElement.Parse(output);
    }

    private static void Need(bool isThere, string reason)
    {
        Assert.True(isThere || !IsRequired, reason);
        Assert.SkipUnless(isThere, reason);
    }

    private static async Task<bool> Runs(string program, params string[] arguments)
    {
        try
        {
            return (await Run(program, arguments)).Status == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Status, string Output, string Errors)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
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
}
