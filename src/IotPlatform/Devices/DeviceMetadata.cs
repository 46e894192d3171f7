using System.Text.Json;

namespace IotPlatform.Devices;

/// <summary>The customer's own members of a device.</summary>
public static class DeviceMetadata
{
    /// <summary>The empty object: what a device without metadata has.</summary>
    public static JsonElement None { get; } = JsonElement.Parse("{}");
}
