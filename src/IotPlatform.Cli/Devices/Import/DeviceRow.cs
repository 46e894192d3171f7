using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>
/// What a row says of a device. A member that is absent says nothing and leaves the device as it is; null, or an empty cell, says that
/// there is none.
/// </summary>
/// <param name="Number">As an editor counts: the header of a table is row 1.</param>
public sealed record DeviceRow(long Number, JsonObject Members)
{
    /// <summary>What the name of a member begins with that is a single member of the metadata.</summary>
    public const string MetadataPrefix = "metadata.";

    /// <summary>Whom the row is about.</summary>
    public string DeviceId => Text("device_id") ?? "";

    /// <summary>Whether it says how a device is called.</summary>
    public bool HasName => !string.IsNullOrWhiteSpace(Text("name"));

    /// <summary>The profile's name or id.</summary>
    public string? Profile => Text("profile");

    /// <summary>The groups' names or ids; null where nothing is said.</summary>
    public IReadOnlyList<string>? Groups => Texts("groups");

    /// <summary>The tags; null where nothing is said.</summary>
    public IReadOnlyList<string>? Tags => Texts("tags");

    /// <summary>The metadata that the device should have, where it has <paramref name="current"/>; null where nothing is said.</summary>
    public JsonObject? Metadata(JsonObject? current)
    {
        var single = Members.Where(member => member.Key.StartsWith(MetadataPrefix, StringComparison.Ordinal)).ToList();
        var isWhole = Members.ContainsKey("metadata");
        if (!isWhole && single.Count == 0) return null;
        var metadata = (JsonObject?)(isWhole ? Members["metadata"] : current)?.DeepClone() ?? [];
        foreach (var (name, value) in single)
        {
            var key = name[MetadataPrefix.Length..];
            if (value is null) metadata.Remove(key);
            else metadata[key] = value.DeepClone();
        }
        return metadata;
    }

    private string? Text(string member) => Members[member]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private List<string>? Texts(string member) => !Members.ContainsKey(member) ? null :
    [
        .. (Members[member] as JsonArray ?? [])
            .Select(item => item!.GetValue<string>().Trim()).Where(text => text.Length > 0).Distinct(),
    ];
}
