using System.Text.Json.Nodes;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices;

/// <summary>A device as a file holds it: what a client may say of it, with names for ids.</summary>
public static class DeviceRecord
{
    /// <summary>Its members, in the order of the columns.</summary>
    public static IReadOnlyList<string> Members { get; } =
        ["device_id", "name", "description", "device_type", "is_active", "profile", "groups", "tags", "metadata"];

    /// <summary>What the file holds of a device that the API answered.</summary>
    public static JsonObject Of(JsonNode device, NameBook profiles, NameBook groups) => new()
    {
        ["device_id"] = device["device_id"]!.DeepClone(),
        ["name"] = device["name"]!.DeepClone(),
        ["description"] = device["description"]?.DeepClone(),
        ["device_type"] = device["device_type"]?.DeepClone(),
        ["is_active"] = device["is_active"]!.DeepClone(),
        ["profile"] = device["profile_id"] is { } profile ? profiles.NameOf(profile.GetValue<string>()) : null,
        ["groups"] = new JsonArray([.. device["group_ids"]!.AsArray().Select(id => groups.NameOf(id!.GetValue<string>()))]),
        ["tags"] = device["tags"]!.DeepClone(),
        ["metadata"] = device["metadata"]!.DeepClone(),
    };
}
