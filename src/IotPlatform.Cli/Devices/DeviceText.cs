using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Devices;

/// <summary>A device's members, as people read them on one line.</summary>
internal static class DeviceText
{
    public static string Of(JsonNode device, string member) => OneLine(device[member]?.ToString() ?? "-");

    public static string Status(JsonNode device) => device["is_active"]!.GetValue<bool>() ? "active" : "inactive";

    public static string Connected(JsonNode device) => device["is_connected"]!.GetValue<bool>() ? "yes" : "no";

    public static string LastSeen(JsonNode device) => device["last_seen"]?.ToString() ?? "never";

    // A name may hold what would break a table, or command a terminal.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
