using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The tables of what devices have sent: by device and day, and summed up by customer and day and by device and month.</summary>
public static class UsageStore
{
    private const string Owners = """
        select device_key, customer, device_id from iot.device_state where device_key = any($1)
        union all select device_key, customer, device_id from iot.former_devices where device_key = any($1)
        """;

    // The owner is looked up for the first counts of a device on a day alone. A device that was registered again has two keys; on a day on
    // which it sent under both it is active once.
    private const string AddByDevice = """
        with stored as (
          insert into iot.telemetry_usage (day, device_key, messages, bytes)
          select * from unnest($1::date[], $2::int[], $3::bigint[], $4::bigint[]) as sent (day, device_key, messages, bytes) order by device_key, day
          on conflict (device_key, day) do update set
            messages = telemetry_usage.messages + excluded.messages, bytes = telemetry_usage.bytes + excluded.bytes
          returning device_key, day, (xmax = 0) as is_new),
        fresh as (
          select device_key, day, customer, device_id from stored join lateral (
            select customer, device_id from iot.device_state d where d.device_key = stored.device_key
            union all select customer, device_id from iot.former_devices d where d.device_key = stored.device_key) as device on true
          where is_new),
        months as (
          insert into iot.usage_months (device_key, month, customer, device_id, messages, bytes)
          select distinct device_key, date_trunc('month', day)::date, customer, device_id, 0, 0 from fresh order by 1, 2
          on conflict (device_key, month) do nothing)
        insert into iot.usage_days as known (customer, day, messages, bytes, active_devices)
        select customer, day, 0, 0, count(distinct device_id) from fresh where not exists (
          select from iot.former_devices f join iot.telemetry_usage u on u.device_key = f.device_key and u.day = fresh.day
          where f.customer = fresh.customer and f.device_id = fresh.device_id and f.device_key <> fresh.device_key)
        group by customer, day order by customer, day
        on conflict (customer, day) do update set active_devices = known.active_devices + excluded.active_devices
        """;

    private const string AddByMonth = """
        update iot.usage_months as known set messages = known.messages + sent.messages, bytes = known.bytes + sent.bytes
        from unnest($1::date[], $2::int[], $3::bigint[], $4::bigint[]) as sent (month, device_key, messages, bytes)
        where known.device_key = sent.device_key and known.month = sent.month
        """;

    private const string AddByDay = """
        insert into iot.usage_days as known (customer, day, messages, bytes, active_devices)
        select customer, day, messages, bytes, 0 from unnest($1::date[], $2::text[], $3::bigint[], $4::bigint[]) as sent (day, customer, messages, bytes)
        order by customer, day
        on conflict (customer, day) do update set messages = known.messages + excluded.messages, bytes = known.bytes + excluded.bytes
        """;

    /// <summary>Adds counts to those that are stored.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<UsageCount> counts, CancellationToken cancellation)
    {
        if (counts.Count == 0) return;
        await ExecuteAsync(connection, AddByDevice, counts, c => (c.Day, c.Device.Key), cancellation);
        UsageCount[] months = [.. Sum(counts, c => (c.Device, c.Day.With(DateAdjusters.StartOfMonth)))];
        await ExecuteAsync(connection, AddByMonth, months, c => (c.Day, c.Device.Key), cancellation);
        UsageCount[] days = [.. Sum(counts, c => (c.Device with { Key = 0, DeviceId = "" }, c.Day))];
        await ExecuteAsync(connection, AddByDay, days, c => (c.Day, c.Device.Customer), cancellation);
    }

    /// <summary>Whose devices these keys stand for, or stood.</summary>
    public static async Task<IReadOnlyDictionary<int, DeviceHandle>> FindOwnersAsync(
        NpgsqlDataSource database, int[] keys, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Owners);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = keys });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<int, DeviceHandle> owners = [];
        while (await rows.ReadAsync(cancellation)) owners[rows.GetInt32(0)] = new(rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
        return owners;
    }

    private static IEnumerable<UsageCount> Sum(IEnumerable<UsageCount> counts, Func<UsageCount, (DeviceHandle Device, LocalDate Day)> place) =>
        counts.GroupBy(place).Select(same => new UsageCount(same.Key.Device, same.Key.Day, same.Sum(c => c.Messages), same.Sum(c => c.Bytes)));

    private static async Task ExecuteAsync<T>(
        NpgsqlConnection connection, string sql, IReadOnlyList<UsageCount> counts, Func<UsageCount, (LocalDate Day, T Name)> place,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. counts.Select(c => place(c).Day.ToDateOnly())] });
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. counts.Select(c => place(c).Name)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(c => c.Messages)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(c => c.Bytes)] });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
