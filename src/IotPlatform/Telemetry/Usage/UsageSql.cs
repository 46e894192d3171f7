using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The statements that read usage, in a snapshot of their caller's.</summary>
internal static class UsageSql
{
    private const string Days = "select day, messages, bytes, active_devices::bigint from iot.usage_days where customer = $1 and day between $2 and $3";

    private const string DaysOfDevice = """
        select day, messages, bytes, 1::bigint from iot.usage
        where customer = $1 and device_id = $4 and month between date_trunc('month', $2)::date and $3 and day between $2 and $3
        """;

    // Which of these (day, device) are stored already.
    private const string Known = """
        select late.day, device_id from unnest($2::date[], $3::text[]) as late (day, device_id)
        join iot.device_usage using (device_id)
        cross join lateral (select late.day - month + 1 as at) as sum
        where customer = $1 and month = date_trunc('month', late.day)::date and messages[at] > coalesce(messages[at - 1], 0)
        """;

    /// <summary>The position of the log up to which counts are stored.</summary>
    public static async Task<long> PositionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select seq from iot.telemetry_checkpoints where name = 'latest'", connection);
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>What was sent by day, with counts that are not stored yet.</summary>
    public static async Task<IReadOnlyList<DayUsage>> DaysAsync(
        NpgsqlConnection connection, string customer, LocalDate first, LocalDate last, string? deviceId, IReadOnlyList<UsageCount> late,
        CancellationToken cancellation)
    {
        var days = await StoredDaysAsync(connection, customer, first, last, deviceId, cancellation);
        if (late.Count == 0) return days;
        var known = await KnownAsync(connection, customer, late, cancellation);
        return
        [
            .. days.Concat(late.GroupBy(count => count.Day).Select(day => new DayUsage(
                    day.Key, day.Sum(count => count.Messages), day.Sum(count => count.Bytes),
                    day.Select(count => count.Device.DeviceId).Distinct().Count(id => !known.Contains((day.Key, id))))))
                .GroupBy(day => day.Day)
                .Select(same => new DayUsage(same.Key, same.Sum(day => day.Messages), same.Sum(day => day.Bytes), same.Sum(day => day.ActiveDevices))),
        ];
    }

    /// <summary>A day, for a parameter.</summary>
    public static NpgsqlParameter<DateOnly> Date(LocalDate day) => new() { TypedValue = day.ToDateOnly() };

    private static async Task<List<DayUsage>> StoredDaysAsync(
        NpgsqlConnection connection, string customer, LocalDate first, LocalDate last, string? deviceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(deviceId is null ? Days : DaysOfDevice, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(Date(first));
        command.Parameters.Add(Date(last));
        if (deviceId is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<DayUsage> days = [];
        while (await rows.ReadAsync(cancellation))
            days.Add(new(LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(0)), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)));
        return days;
    }

    private static async Task<HashSet<(LocalDate Day, string DeviceId)>> KnownAsync(
        NpgsqlConnection connection, string customer, IReadOnlyList<UsageCount> late, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Known, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. late.Select(count => count.Day.ToDateOnly())] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. late.Select(count => count.Device.DeviceId)] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        HashSet<(LocalDate, string)> known = [];
        while (await rows.ReadAsync(cancellation)) known.Add((LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(0)), rows.GetString(1)));
        return known;
    }
}
