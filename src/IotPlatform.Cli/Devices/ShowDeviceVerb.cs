using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Files;

namespace IotPlatform.Cli.Devices;

/// <summary><c>devices show</c></summary>
public static class ShowDeviceVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time)
    {
        var id = new Argument<string>("ID") { Description = "The device" };
        var json = SharedOptions.Json();
        var verb = new Verb("show", "Show a device and how well it does", "./iot devices show pump-1", "./iot devices show pump-1 --json")
        {
            id,
            json,
        };
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            var path = $"devices/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}";
            var device = await client.GetAsync(path, cancellation);
            if (parsed.GetValue(json)) Output.Json(device);
            else await PrintAsync(client, path, device, cancellation);
            return ExitCode.Done;
        });
    }

    private static async Task PrintAsync(ApiClient client, string path, JsonNode device, CancellationToken cancellation)
    {
        Line("Device", DeviceText.Of(device, "device_id"));
        Line("Name", DeviceText.Of(device, "name"));
        if (device["description"] is not null) Line("Description", DeviceText.Of(device, "description"));
        Line("Type", DeviceText.Of(device, "device_type"));
        Line("Status", DeviceText.Status(device));
        Line("Connected", $"{DeviceText.Connected(device)}, last seen {DeviceText.LastSeen(device)}");
        Line("Profile", device["profile_id"] is { } profile ? await NameAsync(client, $"profiles/{profile}", cancellation) : "-");
        Line("Groups", await GroupsAsync(client, device, cancellation));
        Line("Tags", device["tags"]!.AsArray() is { Count: > 0 } tags ? string.Join(", ", tags.Select(tag => tag!.ToString())) : "-");
        Line("Metadata", Json.Text(device["metadata"]));
        Line("Registered", DeviceText.Of(device, "created_at"));
        Line("Changed", DeviceText.Of(device, "updated_at"));
        var health = await client.SendAsync(HttpMethod.Get, $"{path}/health", null, cancellation);
        if (health.Body is JsonObject facts && health.IsSuccess) PrintHealth(facts);
    }

    private static void PrintHealth(JsonObject health)
    {
        Line("Health", $"{health["score"]} of 100, {health["status"]}");
        foreach (var (name, part) in health["components"]!.AsObject())
            Line($"  {name}", $"{part!["score"],3} x {part["weight"],-4} {part["detail"]}");
        foreach (var mark in health["overrides"]!.AsArray()) Line("  held down", $"by {mark!["rule_name"]} since {mark["since"]}");
    }

    private static async Task<string> GroupsAsync(ApiClient client, JsonNode device, CancellationToken cancellation)
    {
        var names = new List<string>();
        foreach (var group in device["group_ids"]!.AsArray()) names.Add(await NameAsync(client, $"groups/{group}", cancellation));
        return names.Count > 0 ? string.Join(", ", names) : "-";
    }

    // It may have gone since the device was read.
    private static async Task<string> NameAsync(ApiClient client, string path, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(HttpMethod.Get, path, null, cancellation);
        return answer.Status is HttpStatusCode.NotFound ? path[(path.IndexOf('/') + 1)..] : DeviceText.Of(answer.OrRefuse(), "name");
    }

    private static void Line(string name, string text) => Output.Line($"{name,-13}{Output.OneLine(text)}");
}
