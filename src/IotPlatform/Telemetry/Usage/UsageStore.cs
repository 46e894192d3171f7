using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The tables of what devices have sent: by device, in sums that run through its month, and by customer and day.</summary>
public static class UsageStore
{
    private const string Owners = """
        select device_key, customer, device_id from iot.device_state where device_key = any($1)
        union all select device_key, customer, device_id from iot.former_devices where device_key = any($1)
        """;

    // $1 is a month and $2 a day of it. A device all of whose messages of that day are those that are being added was not active on it before.
    private static readonly string AddDay = $"""
        with sent as materialized (
          select * from unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[]) as sent (customer, device_id, messages, bytes)),
        stored as (
          insert into iot.device_usage as known (customer, month, device_id, messages, bytes)
          select customer, $1, device_id, array_fill(0::bigint, array[$2 - 1]) || messages, array_fill(0::bigint, array[$2 - 1]) || bytes
          from sent order by customer, device_id
          on conflict (customer, month, device_id) do update set messages = {Sums("messages")}, bytes = {Sums("bytes")}
          returning customer, device_id, messages[$2] - coalesce(messages[$2 - 1], 0) as of_day)
        insert into iot.usage_days as known (customer, day, messages, bytes, active_devices)
        select customer, $1 + $2 - 1, sum(messages), sum(bytes), count(*) filter (where of_day = messages)
        from sent join stored using (customer, device_id) group by customer order by customer
        on conflict (customer, day) do update set
          messages = known.messages + excluded.messages, bytes = known.bytes + excluded.bytes, active_devices = known.active_devices + excluded.active_devices
        """;

    /// <summary>Adds counts to those that are stored.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<UsageCount> counts, CancellationToken cancellation)
    {
        foreach (var day in counts.GroupBy(count => count.Day)) await AddAsync(connection, day.Key, [.. DeviceCount.Of(day)], cancellation);
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

    // The sums of a column with what is sent on the day: those before it stay, and all from it on grow. Most counts are of the last day that
    // is there or of a later one, and are spared taking the array apart.
    private static string Sums(string column) => $"""
        case
          when cardinality(known.{column}) < $2 then known.{column}
            || array_fill(known.{column}[cardinality(known.{column})], array[$2 - 1 - cardinality(known.{column})])
            || known.{column}[cardinality(known.{column})] + excluded.{column}[$2]
          when cardinality(known.{column}) = $2 then known.{column}[:$2 - 1] || known.{column}[$2] + excluded.{column}[$2]
          else (
            select array_agg(case when day < $2 then sum else sum + excluded.{column}[$2] end order by day)
            from unnest(known.{column}) with ordinality as known_day (sum, day))
        end
        """;

    private static async Task AddAsync(NpgsqlConnection connection, LocalDate day, DeviceCount[] counts, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AddDay, connection);
        command.Parameters.Add(UsageSql.Date(day.With(DateAdjusters.StartOfMonth)));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = day.Day });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. counts.Select(count => count.Customer)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. counts.Select(count => count.DeviceId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(count => count.Messages)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(count => count.Bytes)] });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What a device sent on a day, under whatever keys it was registered.</summary>
    private readonly record struct DeviceCount(string Customer, string DeviceId, long Messages, long Bytes)
    {
        public static IEnumerable<DeviceCount> Of(IEnumerable<UsageCount> counts) =>
            from count in counts
            group count by (count.Device.Customer, count.Device.DeviceId) into same
            select new DeviceCount(same.Key.Customer, same.Key.DeviceId, same.Sum(count => count.Messages), same.Sum(count => count.Bytes));
    }
}
