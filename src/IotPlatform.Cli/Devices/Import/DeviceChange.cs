using System.Text.Json.Nodes;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>The ids that a row's names stand for.</summary>
/// <param name="ProfileId">Null: no profile, where the row says so.</param>
/// <param name="GroupIds">Null where the row says nothing of groups.</param>
public sealed record RowReferences(string? ProfileId, IReadOnlyList<string>? GroupIds);

/// <summary>What must be done to make a device what a row says.</summary>
/// <param name="Members">The members to change, as a PATCH takes them.</param>
public sealed record DeviceChange(
    JsonObject Members, IReadOnlyList<string> AddTags, IReadOnlyList<string> RemoveTags,
    IReadOnlyList<string> Join, IReadOnlyList<string> Leave)
{
    private static readonly IReadOnlyList<string> Texts = ["name", "description", "device_type"];

    /// <summary>Whether the device is as the row says.</summary>
    public bool IsNothing => Members.Count + AddTags.Count + RemoveTags.Count + Join.Count + Leave.Count == 0;

    /// <summary>What differs.</summary>
    /// <param name="device">As the API answers it.</param>
    public static DeviceChange Of(DeviceRow row, RowReferences references, JsonNode device)
    {
        var tags = row.Tags ?? TextsOf(device, "tags");
        var groups = references.GroupIds ?? TextsOf(device, "group_ids");
        return new(
            Differing(row, references, device),
            [.. tags.Except(TextsOf(device, "tags"))],
            [.. TextsOf(device, "tags").Except(tags)],
            [.. groups.Except(TextsOf(device, "group_ids"))],
            [.. TextsOf(device, "group_ids").Except(groups)]);
    }

    private static JsonObject Differing(DeviceRow row, RowReferences references, JsonNode device)
    {
        var members = new JsonObject();
        foreach (var member in Texts.Where(row.Members.ContainsKey))
        {
            // A table cannot tell an empty text from none.
            if (TextOf(row.Members, member) != TextOf(device, member)) members[member] = row.Members[member]?.DeepClone();
        }
        if (row.Members["is_active"] is { } isActive && !Json.AreEqual(isActive, device["is_active"]))
            members["is_active"] = isActive.DeepClone();
        if (row.Metadata(device["metadata"]!.AsObject()) is { } metadata && !Json.AreEqual(metadata, device["metadata"]))
            members["metadata"] = metadata;
        if (row.Members.ContainsKey("profile") && references.ProfileId != device["profile_id"]?.GetValue<string>())
            members["profile_id"] = references.ProfileId;
        return members;
    }

    private static string TextOf(JsonNode json, string member) => json[member]?.GetValue<string>() ?? "";

    private static IReadOnlyList<string> TextsOf(JsonNode device, string member) =>
        [.. device[member]!.AsArray().Select(item => item!.GetValue<string>())];
}
