using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>
/// Finds devices that the platform has. It is asked for one by one as long as that takes fewer requests than the whole list, which is read
/// then and kept, unless it is too long to be kept.
/// </summary>
public sealed class KnownDevices(ApiClient api) : IDisposable
{
    private const int PageSize = 100;
    private const long MostKept = 50_000;

    private readonly SemaphoreSlim _turn = new(1);
    private ConcurrentDictionary<string, JsonNode>? _all;
    private long _total = -1;
    private long _asked;

    /// <summary>The device as it is, or null.</summary>
    public async Task<JsonNode?> FindAsync(string id, CancellationToken cancellation)
    {
        if (await ListAsync(cancellation) is { } all) return all.GetValueOrDefault(id);
        return await AskAsync(id, cancellation);
    }

    /// <summary>The device as the API answers it now, or null.</summary>
    public async Task<JsonNode?> AskAsync(string id, CancellationToken cancellation)
    {
        var answer = await api.SendAsync(HttpMethod.Get, $"devices/{Uri.EscapeDataString(id)}", null, cancellation);
        return answer.Status is HttpStatusCode.NotFound ? null : answer.OrRefuse();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<ConcurrentDictionary<string, JsonNode>?> ListAsync(CancellationToken cancellation)
    {
        if (_all is not null) return _all;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_total < 0) _total = (await api.GetAsync("devices?page_size=1", cancellation))["total"]!.GetValue<long>();
            if (_all is null && _total <= MostKept && _asked++ >= _total / PageSize) _all = await ReadAsync(cancellation);
            return _all;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ConcurrentDictionary<string, JsonNode>> ReadAsync(CancellationToken cancellation)
    {
        var all = new ConcurrentDictionary<string, JsonNode>();
        if (_total == 0) return all;
        await foreach (var device in api.ListAsync("devices", "devices", cancellation))
            all[device["device_id"]!.GetValue<string>()] = device;
        return all;
    }
}
