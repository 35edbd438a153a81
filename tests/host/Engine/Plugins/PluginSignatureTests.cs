using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Signed plugins: what is not as its publisher signed it is never installed, and who signed it is told.</summary>
public sealed class PluginSignatureTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _home;
    private readonly string _root;
    private readonly string _bucket;
    private readonly string _private;
    private readonly string _public;

    public PluginSignatureTests()
    {
        _home = Directory.CreateDirectory(_temporary.At("home")).FullName;
        _root = Path.Combine(_home, "plugins");
        _bucket = BuiltPlugins.CopyOf("Bucket", _temporary.At("bucket"));
        (_private, _public) = Keys("snow-lab");
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_a_trusted_publisher_signed_is_installed_with_the_publishers_name()
    {
        PublisherKey key = PluginSignature.Sign(_bucket, _private);
        LockedPlugin plugin = new PluginInstallation(_root, PluginTrust.Read(_home, [_public], requireSignature: true)).Install(_bucket).Plugin;

        Assert.Equal("signed by snow-lab", plugin.SignedBy);
        LockedPlugin locked = PluginLock.Read(_root)!.Plugins["bucket"];
        Assert.Equal(("snow-lab", key.Fingerprint), (locked.Signer, locked.SignerKey));
        Assert.Contains(PluginSignature.FileName, locked.Files.Keys);
        Assert.NotNull(new PluginCatalogue([_root]).Get<IModelPlugin>("bucket"));
    }

    [Fact]
    public void The_signature_is_that_of_the_list_that_sha256sum_prints_as_openssl_verifies_it()
    {
        foreach ((string made, string type) in new[] { (_private, "ecdsa"), (Keys("rsa-lab", rsa: true).Private, "rsa") })
        {
            Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "there is no /usr/bin/openssl to verify with");
            PluginSignature.Sign(_bucket, made);
            JsonNode signature = JsonNode.Parse(File.ReadAllText(Path.Combine(_bucket, PluginSignature.FileName)))!;
            File.WriteAllBytes(_temporary.At("signature"), signature["signature"]!.GetValueAsBytes());
            File.WriteAllText(_temporary.At("key.pem"), PemEncoding.WriteString("PUBLIC KEY", signature["public_key"]!.GetValueAsBytes()));
            string script = "cd bucket && find . -type f ! -name plugin.sig -printf '%P\\n' | LC_ALL=C sort | xargs sha256sum > ../list && cd .. && openssl dgst -sha256 -verify key.pem -signature signature list";
            using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _temporary.Path, RedirectStandardOutput = true })!;
            Assert.Contains("Verified OK", shell.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
            shell.WaitForExit();
            Assert.True(shell.ExitCode == 0, type);
        }
    }

    [Fact]
    public void A_package_file_is_signed_as_a_folder_is()
    {
        string package = _temporary.At("Bucket.0.1.0.nupkg");
        using (ZipArchive archive = ZipFile.Open(package, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(Path.Combine(_bucket, "plugin.json"), "Bucket.nuspec");
            foreach (string file in Directory.EnumerateFiles(_bucket))
            {
                archive.CreateEntryFromFile(file, $"tributary/{Path.GetFileName(file)}");
            }
        }

        PluginSignature.Sign(package, _private);
        PluginSignature.Sign(package, _private);
        Assert.Equal("signed by snow-lab", new PluginInstallation(_root, PluginTrust.Read(_home, [_public], requireSignature: true)).Install(package).Plugin.SignedBy);
        using ZipArchive signed = ZipFile.OpenRead(package);
        Assert.Single(signed.Entries, entry => entry.FullName == "tributary/plugin.sig");

        string flat = _temporary.At("bucket.zip");
        ZipFile.CreateFromDirectory(_bucket, flat);
        PluginSignature.Sign(flat, _private);
        Assert.Equal("signed by snow-lab", new PluginInstallation(_temporary.At("other"), PluginTrust.Read(_home, [_public], requireSignature: true)).Install(flat).Plugin.SignedBy);
    }

    [Theory]
    [InlineData("changed", "Tributary.Fixtures.Bucket.dll was changed after it was signed")]
    [InlineData("added", "extra.dll was added after it was signed")]
    [InlineData("removed", "Tributary.Fixtures.Bucket.deps.json was removed after it was signed")]
    [InlineData("relisted", "the signature is not that of the files that it lists")]
    [InlineData("truncated", "the signature cannot be read")]
    [InlineData("shortened", "the signature is not that of the files that it lists")]
    [InlineData("other key", "the signature is not that of the files that it lists")]
    [InlineData("no key", "the signature cannot be read")]
    [InlineData("two lines in one", "the signature is not that of the files that it lists")]
    public void What_is_not_as_it_was_signed_is_refused_even_where_no_signature_is_required(string fault, string told)
    {
        PluginSignature.Sign(_bucket, _private);
        string path = Path.Combine(_bucket, PluginSignature.FileName), entry = Path.Combine(_bucket, "Tributary.Fixtures.Bucket.dll");
        string text = File.ReadAllText(path);
        JsonNode signature = JsonNode.Parse(text)!;
        switch (fault)
        {
            case "changed" or "relisted":
                byte[] image = File.ReadAllBytes(entry);
                image[^1] ^= 1;
                File.WriteAllBytes(entry, image);
                signature["files"]!["Tributary.Fixtures.Bucket.dll"] = fault == "changed" ? signature["files"]!["Tributary.Fixtures.Bucket.dll"]!.GetValue<string>() : Convert.ToHexStringLower(SHA256.HashData(image));
                break;
            case "added":
                File.WriteAllText(Path.Combine(_bucket, "extra.dll"), "x");
                break;
            case "removed":
                File.Delete(Path.Combine(_bucket, "Tributary.Fixtures.Bucket.deps.json"));
                break;
            case "shortened":
                signature["signature"] = Convert.ToBase64String(signature["signature"]!.GetValueAsBytes()[..^7]);
                break;
            case "other key":
                signature["public_key"] = Convert.ToBase64String(PublisherKey.Read(Keys("stranger").Public).Bytes);
                break;
            case "two lines in one":
                // The text that is signed stays the same; only what it lists becomes less.
                JsonObject files = signature["files"]!.AsObject();
                string[] names = [.. files.Select(file => file.Key).Order(StringComparer.Ordinal)];
                string both = $"{names[0]}\n{files[names[1]]}  {names[1]}", hash = files[names[0]]!.GetValue<string>();
                files.Remove(names[0]);
                files.Remove(names[1]);
                files[both] = hash;
                break;
            case "no key":
                signature["public_key"] = "AAAA";
                break;
            default:
                break;
        }

        File.WriteAllText(path, fault == "truncated" ? text[..(text.Length / 2)] : signature.ToJsonString());
        Assert.Contains(told, Refusal(PluginTrust.None), StringComparison.Ordinal);
        Assert.Contains(told, Refusal(PluginTrust.Read(_home, [_public], requireSignature: true)), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void A_required_signature_that_is_missing_or_a_strangers_is_refused_and_told_where_none_is_required()
    {
        Assert.Contains("is not signed (it has no plugin.sig), and signatures are required", Refusal(PluginTrust.Read(_home, [_public], requireSignature: true)), StringComparison.Ordinal);
        PluginSignature.Sign(_bucket, Keys("stranger").Private);
        Assert.Contains("is signed by a key that is not trusted", Refusal(PluginTrust.Read(_home, [_public], requireSignature: true)), StringComparison.Ordinal);
        Assert.Contains("signed by a key that is not trusted", new PluginInstallation(_root).Install(_bucket).Plugin.SignedBy, StringComparison.Ordinal);
        File.Delete(Path.Combine(_bucket, PluginSignature.FileName));
        Assert.Equal("not signed", new PluginInstallation(_temporary.At("other")).Install(_bucket).Plugin.SignedBy);
    }

    [Fact]
    public void The_users_folder_holds_trusted_keys_and_may_require_signatures()
    {
        PluginTrust.Keep(_home, _public, "lab");
        PluginTrust.Keep(_home, _public, "lab");
        File.WriteAllText(Path.Combine(_home, "settings.json"), """{ "require_signature": true }""");
        Assert.Contains("signatures are required", Refusal(PluginTrust.Read(_home, [], requireSignature: false)), StringComparison.Ordinal);
        PluginSignature.Sign(_bucket, _private);
        Assert.Equal("signed by lab", new PluginInstallation(_root, PluginTrust.Read(_home, [], requireSignature: false)).Install(_bucket).Plugin.SignedBy);

        (string secret, string other) = Keys("other");
        Assert.Contains("there is another key of that name", Assert.Throws<InputException>(() => PluginTrust.Keep(_home, other, "lab")).Message, StringComparison.Ordinal);
        Assert.Contains("is a private key", Assert.Throws<InputException>(() => PluginTrust.Keep(_home, secret, null)).Message, StringComparison.Ordinal);
        Assert.Contains("is no name of a file", Assert.Throws<InputException>(() => PluginTrust.Keep(_home, other, "../lab")).Message, StringComparison.Ordinal);
        Assert.Contains("holds no public key", Assert.Throws<InputException>(() => PluginTrust.Keep(_home, _temporary.Write("text.pem", "text"), null)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_home, "settings.json"), """{ "require_signatur": true }""");
        Assert.Contains("settings.json", Assert.Throws<InputException>(() => PluginTrust.Read(_home, [], requireSignature: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_must_be_signed_as_what_it_replaces()
    {
        PluginSignature.Sign(_bucket, _private);
        var trusting = new PluginInstallation(_root, PluginTrust.Read(_home, [_public], requireSignature: true));
        trusting.Install(_bucket);
        var later = new PluginInstallation(_root, PluginTrust.Read(_home, [], requireSignature: true));
        Assert.Equal("signed by snow-lab", later.Update("bucket").Plugin.SignedBy);
        PluginSignature.Sign(_bucket, Keys("stranger").Private);
        Assert.Contains("is signed by another key", Assert.Throws<InputException>(() => new PluginInstallation(_root).Update("bucket")).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_bucket, PluginSignature.FileName));
        Assert.Contains("is no longer signed, while 0.1.0 was signed by snow-lab", Assert.Throws<InputException>(() => new PluginInstallation(_root).Update("bucket")).Message, StringComparison.Ordinal);
        Assert.NotNull(new PluginCatalogue([_root]).Load("bucket"));
    }

    [Fact]
    public void What_is_no_plugin_or_no_private_key_is_not_signed()
    {
        Assert.Contains("holds no private key to sign with", Assert.Throws<InputException>(() => PluginSignature.Sign(_bucket, _public)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => PluginSignature.Sign(_bucket, _temporary.At("none.pem"))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => PluginSignature.Sign(Directory.CreateDirectory(_temporary.At("empty")).FullName, _private));
        using RSA small = RSA.Create(1024);
        Assert.Contains("RSA of at least 2048 bits", Assert.Throws<InputException>(() => PluginSignature.Sign(_bucket, _temporary.Write("small.pem", small.ExportPkcs8PrivateKeyPem()))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_bucket, PluginSignature.FileName)));
    }

    private string Refusal(PluginTrust trust) => Assert.Throws<InputException>(() => new PluginInstallation(_root, trust).Install(_bucket)).Message;

    private (string Private, string Public) Keys(string name, bool rsa = false)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (_temporary.Write($"{name}-private.pem", key.ExportPkcs8PrivateKeyPem()), _temporary.Write($"{name}.pem", key.ExportSubjectPublicKeyInfoPem()));
    }
}

/// <summary>Bytes in JSON.</summary>
file static class JsonBytes
{
    public static byte[] GetValueAsBytes(this JsonNode node) => Convert.FromBase64String(node.GetValue<string>());
}
