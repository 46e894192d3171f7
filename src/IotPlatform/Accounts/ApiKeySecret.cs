using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace IotPlatform.Accounts;

/// <summary>An API key as its holder has it: <c>iot_&lt;10 lookup characters&gt;_&lt;secret&gt;</c>.</summary>
public sealed record ApiKeySecret
{
    private const string Prefix = "iot_";
    private const int LookupLength = 10;
    private const string LookupAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private ApiKeySecret(string lookup, string text) => (Lookup, Text) = (lookup, text);

    /// <summary>The part that is no secret.</summary>
    public string Lookup { get; }

    /// <summary>The whole key.</summary>
    public string Text { get; }

    /// <summary>What is stored of the key.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>A new random key with 256 bits of secret.</summary>
    public static ApiKeySecret New()
    {
        var lookup = RandomNumberGenerator.GetString(LookupAlphabet, LookupLength);
        return new(lookup, $"{Prefix}{lookup}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");
    }

    /// <summary>Reads a key; false when it has not the form of one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKeySecret? key)
    {
        key = null;
        const int secretAt = 15;
        if (text is null || text.Length is <= secretAt or > 200 || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        if (text[secretAt - 1] != '_' || text.Any(c => c is <= ' ' or > '~')) return false;
        key = new(text.Substring(Prefix.Length, LookupLength), text);
        return true;
    }

    /// <summary>Whether this is the key of which <paramref name="hash"/> was stored; takes the same time whatever differs.</summary>
    public bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));
}
