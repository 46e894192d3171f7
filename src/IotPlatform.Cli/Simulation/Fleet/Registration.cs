using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>Registers the fleet's devices, and deletes them.</summary>
internal sealed class Registration(ApiClient api)
{
    // The API lets a key ask a hundred times at once; more of them would only wait for each other.
    private const int AtOnce = 8;

    private const string Simulated = "simulated";

    private readonly ConcurrentDictionary<string, DeviceLogin> _logins = new();

    /// <summary>
    /// Credentials of all devices, in their order: those that are known, those of new devices, and new ones for devices that are there
    /// already.
    /// </summary>
    public async Task<IReadOnlyList<DeviceLogin>> LoginsAsync(
        IReadOnlyList<string> deviceIds, IReadOnlyList<DeviceLogin> known, CancellationToken cancellation)
    {
        foreach (var login in known.IntersectBy(deviceIds, login => login.DeviceId)) _logins[login.DeviceId] = login;
        var missing = deviceIds.Where(id => !_logins.ContainsKey(id));
        await Parallel.ForEachAsync(missing, Options(cancellation), async (id, token) => _logins[id] = await LoginAsync(id, token));
        return [.. deviceIds.Select(id => _logins[id])];
    }

    /// <summary>New credentials of one device, registered if need be.</summary>
    public async Task<DeviceLogin> LoginAsync(string deviceId, CancellationToken cancellation)
    {
        var device = new JsonObject { ["device_id"] = deviceId, ["name"] = $"Simulated {deviceId}", ["device_type"] = Simulated };
        var answer = await api.SendAsync(HttpMethod.Post, "devices", device, cancellation);
        if (answer.Status is HttpStatusCode.Conflict) answer = await RenewAsync(deviceId, cancellation);
        var body = answer.OrRefuse();
        return new DeviceLogin(deviceId, body["mqtt_username"]!.ToString(), body["mqtt_password"]!.ToString());
    }

    /// <summary>Deletes the devices that have come by their credentials here; gives how many were there.</summary>
    public async Task<int> DeleteAsync(CancellationToken cancellation)
    {
        var deleted = 0;
        await Parallel.ForEachAsync(_logins.Keys, Options(cancellation), async (id, token) =>
        {
            var answer = await api.SendAsync(HttpMethod.Delete, $"devices/{Uri.EscapeDataString(id)}", null, token);
            if (answer.Status is HttpStatusCode.NotFound) return;
            answer.OrRefuse();
            Interlocked.Increment(ref deleted);
        });
        return deleted;
    }

    // A prefix that real devices have is a slip that must not cost them their passwords, nor, at the end, their life.
    private async Task<ApiAnswer> RenewAsync(string deviceId, CancellationToken cancellation)
    {
        var path = $"devices/{Uri.EscapeDataString(deviceId)}";
        var device = await api.GetAsync(path, cancellation);
        if (device["device_type"]?.ToString() != Simulated)
            throw new RefusedException($"The device '{deviceId}' is registered, and its device_type is not '{Simulated}': choose another --prefix");
        return await api.SendAsync(HttpMethod.Post, $"{path}/credentials/rotate", null, cancellation);
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
