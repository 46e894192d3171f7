using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>Reads how many alarms are open from the customers' tallies: a row for each customer, however many alarms there are.</summary>
public sealed class OpenAlarmReading(NpgsqlDataSource database, AlarmMetrics metrics, TimeProvider time, ILogger<OpenAlarmReading> log)
    : GaugeReading(time, log)
{
    private const string Sql = """
        select coalesce(sum((data->'active'->>'critical')::bigint + (data->'acknowledged'->>'critical')::bigint), 0)::bigint,
          coalesce(sum((data->'active'->>'warning')::bigint + (data->'acknowledged'->>'warning')::bigint), 0)::bigint,
          coalesce(sum((data->'active'->>'info')::bigint + (data->'acknowledged'->>'info')::bigint), 0)::bigint
        from iot.mt_doc_alarmtally
        """;

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (await rows.ReadAsync(cancellation)) metrics.Open(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
    }
}
