using System.Security.Cryptography;

namespace Tributary.Tests.EndToEnd;

/// <summary>Signing a plugin, trusting its publisher and installing it, by the commands of contracts/README.md.</summary>
public sealed class SigningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _home;

    public SigningTests()
    {
        _home = new() { ["TRIBUTARY_HOME"] = _folder.At("home") };
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _folder.Write("private.pem", key.ExportECPrivateKeyPem());
        _folder.Write("snow-lab.pem", key.ExportSubjectPublicKeyInfoPem());
        BuiltPlugins.CopyOf("Bucket", _folder.At("bucket"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_trusted_publisher_signed_is_installed_and_what_was_changed_or_is_not_signed_is_refused()
    {
        Run("plugins", "install", "bucket", "--require-signature").Fails(2, "is not signed (it has no plugin.sig), and signatures are required", "tributary plugins trust");
        Assert.Contains("signed bucket by the key", Run("plugins", "sign", "bucket", "--key", "private.pem").Done().Error, StringComparison.Ordinal);
        Run("plugins", "install", "bucket", "--require-signature").Fails(2, "is signed by a key that is not trusted");
        Run("plugins", "trust", "private.pem").Fails(2, "is a private key");
        Assert.Contains("trusted snow-lab", Run("plugins", "trust", "snow-lab.pem").Done().Error, StringComparison.Ordinal);
        Assert.Contains("; signed by snow-lab", Run("plugins", "install", "bucket", "--require-signature").Done().Error, StringComparison.Ordinal);
        Assert.Contains("\"signer\": \"snow-lab\"", File.ReadAllText(_folder.At("home/plugins/plugins.lock")), StringComparison.Ordinal);

        File.AppendAllText(_folder.At("bucket/Tributary.Fixtures.Bucket.dll"), "x");
        Run("plugins", "update", "bucket").Fails(2, "Tributary.Fixtures.Bucket.dll was changed after it was signed");
        Assert.Contains("bucket", Run("plugins", "list").Done().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_settings_may_require_signatures_always()
    {
        _folder.Write("home/settings.json", """{ "require_signature": true }""");
        Run("plugins", "install", "bucket").Fails(2, "signatures are required");
        Run("plugins", "sign", "bucket", "--key", "private.pem").Done();
        Assert.Contains("; signed by snow-lab", Run("plugins", "install", "bucket", "--key", "snow-lab.pem").Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_requirement_it_is_told_that_nobody_signed() =>
        Assert.Contains("; not signed", Run("plugins", "install", "bucket").Done().Error, StringComparison.Ordinal);

    private Outcome Run(params string[] arguments) => Cli.Run(_folder.Path, _home, arguments);
}
