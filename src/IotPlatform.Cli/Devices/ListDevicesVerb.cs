using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Names;

namespace IotPlatform.Cli.Devices;

/// <summary><c>devices list</c></summary>
public static class ListDevicesVerb
{
    private static readonly IReadOnlyList<string> Headings = ["DEVICE", "NAME", "TYPE", "STATUS", "CONNECTED", "LAST SEEN"];

    /// <summary>The verb.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time)
    {
        var filters = new DeviceFilters();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "list", "List devices",
            "./iot devices list",
            "./iot devices list --status active --tag outdoor",
            "./iot devices list --search pump --json");
        filters.AddTo(verb);
        verb.Add(json);
        api.AddTo(verb);
        return verb.Does(async (parsed, cancellation) =>
        {
            using var client = api.Client(parsed, time);
            var path = await filters.PathAsync(parsed, new NameBooks(client), cancellation);
            var devices = new List<JsonNode>();
            await foreach (var device in client.ListAsync(path, "devices", cancellation)) devices.Add(device);
            if (parsed.GetValue(json)) Output.Json(new JsonArray([.. devices.Select(device => device.DeepClone())]));
            else Output.Table(Headings, devices.Select(Cells));
            return ExitCode.Done;
        });
    }

    private static IReadOnlyList<string> Cells(JsonNode device) =>
    [
        DeviceText.Of(device, "device_id"),
        DeviceText.Of(device, "name"),
        DeviceText.Of(device, "device_type"),
        DeviceText.Status(device),
        DeviceText.Connected(device),
        DeviceText.LastSeen(device),
    ];
}
