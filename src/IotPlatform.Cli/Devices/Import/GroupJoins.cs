using System.Text.Json.Nodes;
using IotPlatform.Cli.Api;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Lets devices join groups, many in one request: one by one they would be as many requests as rows.</summary>
public sealed class GroupJoins(ApiClient api, Action<DeviceRow, RowOutcome, string> refused)
{
    private const int AtOnce = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(DeviceRow Row, RowOutcome Outcome)>> _waiting = [];

    /// <summary>Lets a device join with the next request for the group.</summary>
    public async Task AddAsync(string groupId, DeviceRow row, RowOutcome outcome)
    {
        List<(DeviceRow Row, RowOutcome Outcome)>? full = null;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(groupId, out var rows)) _waiting[groupId] = rows = [];
            rows.Add((row, outcome));
            if (rows.Count >= AtOnce && _waiting.Remove(groupId)) full = rows;
        }
        if (full is not null) await JoinAsync(groupId, full);
    }

    /// <summary>Sends what is waiting.</summary>
    public async Task FlushAsync()
    {
        foreach (var (groupId, rows) in _waiting) await JoinAsync(groupId, rows);
        _waiting.Clear();
    }

    private async Task JoinAsync(string groupId, List<(DeviceRow Row, RowOutcome Outcome)> rows)
    {
        var ids = new JsonArray([.. rows.Select(entry => JsonValue.Create(entry.Row.DeviceId))]);
        var answer = await api.SendAsync(HttpMethod.Post, $"groups/{groupId}/devices", new JsonObject { ["device_ids"] = ids }, default);
        if (answer.IsSuccess) return;
        // All join or none: whoever is at fault is found one by one.
        if (rows.Count == 1) refused(rows[0].Row, rows[0].Outcome, answer.Reason);
        else foreach (var row in rows) await JoinAsync(groupId, [row]);
    }
}
