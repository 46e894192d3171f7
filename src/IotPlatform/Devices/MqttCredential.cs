using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace IotPlatform.Devices;

/// <summary>
/// The user name and password with which a device connects. The password is random enough for a plain SHA-256 to guard it.
/// </summary>
public sealed record MqttCredential(string Username, string Password)
{
    /// <summary>What is stored of the password.</summary>
    public string Hash => HashOf(Password);

    /// <summary>New credentials: 256 random bits as 43 URL-safe characters.</summary>
    public static MqttCredential Issue(string customer, string deviceId) =>
        new(UsernameOf(customer, deviceId), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Unique across customers: a customer's id holds no dot.</summary>
    public static string UsernameOf(string customer, string deviceId) => $"{customer}.{deviceId}";

    /// <summary>Takes a user name apart.</summary>
    public static bool TryParseUsername(string username, [NotNullWhen(true)] out string? customer, [NotNullWhen(true)] out string? deviceId)
    {
        var dot = username.IndexOf('.');
        (customer, deviceId) = dot > 0 ? (username[..dot], username[(dot + 1)..]) : (null, null);
        return dot > 0 && Devices.DeviceId.IsValid(deviceId!);
    }

    /// <summary>Whether <paramref name="password"/> is the one of which <paramref name="hash"/> was stored; in constant time.</summary>
    public static bool Matches(string password, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(password)), Encoding.ASCII.GetBytes(hash));

    /// <summary>Only the user name: credentials that are logged by mistake give nothing away.</summary>
    public override string ToString() => Username;

    private static string HashOf(string password) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password)));
}
