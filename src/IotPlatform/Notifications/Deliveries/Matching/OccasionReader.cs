using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using JasperFx.Events;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>What is known of some alarms and their devices: what their later events leave out.</summary>
/// <param name="Alarms">By alarm: its rule and its device.</param>
public sealed record AlarmFacts(
    IReadOnlyDictionary<string, (string RuleId, string DeviceId)> Alarms, IReadOnlyDictionary<string, Device> Devices, ToldBefore Before);

/// <summary>Reads what planning needs to know of the alarms of one customer, at once for many.</summary>
public sealed class OccasionReader(NpgsqlDataSource database, LastStates states)
{
    // The limit keeps the look-ups apart: together the database may read the first events of all alarms there ever were.
    private const string Select = """
        select wanted.id, e.data ->> 'rule_id', e.data ->> 'device_id' from unnest($2::text[]) wanted (id), lateral (
          select data from iot.mt_events where tenant_id = $1 and stream_id = wanted.id and version = 1 limit 1) e;
        select alarm_id, policy_id, event_type, at from iot.notification_told where tenant_id = $1 and alarm_id = any($2);
        select alarm_id, policy_id from iot.notification_follow_up where tenant_id = $1 and alarm_id = any($2) and is_escalated
        """;

    /// <summary>What is known of these alarms.</summary>
    public async Task<AlarmFacts> ReadAsync(string customer, IReadOnlyCollection<string> alarmIds, CancellationToken cancellation)
    {
        var alarms = new Dictionary<string, (string RuleId, string DeviceId)>();
        var told = new Dictionary<(string, string, string), Instant>();
        var escalated = new HashSet<(string, string)>();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in Select.Split(';')) batch.BatchCommands.Add(Command(sql, customer, alarmIds));
        await using (var rows = await batch.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                if (!rows.IsDBNull(1) && !rows.IsDBNull(2)) alarms[rows.GetString(0)] = (rows.GetString(1), rows.GetString(2));
            await rows.NextResultAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                told[(rows.GetString(0), rows.GetString(1), rows.GetString(2))] = Instant.FromDateTimeUtc(rows.GetDateTime(3));
            await rows.NextResultAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) escalated.Add((rows.GetString(0), rows.GetString(1)));
        }
        var devices = await states.ReadAsync<Device>(customer, [.. alarms.Values.Select(alarm => alarm.DeviceId).Distinct()], cancellation);
        return new(alarms, devices, new(told, escalated));
    }

    /// <summary>The occasion that an event of an alarm is; null for one that is none. A pure function.</summary>
    public static Occasion? Of(IEvent e, AlarmFacts facts)
    {
        if (Describe(e.Data) is not var (kind, severity, at)) return null;
        if (!facts.Alarms.TryGetValue(e.StreamKey!, out var alarm) || !facts.Devices.TryGetValue(alarm.DeviceId, out var device))
            return null;
        return new(e.TenantId, e.Id.ToString(), kind, e.StreamKey!, e.Version, severity, alarm.RuleId, device, at);
    }

    private static (NotificationKind Kind, Severity Severity, Instant At)? Describe(object fact) => fact switch
    {
        AlarmTriggered e => (NotificationKind.Triggered, e.Severity, e.At),
        AlarmReopened e => (NotificationKind.Triggered, e.Severity, e.At),
        AlarmAcknowledged e => (NotificationKind.Acknowledged, e.Severity, e.At),
        AlarmResolved e => (NotificationKind.Resolved, e.Severity, e.At),
        _ => null,
    };

    private static NpgsqlBatchCommand Command(string sql, string customer, IReadOnlyCollection<string> alarmIds) => new(sql)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = customer }, new NpgsqlParameter<string[]> { TypedValue = [.. alarmIds] } },
    };
}
