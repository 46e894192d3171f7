using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>What can be told of a row without asking the platform, so that a dry run finds it too.</summary>
public static partial class RowCheck
{
    private const string Correct = "correct the row";
    private const int MaxTags = 50;
    private const int MaxMetadataBytes = 16 * 1024;

    /// <summary>The first fault, or null.</summary>
    public static RowFault? FaultIn(long number, JsonObject members)
    {
        var id = members["device_id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        return KindFault(members) is { } kind ? new(number, id, kind, Correct)
            : id.Length == 0
                ? new(number, id, "device_id is missing", "give one: without it a second import would register the device again")
            : ContentFault(new DeviceRow(number, members)) is { } fault ? new(number, id, fault, Correct)
            : null;
    }

    private static string? KindFault(JsonObject members) => members.Select(member => member switch
    {
        { Value: null } => null,
        { Key: "device_id" or "name" or "description" or "device_type" or "profile" }
            => Unless(IsText(member.Value), member.Key, "must be a text"),
        { Key: "is_active" }
            => Unless(member.Value.GetValueKind() is JsonValueKind.True or JsonValueKind.False, member.Key, "must be true or false"),
        { Key: "metadata" } => Unless(member.Value is JsonObject, member.Key, "must be a JSON object"),
        { Key: "groups" or "tags" } => Unless(member.Value is JsonArray list && list.All(IsText), member.Key, "must be a list of texts"),
        { Key: var key } => key.StartsWith(DeviceRow.MetadataPrefix, StringComparison.Ordinal) ? null : $"{key} is no member of a device",
    }).FirstOrDefault(fault => fault is not null);

    private static string? ContentFault(DeviceRow row) =>
        Unless(Id().IsMatch(row.DeviceId) && row.DeviceId is not ("." or ".."), "device_id",
            "must have 1 to 128 of the characters A-Z a-z 0-9 . _ - :")
        ?? LengthFault(row.Members, "name", 100) ?? LengthFault(row.Members, "description", 1000)
        ?? LengthFault(row.Members, "device_type", 100)
        ?? Unless(row.Tags is null or { Count: <= MaxTags }, "tags", $"must be {MaxTags} at most")
        ?? Unless(row.Tags?.All(tag => tag.Length <= 64) ?? true, "tags", "must have 64 characters at most each")
        ?? Unless((row.Metadata(null)?.ToJsonString().Length ?? 0) <= MaxMetadataBytes * 2, "metadata", "must not be larger than 16 KiB");

    private static string? LengthFault(JsonObject members, string member, int most) =>
        Unless((members[member]?.GetValue<string>().Length ?? 0) <= most, member, $"must have {most} characters at most");

    private static bool IsText(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String;

    private static string? Unless(bool isFine, string member, string fault) => isFine ? null : $"{member} {fault}";

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,128}\z")]
    private static partial Regex Id();
}
