using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace IotPlatform.Accounts;

/// <summary>
/// An API key as its holder has it: <c>iot_&lt;10 lookup characters&gt;_&lt;secret&gt;</c>. A key that an operator brings along may have
/// any form; its lookup characters are then made of its hash.
/// </summary>
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

    /// <summary>Reads a key; false when it cannot be one: 8 to 200 printable characters without blanks.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKeySecret? key)
    {
        key = null;
        if (text is null || text.Length is < 8 or > 200 || text.Any(c => c is <= ' ' or > '~')) return false;
        key = new(IsOurs(text) ? text.Substring(Prefix.Length, LookupLength) : LookupOf(text), text);
        return true;
    }

    /// <summary>Only what is no secret: a key that is logged by mistake gives nothing away.</summary>
    public override string ToString() => Lookup;

    private static bool IsOurs(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length + LookupLength + 1 && text[Prefix.Length + LookupLength] == '_';

    private static string LookupOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("lookup:" + text)))[..LookupLength];

    /// <summary>Whether this is the key of which <paramref name="hash"/> was stored; takes the same time whatever differs.</summary>
    public bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));
}
