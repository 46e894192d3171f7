using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Credentials;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>The requests that make one device what its row says. None of them is given up once it is sent.</summary>
public sealed class DeviceWrites(ApiClient api, CredentialFile? credentials)
{
    private static readonly IReadOnlyList<string> Members = ["device_id", "name", "description", "device_type", "is_active"];

    /// <summary>Registers the device and keeps its credentials; null where somebody has registered it meanwhile.</summary>
    public async Task<JsonNode?> RegisterAsync(DeviceRow row)
    {
        var body = new JsonObject();
        foreach (var member in Members.Where(row.Members.ContainsKey)) body[member] = row.Members[member]?.DeepClone();
        if (row.Metadata(null) is { } metadata) body["metadata"] = metadata;
        var answer = await api.SendAsync(HttpMethod.Post, "devices", body, default);
        if (answer.Status is HttpStatusCode.Conflict) return null;
        var device = RowRefusedException.Check(row, answer);
        credentials?.Add(DeviceCredentials.Of(device));
        return device;
    }

    /// <summary>Changes the device; groups are joined elsewhere.</summary>
    public async Task ChangeAsync(DeviceRow row, DeviceChange change)
    {
        var path = $"devices/{Uri.EscapeDataString(row.DeviceId)}";
        if (change.Members.Count > 0) await SendAsync(row, HttpMethod.Patch, path, change.Members);
        if (change.AddTags.Count > 0) await SendAsync(row, HttpMethod.Post, $"{path}/tags", TagsOf(change));
        foreach (var tag in change.RemoveTags) await DeleteAsync(row, $"{path}/tags/{Uri.EscapeDataString(tag)}");
        foreach (var group in change.Leave) await DeleteAsync(row, $"groups/{group}/{path}");
    }

    private static JsonObject TagsOf(DeviceChange change) =>
        new() { ["tags"] = new JsonArray([.. change.AddTags.Select(tag => JsonValue.Create(tag))]) };

    private async Task SendAsync(DeviceRow row, HttpMethod method, string path, JsonNode body) =>
        RowRefusedException.Check(row, await api.SendAsync(method, path, body, default));

    private async Task DeleteAsync(DeviceRow row, string path)
    {
        var answer = await api.SendAsync(HttpMethod.Delete, path, null, default);
        if (answer.Status is not HttpStatusCode.NotFound) RowRefusedException.Check(row, answer);
    }
}
