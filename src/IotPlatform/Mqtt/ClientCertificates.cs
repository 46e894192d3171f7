using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>Client certificates: which are let through the TLS handshake, and which user names they stand for.</summary>
internal static class ClientCertificates
{
    private const string CommonName = "2.5.4.3", SubjectAlternativeName = "2.5.29.17", ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int MaxNames = 20;

    // The kinds of alternative names (RFC 5280) that are texts.
    private const int Email = 1, Dns = 2, Uri = 6;

    /// <summary>
    /// Asks clients for a certificate. None is needed; one that does not chain to the authorities, is out of its time, or is not for
    /// clients, ends the handshake.
    /// </summary>
    public static void Ask(HttpsConnectionAdapterOptions https, X509Certificate2Collection authorities, IClock clock)
    {
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = PolicyAt(clock.GetCurrentInstant(), authorities);
    }

    /// <summary>What a certificate has to be at that time. It is found out from what is at hand; nothing is fetched.</summary>
    public static X509ChainPolicy PolicyAt(Instant now, X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.ToDateTimeUtc(),
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new(ClientAuthentication));
        return policy;
    }

    /// <summary>
    /// The names that a certificate is for: its common name, then its alternative names that are DNS names, URIs or e-mail addresses.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate) =>
        [.. CommonNamesOf(certificate).Concat(AlternativeNamesOf(certificate)).Distinct().Take(MaxNames)];

    private static IEnumerable<string> CommonNamesOf(X509Certificate2 certificate) =>
        from part in certificate.SubjectName.EnumerateRelativeDistinguishedNames()
        where !part.HasMultipleElements && part.GetSingleElementType().Value is CommonName
        select part.GetSingleElementValue() into name
        where name is not null
        select name;

    private static List<string> AlternativeNamesOf(X509Certificate2 certificate)
    {
        List<string> names = [];
        if (certificate.Extensions[SubjectAlternativeName] is not { } extension) return names;
        try
        {
            var all = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (all.HasData)
            {
                var tag = all.PeekTag();
                if (tag is { TagClass: TagClass.ContextSpecific, TagValue: Email or Dns or Uri })
                    names.Add(all.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                else all.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // What can't be read names nobody.
        }

        return names;
    }
}
