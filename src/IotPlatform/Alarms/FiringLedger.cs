using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Marten;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>What a verdict finds when it has its turn.</summary>
/// <param name="Alarm">The alarm that is open now, with its version, so that a person who resolves it in this instant is noticed.</param>
/// <param name="WasOpened">Whether the alarm of this very firing was opened before, though the ledger does not know of it.</param>
/// <param name="Version">How many events the rule's firings on the device have left in their own stream.</param>
/// <param name="IsMarked">Whether the device is marked as unhealthy by the rule.</param>
public readonly record struct FiringScene(OpenAlarmVersion? Alarm, bool WasOpened, long Version, bool IsMarked);

/// <summary>An open alarm as it stands, and the version of its stream.</summary>
public readonly record struct OpenAlarmVersion(string Id, long Version, Severity Severity, AlarmStatus Status);

/// <summary>
/// The last verdict that took effect, for each rule and device. Whoever enters one holds its row until the transaction ends, so of all that
/// evaluate the same verdict at once one makes it true, and the others then find it entered.
/// </summary>
public static class FiringLedger
{
    /// <summary>The ledger's table.</summary>
    public static readonly SchemaScript Script = new("firings", """
        create table if not exists iot.firing (
          customer text not null,
          rule_id text not null,
          device_id text not null,
          position bigint not null,
          at timestamptz not null,
          primary key (customer, rule_id, device_id)
        );
        alter table iot.firing add column if not exists watch timestamptz not null default '-infinity';
        """);

    // Everybody takes the rows in one order, so nobody waits for somebody who waits for him.
    private const string Enter = """
        insert into iot.firing as known (customer, rule_id, device_id, watch, position, at)
        select $1, *
        from unnest($2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::timestamptz[]) v (rule_id, device_id, watch, position, at)
        order by rule_id, device_id
        on conflict (customer, rule_id, device_id) do update
          set watch = excluded.watch, position = excluded.position, at = excluded.at
          where (known.watch, known.position, known.at) < (excluded.watch, excluded.position, excluded.at)
        returning rule_id, device_id
        """;

    // A statement of its own: it has to see what was committed while the first one waited for a row. The limit, and the looks for single
    // values, have the rows found one by one: read at once and then compared, all of the customer's open alarms would be read.
    private const string Look = """
        select v.rule_id, v.device_id, alarm.id, alarm.version, alarm.severity, alarm.status,
          exists (select from iot.mt_streams s where s.tenant_id = $1 and s.id = v.alarm_id),
          (select s.version from iot.mt_streams s where s.tenant_id = $1 and s.id = v.rule_id || '@' || v.device_id),
          (select d.id from iot.mt_doc_unhealthymark d where d.tenant_id = $1 and d.id = v.rule_id || '@' || v.device_id)
        from unnest($2::text[], $3::text[], $4::text[]) v (rule_id, device_id, alarm_id)
        left join lateral (
          select d.id, (select s.version from iot.mt_streams s where s.tenant_id = d.tenant_id and s.id = d.id) as version,
            d.data ->> 'severity' as severity, d.data ->> 'status' as status
          from iot.mt_doc_openalarm d
          where d.tenant_id = $1 and d.data ->> 'rule_id' = v.rule_id and d.data ->> 'device_id' = v.device_id limit 1) alarm on true
        """;

    // A plan that was made when there was next to nothing to look through is kept for ever, and an outage fills these tables at once.
    private const string PlanAnew = "set local plan_cache_mode = force_custom_plan", PlanAsEver = "set local plan_cache_mode to default";

    /// <summary>
    /// Enters verdicts of the session's customer, of one rule on one device each, in its transaction. The answer has those that are new,
    /// and lacks those that have taken effect already, or that a later one has overtaken.
    /// </summary>
    public static async Task<IReadOnlyDictionary<(string RuleId, string DeviceId), FiringScene>> EnterAsync(
        IDocumentSession session, IReadOnlyList<Firing> firings, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        var (enter, look) = (Command(Enter, session, firings), Command(Look, session, firings));
        AddPlaces(enter, firings);
        look.Parameters.Add(Texts(firings.Select(AlarmIdOf)));
        await using var batch = new NpgsqlBatch(session.Connection) { BatchCommands = { enter, new(PlanAnew), look, new(PlanAsEver) } };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        HashSet<(string, string)> entered = [];
        while (await rows.ReadAsync(cancellation)) entered.Add((rows.GetString(0), rows.GetString(1)));
        await rows.NextResultAsync(cancellation);
        var scenes = new Dictionary<(string, string), FiringScene>();
        while (await rows.ReadAsync(cancellation))
            if (entered.Contains((rows.GetString(0), rows.GetString(1)))) scenes.Add((rows.GetString(0), rows.GetString(1)), Read(rows));
        return scenes;
    }

    /// <summary>The id of the alarm that the firing opens, if it opens one.</summary>
    public static string AlarmIdOf(Firing firing) => AlarmId.For(firing.RuleId, firing.DeviceId, firing.Position, firing.At);

    private static FiringScene Read(NpgsqlDataReader row) => new(
        row.IsDBNull(2) ? null : ReadAlarm(row),
        row.GetBoolean(6),
        row.IsDBNull(7) ? 0 : row.GetInt64(7),
        !row.IsDBNull(8));

    private static OpenAlarmVersion ReadAlarm(NpgsqlDataReader row) => new(
        row.GetString(2), row.GetInt64(3), Words.Parse<Severity>(row.GetString(4)), Words.Parse<AlarmStatus>(row.GetString(5)));

    private static NpgsqlBatchCommand Command(string sql, IDocumentSession session, IReadOnlyList<Firing> firings) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = session.TenantId },
            Texts(firings.Select(firing => firing.RuleId)),
            Texts(firings.Select(firing => firing.DeviceId)),
        },
    };

    private static void AddPlaces(NpgsqlBatchCommand command, IReadOnlyList<Firing> firings)
    {
        command.Parameters.Add(
            new NpgsqlParameter<DateTime[]> { TypedValue = [.. firings.Select(firing => firing.Watch.ToDateTimeUtc())] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. firings.Select(firing => firing.Position)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. firings.Select(firing => firing.At.ToDateTimeUtc())] });
    }

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) => new() { TypedValue = [.. texts] };
}
