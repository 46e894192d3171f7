using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>
/// Signs webhooks as the Standard Webhooks specification says, so that receivers can tell them from others' and from old ones.
/// </summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>The headers of one attempt; without secrets there is no signature.</summary>
    /// <param name="id">The message's, the same for each attempt.</param>
    /// <param name="now">The time of the attempt.</param>
    public static IEnumerable<KeyValuePair<string, string>> Headers(
        string id, Instant now, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var timestamp = now.ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        IEnumerable<KeyValuePair<string, string>> headers = [new("webhook-id", id), new("webhook-timestamp", $"{timestamp}")];
        return secrets.Count == 0
            ? headers
            : headers.Append(new("webhook-signature", string.Join(' ', secrets.Select(secret => Sign(secret, signed)))));
    }

    private static string Sign(string secret, byte[] signed) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key(secret), signed));

    private static byte[] Key(string secret) =>
        secret.StartsWith(SecretPrefix, StringComparison.Ordinal) && Base64.IsValid(secret.AsSpan(SecretPrefix.Length))
            ? Convert.FromBase64String(secret[SecretPrefix.Length..])
            : Encoding.UTF8.GetBytes(secret);
}
