using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>The body of a POST.</summary>
internal sealed record NewDevice(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("device_id")] string DeviceId);

/// <summary>A device as the API answers it on creation, with a password of its own, of which only the hash is to be stored.</summary>
internal sealed record CreatedDevice(
    [property: JsonPropertyName("device_id")] string DeviceId,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("is_active")] bool IsActive,
    [property: JsonPropertyName("tags")] IReadOnlyList<string> Tags,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("mqtt_username")] string UserName,
    [property: JsonPropertyName("mqtt_password"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Password)
{
    public static CreatedDevice From(NewDevice device, DateTimeOffset now) => new(
        device.DeviceId, device.Name, true, [], now, "baseline." + device.DeviceId,
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));

    public string PasswordHash() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Password!)));
}
