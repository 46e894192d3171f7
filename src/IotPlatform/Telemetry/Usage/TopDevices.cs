using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Which devices sent most in a period, and how many sent anything. Of whole months the sums are read; of a month of which the period has a
/// part alone, each day.
/// </summary>
internal sealed class TopDevices(NpgsqlConnection connection, string customer, IReadOnlyList<UsageCount> late, CancellationToken cancellation)
{
    private const int Shown = 10;

    // A device that was registered again has a row for each of its keys. Where a month has no such device, its rows need no grouping.
    private const string HasTwins = """
        select exists (
          select from iot.former_devices f join iot.usage_months m on m.device_key = f.device_key and m.month = $2
          join (select device_key, customer, device_id from iot.device_state
                union all select device_key, customer, device_id from iot.former_devices) as twin
            on twin.customer = f.customer and twin.device_id = f.device_id and twin.device_key <> f.device_key
          where f.customer = $1)
        """;

    private const string Count = "select count(*) from iot.usage_months where customer = $1 and month = $2";

    private const string Top = """
        select device_id, messages, bytes from iot.usage_months where customer = $1 and month = $2 order by messages desc, device_id limit $3
        """;

    private const string Named = "select device_id, messages, bytes from iot.usage_months where customer = $1 and month = $2 and device_key = any($3)";

    private const string Grouped = """
        select device_id, sum(messages)::bigint, sum(bytes)::bigint from (
          select device_id, messages, bytes from iot.usage_months where customer = $1 and month = any($2)
          union all
          select m.device_id, sum(u.messages), sum(u.bytes) from iot.usage_months m
          join iot.telemetry_usage u on u.device_key = m.device_key and u.day between $4 and $5
          where m.customer = $1 and m.month = $3 group by m.device_key, m.device_id
          union all
          select m.device_id, sum(u.messages), sum(u.bytes) from iot.usage_months m
          join iot.telemetry_usage u on u.device_key = m.device_key and u.day between $7 and $8
          where m.customer = $1 and m.month = $6 group by m.device_key, m.device_id) as part
        group by device_id
        """;

    private static readonly DateInterval NoDays = new(new LocalDate(1, 1, 1), new LocalDate(1, 1, 1));

    /// <summary>How many devices sent anything in the period, and the ten that sent most.</summary>
    public async Task<(long Active, IReadOnlyList<DeviceUsage> Top)> ReadAsync(LocalDate first, LocalDate last)
    {
        var parts = MonthParts.Of(first, last);
        if (parts is { Months: [var month], Head: null, Tail: null } && !await HasTwinsAsync(month)) return await OfMonthAsync(month);
        var all = With(await GroupAsync(parts));
        return (all.Count, Best(all.Values));
    }

    private async Task<(long Active, IReadOnlyList<DeviceUsage> Top)> OfMonthAsync(LocalDate month)
    {
        var active = (long)(await ScalarAsync(Count, month))!;
        // As many more as may be in front of them with what is not stored yet.
        var names = late.Select(count => count.Device.DeviceId).Distinct().Count();
        var top = await QueryAsync(Top, [Month(month), new NpgsqlParameter<long> { TypedValue = Shown + names }]);
        if (names == 0) return (active, top);
        var named = await QueryAsync(Named, [Month(month), new NpgsqlParameter<int[]> { TypedValue = [.. late.Select(count => count.Device.Key).Distinct()] }]);
        return (active + names - named.Count, Best(With(top.UnionBy(named, device => device.DeviceId)).Values));
    }

    private Dictionary<string, DeviceUsage> With(IEnumerable<DeviceUsage> stored)
    {
        var all = stored.ToDictionary(device => device.DeviceId);
        foreach (var count in late)
        {
            var known = all.GetValueOrDefault(count.Device.DeviceId);
            all[count.Device.DeviceId] = new(count.Device.DeviceId, (known?.Messages ?? 0) + count.Messages, (known?.Bytes ?? 0) + count.Bytes);
        }
        return all;
    }

    private static IReadOnlyList<DeviceUsage> Best(IEnumerable<DeviceUsage> devices) =>
        [.. devices.OrderByDescending(device => device.Messages).ThenBy(device => device.DeviceId, StringComparer.Ordinal).Take(Shown)];

    private async Task<bool> HasTwinsAsync(LocalDate month) => await ScalarAsync(HasTwins, month) is true;

    private Task<List<DeviceUsage>> GroupAsync(MonthParts parts) => QueryAsync(
        Grouped,
        [
            new NpgsqlParameter<DateOnly[]> { TypedValue = [.. parts.Months.Select(month => month.ToDateOnly())] },
            .. Days(parts.Head), .. Days(parts.Tail),
        ]);

    private static NpgsqlParameter[] Days(DateInterval? part) => part is null
        ? Days(NoDays)
        : [Month(part.Start.With(DateAdjusters.StartOfMonth)), UsageSql.Date(part.Start), UsageSql.Date(part.End)];

    private static NpgsqlParameter<DateOnly> Month(LocalDate month) => UsageSql.Date(month);

    private async Task<object?> ScalarAsync(string sql, LocalDate month)
    {
        await using var command = Command(sql, [Month(month)]);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<List<DeviceUsage>> QueryAsync(string sql, NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<DeviceUsage> devices = [];
        while (await rows.ReadAsync(cancellation)) devices.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        return devices;
    }

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.AddRange(parameters);
        return command;
    }
}
