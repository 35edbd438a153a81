using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A public key that plugins are signed with: ECDSA on a NIST curve, or RSA of 2048 bits and more, each with SHA-256.</summary>
public sealed class PublisherKey
{
    private const int FewestRsaBits = 2048;

    private readonly PublicKey _key;

    private PublisherKey(PublicKey key)
    {
        _key = key;
        Bytes = key.ExportSubjectPublicKeyInfo();
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Bytes));
    }

    /// <summary>The key as SubjectPublicKeyInfo (RFC 5280).</summary>
    public byte[] Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of these bytes.</summary>
    /// <exception cref="CryptographicException">They are no such key.</exception>
    public static PublisherKey Of(byte[] bytes)
    {
        var key = new PublisherKey(PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _));
        using ECDsa? curve = key._key.GetECDsaPublicKey();
        using RSA? rsa = key._key.GetRSAPublicKey();
        return curve is not null || rsa is { KeySize: >= FewestRsaBits } ? key : throw new CryptographicException($"it is neither ECDSA nor RSA of at least {FewestRsaBits} bits");
    }

    /// <summary>Reads a public key, or that of a certificate.</summary>
    /// <param name="path">A PEM file.</param>
    /// <exception cref="InputException">It holds none.</exception>
    public static PublisherKey Read(string path)
    {
        const string Remedy = "Give the publisher's public key, as 'openssl pkey -in private.pem -pubout' writes it, or its certificate.";
        string text = TextOf(path);
        try
        {
            PemFields fields = PemEncoding.Find(text);
            string label = text[fields.Label];
            return label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) ? throw new InputException("is a private key, which only its owner should have", path, Remedy)
                : label == "CERTIFICATE" ? Of(OfCertificate(text))
                : Of(Convert.FromBase64String(text[fields.Base64Data]));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or FormatException)
        {
            throw new InputException($"holds no public key ({error.Message})", path, Remedy, error);
        }
    }

    /// <summary>Signs with a private key.</summary>
    /// <param name="path">A PEM file with the key, not encrypted.</param>
    /// <param name="text">What is signed.</param>
    /// <param name="key">Receives the public key.</param>
    /// <returns>The signature, of ECDSA in DER (RFC 3279), of RSA by PKCS #1.</returns>
    /// <exception cref="InputException">The file holds no such key.</exception>
    internal static byte[] Sign(string path, string text, out PublisherKey key)
    {
        string pem = TextOf(path);
        byte[] signed = Encoding.UTF8.GetBytes(text);
        try
        {
            if (Imported(ECDsa.Create, pem) is ECDsa curve)
            {
                using (curve)
                {
                    key = Of(curve.ExportSubjectPublicKeyInfo());
                    return curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                }
            }

            using RSA rsa = Imported(RSA.Create, pem) as RSA ?? throw new CryptographicException("no ECDSA and no RSA key that is not encrypted");
            key = Of(rsa.ExportSubjectPublicKeyInfo());
            return rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException error)
        {
            throw new InputException($"holds no private key to sign with ({error.Message})", path, "Make one with 'openssl ecparam -name prime256v1 -genkey -noout -out private.pem'.", error);
        }
    }

    /// <summary>Whether a signature of a text is this key's.</summary>
    internal bool Verifies(string text, byte[] signature)
    {
        byte[] signed = Encoding.UTF8.GetBytes(text);
        using ECDsa? curve = _key.GetECDsaPublicKey();
        using RSA? rsa = _key.GetRSAPublicKey();
        return curve?.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            ?? rsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false;
    }

    private static byte[] OfCertificate(string text)
    {
        using var certificate = X509Certificate2.CreateFromPem(text);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }

    /// <summary>A key whose private part a PEM text holds; null where it holds no such one.</summary>
    private static AsymmetricAlgorithm? Imported(Func<AsymmetricAlgorithm> create, string pem)
    {
        AsymmetricAlgorithm key = create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }
    }
}
