using IotPlatform.Audit;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Audit;

/// <summary>What an administrator of the database may try, in a transaction that is looked at and rolled back.</summary>
public sealed class tampering_with_the_store(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly Dictionary<long, Hash> Nothing = [];

    /// <summary>
    /// Statements over two events: $1 the customer, $2 the place in the store of one, $3 of another one in the same stream. Those behind
    /// the first are the same with what a careful person would change along.
    /// </summary>
    private static readonly string[] Tamperings =
    [
        "update iot.mt_events set data = data || '{\"forged\":true}' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set data = jsonb_set(data, '{id}', '\"x\"') where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set data = data - 'at' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set timestamp = timestamp - interval '1 microsecond' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set timestamp = timestamp + interval '1 day' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set type = 'device_described' where tenant_id = $1 and seq_id = $2 and type <> 'device_described'",
        "update iot.mt_events set user_name = 'system' where tenant_id = $1 and seq_id = $2 and user_name <> 'system'",
        "update iot.mt_events set correlation_id = 'forged' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set causation_id = 'forged' where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set id = gen_random_uuid() where tenant_id = $1 and seq_id = $2",
        """
        update iot.mt_events e set version = 900, stream_id = (select min(s.id) from iot.mt_streams s where s.tenant_id = $1 and s.id <> e.stream_id)
        where tenant_id = $1 and seq_id = $2
        """,
        "update iot.mt_events set version = 900 where tenant_id = $1 and seq_id = $2",
        "update iot.mt_events set seq_id = seq_id + 1000000 where tenant_id = $1 and seq_id = $2",
        "delete from iot.mt_events where tenant_id = $1 and seq_id = $2",
        "delete from iot.mt_events where tenant_id = $1 and seq_id in ($2, $3)",
        """
        update iot.mt_events e set version = case when e.seq_id = $2 then b.version + 1000 else a.version + 1000 end
        from iot.mt_events a, iot.mt_events b where e.tenant_id = $1 and a.seq_id = $2 and b.seq_id = $3 and e.seq_id in ($2, $3);
        update iot.mt_events set version = version - 1000 where tenant_id = $1 and seq_id in ($2, $3)
        """,
        """
        update iot.mt_events e set data = case when e.seq_id = $2 then b.data else a.data end
        from iot.mt_events a, iot.mt_events b where e.tenant_id = $1 and a.seq_id = $2 and b.seq_id = $3 and e.seq_id in ($2, $3)
        """,
        """
        update iot.mt_events set seq_id = -seq_id where tenant_id = $1 and seq_id in ($2, $3);
        update iot.mt_events set seq_id = case when seq_id = -($2) then $3 else $2 end where tenant_id = $1 and seq_id in (-($2), -($3))
        """,
        """
        insert into iot.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived)
        select 2000000000 + $3, gen_random_uuid(), e.stream_id, s.version + 1, e.data, e.type, e.tenant_id, e.timestamp, e.mt_dotnet_type, false
        from iot.mt_events e join iot.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id where e.tenant_id = $1 and e.seq_id = $2;
        update iot.mt_streams s set version = s.version + 1 from iot.mt_events e
        where e.tenant_id = $1 and e.seq_id = $2 and s.tenant_id = e.tenant_id and s.id = e.stream_id
        """,
        """
        with cut as (select e.stream_id, e.version from iot.mt_events e where e.tenant_id = $1 and e.seq_id = greatest($2, $3)),
          gone as (
            delete from iot.mt_events e using cut where e.tenant_id = $1 and e.stream_id = cut.stream_id and e.version >= cut.version
            returning e.seq_id),
          links as (delete from iot.event_link using gone where sequence = gone.seq_id)
        update iot.mt_streams s set version = cut.version - 1 from cut where s.tenant_id = $1 and s.id = cut.stream_id
        """,
        """
        with gone as (
          delete from iot.mt_events e using iot.mt_events one where one.tenant_id = $1 and one.seq_id = $2
            and e.tenant_id = one.tenant_id and e.stream_id = one.stream_id returning e.seq_id, e.stream_id),
          links as (delete from iot.event_link using gone where sequence = gone.seq_id)
        delete from iot.mt_streams using gone where tenant_id = $1 and id = gone.stream_id
        """,
        """
        update iot.mt_events set data = data || '{"forged":true}' where tenant_id = $1 and seq_id = $2;
        update iot.event_link set content = sha256('forged'), hash = sha256('forged too') where sequence = $2
        """,
        "delete from iot.event_link where customer = $1 and sequence = $2",
        "update iot.seal set events = events - 1 where customer = $1 and after < $2 and through >= $2",
        "delete from iot.seal where customer = $1 and after < $2 and through >= $2",
    ];

    [Fact]
    public async Task each_of_two_hundred_random_tamperings_is_found_and_named()
    {
        await Chronicle.MakeAsync(Customer);
        await Platform.Get<Sealer>().SealAsync(default);
        await Customer.RegisterAsync("later");
        await Platform.Get<Sealer>().SealAsync(default);
        await using var connection = await Platform.Get<NpgsqlDataSource>().OpenConnectionAsync();
        (await VerifyAsync(connection)).Findings.ShouldBeEmpty();
        var events = await EventsAsync(connection);
        var random = new Random(7);

        for (var tampering = 0; tampering < 200;)
        {
            var stream = events[random.Next(events.Count)];
            if (stream.Places.Length < 2) continue;
            var two = random.GetItems(stream.Places, 2);
            var statement = Tamperings[tampering % Tamperings.Length];
            await using var transaction = await connection.BeginTransactionAsync();
            if (two[0] == two[1] || await TamperAsync(connection, statement, two[0], two[1]) == 0) continue;
            tampering++;

            var report = await VerifyAsync(connection);
            report.IsIntact.ShouldBeFalse($"{statement} on {two[0]} and {two[1]} of {stream.Id}");
            report.Findings.ShouldContain(finding => finding.Stream == stream.Id || finding.Kind == FindingKind.SealBroken, statement);
            await transaction.RollbackAsync();
        }
        (await VerifyAsync(connection)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_note_that_somebody_took_out_by_hand_is_missed()
    {
        var alarm = await Chronicle.MakeAsync(Customer, devices: 5);
        await using var connection = await Platform.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            """
            update iot.mt_events set data = data || jsonb_build_object('note', jsonb_build_object('commitment',
              encode(sha256(decode(data -> 'note' ->> 'salt', 'base64') || convert_to(data -> 'note' ->> 'text', 'UTF8')), 'hex')))
            where tenant_id = $1 and stream_id = $2 and type = 'alarm_acknowledged'
            """, connection)
        {
            Parameters = { new() { Value = Customer.Id }, new() { Value = alarm } },
        };
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        var finding = (await VerifyAsync(connection)).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Stream).ShouldBe((FindingKind.NoteLost, alarm));
    }

    private Task<AuditReport> VerifyAsync(NpgsqlConnection connection) =>
        AuditVerifier.VerifyAsync(connection, new(Customer.Id, null), Nothing, default);

    private async Task<int> TamperAsync(NpgsqlConnection connection, string statement, long one, long another)
    {
        var sql = statement.Replace("$1", $"'{Customer.Id}'").Replace("$2", $"{one}").Replace("$3", $"{another}");
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<(string Id, long[] Places)>> EventsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select stream_id, array_agg(seq_id) from iot.mt_events where tenant_id = $1 group by 1 order by 1", connection)
        {
            Parameters = { new() { Value = Customer.Id } },
        };
        await using var rows = await command.ExecuteReaderAsync();
        List<(string, long[])> streams = [];
        while (await rows.ReadAsync()) streams.Add((rows.GetString(0), rows.GetFieldValue<long[]>(1)));
        return streams;
    }
}
