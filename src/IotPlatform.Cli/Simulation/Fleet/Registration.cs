using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Credentials;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>Registers the fleet's devices, and deletes them.</summary>
/// <param name="credentials">Where new passwords are kept; null: they are lost with this process.</param>
internal sealed class Registration(ApiClient api, CredentialFile? credentials)
{
    // The API lets a key ask a hundred times at once; more of them would only wait for each other.
    private const int AtOnce = 8;

    private const string Simulated = "simulated";

    private readonly ConcurrentDictionary<string, DeviceCredentials> _credentials = new();

    /// <summary>
    /// Credentials of all devices, in their order: those that are known, those of new devices, and new ones for devices that are there
    /// already.
    /// </summary>
    public async Task<IReadOnlyList<DeviceCredentials>> AllAsync(
        IReadOnlyList<string> deviceIds, IReadOnlyCollection<DeviceCredentials> known, CancellationToken cancellation)
    {
        foreach (var one in known.IntersectBy(deviceIds, one => one.DeviceId)) _credentials[one.DeviceId] = one;
        var missing = deviceIds.Where(id => !_credentials.ContainsKey(id));
        await Parallel.ForEachAsync(missing, Options(cancellation), async (id, token) => _credentials[id] = await NewAsync(id, token));
        return [.. deviceIds.Select(id => _credentials[id])];
    }

    /// <summary>New credentials of one device, registered if need be.</summary>
    public async Task<DeviceCredentials> NewAsync(string deviceId, CancellationToken cancellation)
    {
        var device = new JsonObject { ["device_id"] = deviceId, ["name"] = $"Simulated {deviceId}", ["device_type"] = Simulated };
        var answer = await api.SendAsync(HttpMethod.Post, "devices", device, cancellation);
        if (answer.Status is HttpStatusCode.Conflict) answer = await RenewAsync(deviceId, cancellation);
        var shown = DeviceCredentials.Of(answer.OrRefuse());
        credentials?.Add(shown);
        return shown;
    }

    /// <summary>Deletes the devices that have come by their credentials here; gives how many were there.</summary>
    public async Task<int> DeleteAsync(CancellationToken cancellation)
    {
        var deleted = 0;
        await Parallel.ForEachAsync(_credentials.Keys, Options(cancellation), async (id, token) =>
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
            throw new RefusedException(
                $"The device '{deviceId}' is registered, and its device_type is not '{Simulated}': choose another --prefix");
        return await api.SendAsync(HttpMethod.Post, $"{path}/credentials/rotate", null, cancellation);
    }

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
