using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Credentials;

/// <summary>What a device logs in with.</summary>
public sealed record DeviceCredentials(string DeviceId, string Username, string Password)
{
    /// <summary>Those that the platform shows once, in its answer to a registration or a rotation.</summary>
    public static DeviceCredentials Of(JsonNode answer) =>
        new(Text(answer, "device_id"), Text(answer, "mqtt_username"), Text(answer, "mqtt_password"));

    private static string Text(JsonNode answer, string member) => answer[member]!.GetValue<string>();
}
