using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Rules;
using JasperFx.Events;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Makes the message of a delivery out of the events that it tells of, as they were then: each attempt says the same, and nothing of it is
/// stored twice.
/// </summary>
public sealed class MessageReader(IDocumentStore store, NpgsqlDataSource database, LastStates states)
{
    // As many as a message can show; their number is told.
    private const int MaxOfGroup = 50;

    /// <summary>The message, and where it goes if a rule names the URL; null when its events are gone.</summary>
    public async Task<(Notification Message, string? Url)?> ReadAsync(DueDelivery delivery, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(delivery.Lane.Customer);
        return delivery.Source == delivery.AlarmId
            ? await OfAlarmAsync(session, delivery, cancellation) is { } message ? (message, null) : null
            : await OfFiringAsync(session, delivery, cancellation);
    }

    private async Task<Notification?> OfAlarmAsync(IQuerySession session, DueDelivery delivery, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var alarm = batch.Events.FetchStream(delivery.Source, delivery.SourceVersion);
        var (device, rule) = (batch.Events.FetchStream(delivery.DeviceId!), batch.Events.FetchStream(delivery.RuleId!));
        await batch.Execute(cancellation);
        if (Fold<Alarm>(await alarm) is not { } state) return null;
        var isEvent = delivery.EventType is not (NotificationKind.Reminder or NotificationKind.Escalated) && delivery.GroupBy is null;
        var at = isEvent ? EventStreams.TimeOf((await alarm)[^1]) : delivery.CreatedAt;
        if (LastAt<Device>(await device, at) is not { } itsDevice) return null;
        var message = new Notification(delivery.Id, delivery.EventType, at, state, itsDevice, LastAt<AlarmRule>(await rule, at));
        return delivery.GroupBy is { } by
            ? message with { Group = await GroupAsync(session, delivery, by, message, cancellation) }
            : message;
    }

    private static async Task<(Notification Message, string? Url)?> OfFiringAsync(
        IQuerySession session, DueDelivery delivery, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var source = batch.Events.FetchStream(delivery.Source, delivery.SourceVersion, fromVersion: delivery.SourceVersion);
        var (device, rule) = (batch.Events.FetchStream(delivery.DeviceId!), batch.Events.FetchStream(delivery.RuleId!));
        var alarm = delivery.AlarmId is { } id ? batch.Events.FetchStream(id) : null;
        await batch.Execute(cancellation);
        if ((await source) is not [{ Data: RuleFired fired }] || LastAt<Device>(await device, fired.At) is not { } itsDevice) return null;
        var opened = alarm is null ? null : LastAt<Alarm>(await alarm, fired.At);
        var message = new Notification(delivery.Id, delivery.EventType, fired.At, opened, itsDevice, LastAt<AlarmRule>(await rule, fired.At))
        {
            Firing = new(fired.Severity, fired.Message, fired.Details, fired.TriggeredAt),
        };
        return (message, delivery.ChannelId is null ? fired.WebhookUrl : null);
    }

    private async Task<AlarmGroup> GroupAsync(
        IQuerySession session, DueDelivery delivery, PolicyGrouping by, Notification message, CancellationToken cancellation)
    {
        var members = await MembersAsync(delivery, cancellation);
        var batch = session.CreateBatchQuery();
        var streams = members.Select(member => batch.Events.FetchStream(member.Alarm, member.Version)).ToList();
        await batch.Execute(cancellation);
        List<Alarm> alarms = [];
        foreach (var stream in streams)
            if (Fold<Alarm>(await stream) is { } alarm) alarms.Add(alarm);
        var key = string.IsNullOrEmpty(delivery.GroupKey) ? null : delivery.GroupKey;
        return new(by, key, await NameAsync(delivery.Lane.Customer, by, key, message, cancellation), delivery.AlarmCount, alarms);
    }

    private async Task<List<(string Alarm, long Version)>> MembersAsync(DueDelivery delivery, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            select alarm_id, version from iot.notification_collected where tenant_id = $1 and delivery_id = $2
            order by at, alarm_id limit {MaxOfGroup}
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = delivery.Lane.Customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = delivery.Id });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<(string, long)> members = [];
        while (await rows.ReadAsync(cancellation)) members.Add((rows.GetString(0), rows.GetInt64(1)));
        return members;
    }

    private async Task<string?> NameAsync(
        string customer, PolicyGrouping by, string? key, Notification message, CancellationToken cancellation) => (by, key) switch
        {
            (_, null) => null,
            (PolicyGrouping.Device, _) => message.Device.Name,
            (PolicyGrouping.Rule, _) => message.Rule?.Name,
            (PolicyGrouping.Group, _) => (await states.ReadAsync<Group>(customer, [key], cancellation)).GetValueOrDefault(key)?.Name,
            _ => (await states.ReadAsync<Profile>(customer, [key], cancellation)).GetValueOrDefault(key)?.Name,
        };

    private static T? Fold<T>(IReadOnlyList<IEvent> events) where T : class, IResource<T> =>
        events.Aggregate((T?)null, (state, e) => T.Fold(state, e.Data));

    // Deleted in the very moment, it is told as it was.
    private static T? LastAt<T>(IReadOnlyList<IEvent> events, Instant at) where T : class, IResource<T> =>
        LastStates.Last<T>(events.TakeWhile(e => EventStreams.TimeOf(e) <= at));
}
