using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>A rule's verdict on a device, to be made true exactly once.</summary>
/// <param name="Position">The causing sample's place in the telemetry log; with <paramref name="At"/> it orders a rule's verdicts on a device.</param>
/// <param name="At">When the condition was met or cleared, in the device's time.</param>
public sealed record Firing(
    string Customer, string RuleId, string RuleName, string RuleType, Severity Severity, string DeviceId, string DeviceName,
    string Message, JsonElement Details, long Position, Instant At);

/// <summary>
/// Opens, counts up or resolves the alarm of a rule and a device. A verdict that comes twice, after a crash or from two nodes, changes
/// nothing the second time: each one's place in the log is kept, in the transaction of its effect, and the alarm's id follows from it.
/// </summary>
public sealed class RecordFiring(IDocumentStore store, NpgsqlDataSource database, IClock clock)
{
    /// <summary>The last verdict that took effect, for each rule and device.</summary>
    public static readonly SchemaScript Script = new("firings", """
        create table if not exists iot.firing (
          customer text not null,
          rule_id text not null,
          device_id text not null,
          position bigint not null,
          at timestamptz not null,
          primary key (customer, rule_id, device_id)
        );
        """);

    private const int MaxAttempts = 5;

    /// <summary>The condition is met: opens an alarm, or counts up the one that is open.</summary>
    public Task TriggerAsync(Firing firing, CancellationToken cancellation) => OnceAsync(firing, Trigger, cancellation);

    /// <summary>The condition has cleared and the rule resolves by itself: closes the open alarm, if there is one.</summary>
    public Task ResolveAsync(Firing firing, CancellationToken cancellation) => OnceAsync(firing, Resolve, cancellation);

    private async Task OnceAsync(Firing firing, Action<IDocumentSession, Firing, OpenStream?> effect, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryOnceAsync(firing, effect, cancellation);
                return;
            }
            catch (Exception fault) when (attempt < MaxAttempts && (fault is JasperFx.ConcurrencyException || OpenAlarms.IsDuplicate(fault)))
            {
                // Somebody else changed the alarm in the same instant; what is right depends on what they did.
            }
        }
    }

    private async Task TryOnceAsync(Firing firing, Action<IDocumentSession, Firing, OpenStream?> effect, CancellationToken cancellation)
    {
        var (isDone, open) = await LookAsync(firing, cancellation);
        if (isDone) return;
        await using var session = Sessions.Open(store, Caller.System(firing.Customer), $"{firing.RuleId}@{firing.Position}");
        effect(session, firing, open);
        session.QueueSqlCommand(
            """
            insert into iot.firing (customer, rule_id, device_id, position, at) values (?, ?, ?, ?, ?)
            on conflict (customer, rule_id, device_id) do update set position = excluded.position, at = excluded.at
            """,
            firing.Customer, firing.RuleId, firing.DeviceId, firing.Position, firing.At.ToDateTimeOffset());
        await session.SaveChangesAsync(cancellation);
    }

    private void Trigger(IDocumentSession session, Firing firing, OpenStream? open)
    {
        var now = clock.GetCurrentInstant();
        if (open is { } alarm)
        {
            session.Events.Append(
                alarm.Id, alarm.Version + 1, new AlarmRetriggered(alarm.Id, firing.Message, firing.Details, firing.At, now));
            return;
        }
        var id = AlarmId.For(firing.RuleId, firing.DeviceId, firing.Position, firing.At);
        session.Events.StartStream<Alarm>(id, new AlarmTriggered(
            id, firing.RuleId, firing.RuleName, firing.RuleType, firing.DeviceId, firing.DeviceName, firing.Severity, firing.Message,
            firing.Details, firing.At, now));
    }

    private void Resolve(IDocumentSession session, Firing firing, OpenStream? open)
    {
        if (open is not { } alarm) return;
        session.Events.Append(
            alarm.Id, alarm.Version + 1, new AlarmResolved(alarm.Id, AlarmResolution.Auto, null, Caller.PlatformActor, clock.GetCurrentInstant()));
    }

    // Whether the verdict, or a later one, has taken effect already; and the alarm that is open now, with its version, so that a person
    // who resolves it in this instant is noticed.
    private async Task<(bool IsDone, OpenStream? Open)> LookAsync(Firing firing, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select
              exists (select from iot.firing where customer = $1 and rule_id = $2 and device_id = $3 and (position, at) >= ($4, $5)),
              open.id, open.version
            from (select) one left join (
              select s.id, s.version from iot.mt_doc_openalarm d join iot.mt_streams s on s.tenant_id = d.tenant_id and s.id = d.id
              where d.tenant_id = $1 and d.data ->> 'rule_id' = $2 and d.data ->> 'device_id' = $3) open on true
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = firing.Customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = firing.RuleId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = firing.DeviceId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = firing.Position });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = firing.At.ToDateTimeOffset() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetBoolean(0), rows.IsDBNull(1) ? null : new OpenStream(rows.GetString(1), rows.GetInt64(2)));
    }

    private readonly record struct OpenStream(string Id, long Version);
}
