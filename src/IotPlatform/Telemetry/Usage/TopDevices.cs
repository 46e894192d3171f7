using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Which devices sent most in a period, and how many sent anything. What a device sent in a part of a month is the difference of two of
/// the month's running sums, so it is a row for each device and month, wherever the period begins and ends.
/// </summary>
internal sealed class TopDevices(NpgsqlConnection connection, string customer, IReadOnlyList<UsageCount> late, CancellationToken cancellation)
{
    private const int Shown = 10;

    // The default would spill the sums of a large fleet to the disk.
    private const string Memory = "set local work_mem = '64MB'";

    // A sum past the last that is stored is the last; one before the first is 0.
    private const string Rows = """
        select device_id, messages, bytes from (
          select device_id,
            messages[least(until, cardinality(messages))] - coalesce(messages[least(after, cardinality(messages))], 0) as messages,
            bytes[least(until, cardinality(bytes))] - coalesce(bytes[least(after, cardinality(bytes))], 0) as bytes
          from (
            select *, least($2 - month, 31) as after, least($3 - month + 1, 31) as until from iot.device_usage
            where customer = $1 and month between date_trunc('month', $2)::date and $3) as row) as part
        where messages > 0
        """;

    // Of one month a device has one row.
    private const string Grouped = $"""
        select device_id, sum(messages)::bigint as messages, sum(bytes)::bigint as bytes from ({Rows}) as part group by device_id
        """;

    private static string Top(string devices) => $"""
        with used as materialized ({devices})
        select device_id, messages, bytes, (select count(*) from used) from (
          (select * from used order by messages desc, device_id limit $4)
          union
          select * from used where device_id = any($5)) as shown
        """;

    /// <summary>How many devices sent anything in the period, and the ten that sent most.</summary>
    public async Task<(long Active, IReadOnlyList<DeviceUsage> Top)> ReadAsync(LocalDate first, LocalDate last)
    {
        // With what is not stored yet, any of those may get in front; they are read wherever they stand.
        string[] names = [.. late.Select(count => count.Device.DeviceId).Distinct()];
        var (active, stored) = await StoredAsync(first, last, names);
        var unstored = names.Except(stored.Select(device => device.DeviceId)).Count();
        return (active + unstored, Best(With(stored)));
    }

    private IEnumerable<DeviceUsage> With(IReadOnlyList<DeviceUsage> stored) =>
        stored.Concat(late.Select(count => new DeviceUsage(count.Device.DeviceId, count.Messages, count.Bytes)))
            .GroupBy(device => device.DeviceId)
            .Select(same => new DeviceUsage(same.Key, same.Sum(device => device.Messages), same.Sum(device => device.Bytes)));

    private static IReadOnlyList<DeviceUsage> Best(IEnumerable<DeviceUsage> devices) =>
        [.. devices.OrderByDescending(device => device.Messages).ThenBy(device => device.DeviceId, StringComparer.Ordinal).Take(Shown)];

    private async Task<(long Active, List<DeviceUsage> Devices)> StoredAsync(LocalDate first, LocalDate last, string[] names)
    {
        await using (var memory = new NpgsqlCommand(Memory, connection)) await memory.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand(Top(first.ToYearMonth() == last.ToYearMonth() ? Rows : Grouped), connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(UsageSql.Date(first));
        command.Parameters.Add(UsageSql.Date(last));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Shown });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = names });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var active = 0L;
        List<DeviceUsage> devices = [];
        while (await rows.ReadAsync(cancellation))
        {
            active = rows.GetInt64(3);
            devices.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        }
        return (active, devices);
    }
}
