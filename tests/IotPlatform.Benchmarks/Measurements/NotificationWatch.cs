using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Sees in the database how far alarms and the telling of them have come.</summary>
internal sealed class NotificationWatch : IDisposable
{
    private const int EveryMilliseconds = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly NpgsqlConnection _connection;
    private readonly string _events;
    private long _begin;

    public NotificationWatch(Stand stand)
    {
        _connection = stand.OpenPlatformDatabase();
        _events = EventTable.Find(_connection);
    }

    /// <summary>Only events from now on count.</summary>
    public void Begin() => _begin = Number($"select coalesce(max(seq_id), 0) from {_events}");

    /// <summary>Waits until so many alarms are committed.</summary>
    public void AwaitAlarms(int count) => AwaitEvents("alarm_triggered", count);

    /// <summary>Waits until so many entries of alarms' timelines say who was told.</summary>
    public void AwaitTimelines(int count) => AwaitEvents("alarm_notification_sent", count);

    /// <summary>Waits until nothing is left to send.</summary>
    public void AwaitEnd()
    {
        const string open = "select count(*) from iot.delivery where status in ('pending', 'retrying')";
        if (!Wait.Until(() => Number(open) is 0, Limit, EveryMilliseconds))
            throw new LoadException($"{Number(open)} deliveries have no end");
    }

    /// <summary>Of each delivery the times at which its alarm's event was appended and at which it was planned.</summary>
    public IReadOnlyDictionary<string, (DateTime AppendedAt, DateTime PlannedAt)> Times()
    {
        using var command = new NpgsqlCommand(
            $"""
            select d.id, e.timestamp, d.created_at from iot.delivery d
            join {_events} e on e.tenant_id = d.tenant_id and e.stream_id = d.source and e.version = d.source_version
            where e.seq_id > {_begin}
            """, _connection);
        using var rows = command.ExecuteReader();
        var times = new Dictionary<string, (DateTime, DateTime)>();
        while (rows.Read()) times[rows.GetString(0)] = (rows.GetDateTime(1), rows.GetDateTime(2));
        return times;
    }

    public void Dispose() => _connection.Dispose();

    private void AwaitEvents(string type, int count)
    {
        var sql = $"select count(*) from {_events} where seq_id > {_begin} and type = '{type}'";
        if (!Wait.Until(() => Number(sql) >= count, Limit, EveryMilliseconds))
            throw new LoadException($"{Number(sql)} of {count} {type} events are there after {Limit.TotalMinutes} minutes");
    }

    private long Number(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return (long)command.ExecuteScalar()!;
    }
}
