using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Devices;

/// <summary>A device's members, as people read them.</summary>
internal static class DeviceText
{
    public static string Of(JsonNode device, string member) => device[member]?.ToString() ?? "-";

    public static string Status(JsonNode device) => device["is_active"]!.GetValue<bool>() ? "active" : "inactive";

    public static string Connected(JsonNode device) => device["is_connected"]!.GetValue<bool>() ? "yes" : "no";

    public static string LastSeen(JsonNode device) => device["last_seen"]?.ToString() ?? "never";
}
