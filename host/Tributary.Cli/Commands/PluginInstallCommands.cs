using System.CommandLine;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary>
/// <c>tributary plugins install, remove</c> and <c>update</c>: plugins of others, with the hashes of their files recorded in <c>plugins.lock</c>; <c>sign</c> and <c>trust</c>: who made them.
/// </summary>
internal static class PluginInstallCommands
{
    public static IEnumerable<Command> Create()
    {
        var folder = new Option<string?>("--folder") { Description = "folder of plugins; left out, the user's own, which every command looks through" };
        var source = new Argument<string>("source") { Description = "a plugin's folder, zip file or NuGet package file, or a package's name (Name or Name@1.2.0)" };
        var feed = new Option<string?>("--source") { Description = "feed of the package: a folder or an address; left out, the feeds that the .NET SDK knows" };
        var sha256 = new Option<string?>("--sha256") { Description = "SHA-256 that the zip or package file must have, as its publisher tells it" };
        var keys = new Option<string[]>("--key") { Description = "PEM file of a publisher's public key to trust now, beside those of 'plugins trust'", DefaultValueFactory = _ => [] };
        var required = new Option<bool>("--require-signature") { Description = "refuse what no trusted publisher has signed; \"require_signature\": true in the user's settings.json does so always" };
        var id = new Argument<string>("id") { Description = "the plugin's id" };
        var ids = new Argument<string[]>("id") { Description = "the plugins' ids; left out, all installed ones", Arity = ArgumentArity.ZeroOrMore };

        var install = new Command("install", "Install a plugin and record the hashes of its files in plugins.lock. Its code is not run.") { source, feed, sha256, keys, required, folder };
        install.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            string root = FolderOf(parsed.GetValue(folder));
            (string installed, LockedPlugin plugin) = Installation(root, parsed.GetRequiredValue(keys), parsed.GetValue(required)).Install(parsed.GetRequiredValue(source), parsed.GetValue(feed), parsed.GetValue(sha256));
            Console.Error.WriteLine($"installed {installed} {plugin.Version} ({plugin.Files.Count} files, SHA-256 {plugin.Sha256}) in {Path.Combine(root, installed)}; {plugin.SignedBy}");
            Console.Error.WriteLine("a plugin's code runs with your rights once a workflow names it; now: tributary plugins check " + installed);
        })));

        var remove = new Command("remove", "Remove an installed plugin.") { id, folder };
        remove.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            new PluginInstallation(FolderOf(parsed.GetValue(folder))).Remove(parsed.GetRequiredValue(id));
            Console.Error.WriteLine($"removed {parsed.GetRequiredValue(id)}");
        })));

        var update = new Command("update", "Install plugins again from where they came from.") { ids, keys, required, folder };
        update.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() => Update(
            Installation(FolderOf(parsed.GetValue(folder)), parsed.GetRequiredValue(keys), parsed.GetValue(required)), parsed.GetValue(ids) ?? []))));
        return [install, remove, update, Sign(), Trust()];
    }

    private static Command Sign()
    {
        var plugin = new Argument<string>("plugin") { Description = "a plugin's folder, zip file or NuGet package file" };
        var key = new Option<string>("--key") { Description = "PEM file of your private key (ECDSA or RSA), not encrypted", Required = true };
        var sign = new Command("sign", $"Sign a plugin that you hand on: writes {PluginSignature.FileName} into it.") { plugin, key };
        sign.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            PublisherKey by = PluginSignature.Sign(Path.GetFullPath(parsed.GetRequiredValue(plugin)), parsed.GetRequiredValue(key));
            Console.Error.WriteLine($"signed {parsed.GetRequiredValue(plugin)} by the key {by.Fingerprint}");
        })));
        return sign;
    }

    private static Command Trust()
    {
        var key = new Argument<string>("key") { Description = "PEM file of a publisher's public key or certificate" };
        var name = new Option<string?>("--name") { Description = "the publisher's name; left out, that of the file" };
        var trust = new Command("trust", "Trust a publisher: what is signed by this key is installed with its name.") { key, name };
        trust.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            string path = PluginTrust.Keep(PluginInstallation.Home, parsed.GetRequiredValue(key), parsed.GetValue(name));
            Console.Error.WriteLine($"trusted {Path.GetFileNameWithoutExtension(path)} ({PublisherKey.Read(path).Fingerprint}); delete {path} to end that");
        })));
        return trust;
    }

    private static PluginInstallation Installation(string root, string[] keys, bool required) => new(root, PluginTrust.Read(PluginInstallation.Home, keys, required));

    private static void Update(PluginInstallation installation, string[] ids)
    {
        if (ids.Length == 0 && installation.All.Count == 0)
        {
            throw new InputException("no plugins are installed", remedy: "'tributary plugins install' installs one.");
        }

        foreach (string id in ids.Length > 0 ? ids : [.. installation.All.Keys])
        {
            string before = installation.All.TryGetValue(id, out LockedPlugin? there) ? there.Version : string.Empty;
            (LockedPlugin plugin, bool changed) = installation.Update(id);
            Console.Error.WriteLine(changed ? $"updated {id} from {before} to {plugin.Version} (SHA-256 {plugin.Sha256})" : $"{id} {plugin.Version} is unchanged at its source");
        }
    }

    private static string FolderOf(string? given) => Path.GetFullPath(given ?? PluginInstallation.UserFolder);
}
