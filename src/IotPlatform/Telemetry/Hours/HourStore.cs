using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>Which columns of packed hours to read.</summary>
public enum HourView
{
    /// <summary>The values of every key.</summary>
    Values,

    /// <summary>The rollups of the hours alone.</summary>
    HourRollup,

    /// <summary>The rollups of the minutes alone.</summary>
    MinuteRollup,

    /// <summary>When records were received, and which of them begin a message.</summary>
    Receipts,

    /// <summary>The values of every key, and when they were received.</summary>
    ReceivedValues,

    /// <summary>Everything.</summary>
    Whole,
}

/// <summary>The table of packed hours.</summary>
public sealed class HourStore(NpgsqlDataSource database)
{
    private static readonly string[] Columns =
    [
        "device_key", "hour", "keys", "series", "bases", "times", "lags", "long_lags", "starts", "present", "shorts", "ints", "doubles",
        "words", "others", "hour_rollup", "minute_rollup",
    ];

    private static readonly Dictionary<HourView, string> Lists = Enum.GetValues<HourView>().ToDictionary(v => v, ListOf);

    /// <summary>Some of a device's hours between two moments, in order of time.</summary>
    public async Task<List<PackedHour>> ReadAsync(
        int deviceKey, long from, long to, HourView view, int limit, bool isDescending, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Lists[view]} from iot.telemetry_hours
            where device_key = $1 and hour >= $2 and hour < $3 order by hour {(isDescending ? "desc" : "asc")} limit {limit}
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.Parameters.Add(TimeOf(from));
        command.Parameters.Add(TimeOf(to));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>All of some hours of one device.</summary>
    public async Task<List<PackedHour>> ReadAsync(int deviceKey, IEnumerable<long> hours, HourView view, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"select {Lists[view]} from iot.telemetry_hours where device_key = $1 and hour = any($2)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.Parameters.Add(TimesOf(hours));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>
    /// Some of a device's hours in order of time; of those that ended before a moment only such as hold something received after it.
    /// </summary>
    public async Task<List<PackedHour>> ReadReceivedAfterAsync(
        int deviceKey, long from, long to, long receivedFrom, HourView view, int limit, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Lists[view]} from iot.telemetry_hours
            where device_key = $1 and hour >= $2 and hour < $3 and ($4 < hour + interval '1 hour' or $4 < hour + interval '1 hour' + interval '1 microsecond'
                * greatest((select max(lag) from unnest(lags) as lag), (select max(lag) from unnest(long_lags) as lag)))
            order by hour limit {limit}
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.Parameters.Add(TimeOf(from));
        command.Parameters.Add(TimeOf(to));
        command.Parameters.Add(TimeOf(receivedFrom));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Takes hours of any devices out, to be put back with more in them.</summary>
    public static async Task<List<PackedHour>> TakeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(int Device, long Hour)> hours, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            delete from iot.telemetry_hours as h using unnest($1::int[], $2::timestamptz[]) as taken (device_key, hour)
            where h.device_key = taken.device_key and h.hour = taken.hour
            returning {string.Join(", ", Columns.Select(c => $"h.{c}"))}
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. hours.Select(h => h.Device)] });
        command.Parameters.Add(TimesOf(hours.Select(h => h.Hour)));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Begins to put hours in.</summary>
    public static Task<NpgsqlBinaryImporter> BeginAddAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.BeginBinaryImportAsync(
            $"copy iot.telemetry_hours ({string.Join(", ", Columns)}) from stdin (format binary)", cancellation);

    /// <summary>Puts an hour in.</summary>
    public static async Task AddAsync(NpgsqlBinaryImporter rows, PackedHour hour, CancellationToken cancellation)
    {
        await rows.StartRowAsync(cancellation);
        await rows.WriteAsync(hour.DeviceKey, NpgsqlDbType.Integer, cancellation);
        await rows.WriteAsync(Microseconds.ToInstant(hour.Hour).ToDateTimeUtc(), NpgsqlDbType.TimestampTz, cancellation);
        await WriteAsync(rows, hour.Keys, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
        await WriteAsync(rows, hour.Series, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellation);
        await WriteAsync(rows, hour.Bases, NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellation);
        await WriteAsync(rows, hour.Times, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellation);
        await WriteAsync(rows, hour.Lags, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellation);
        await WriteAsync(rows, hour.LongLags, NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellation);
        await WriteAsync(rows, hour.Starts, NpgsqlDbType.Bytea, cancellation);
        await WriteAsync(rows, hour.Present, NpgsqlDbType.Bytea, cancellation);
        await WriteAsync(rows, hour.Shorts, NpgsqlDbType.Array | NpgsqlDbType.Smallint, cancellation);
        await WriteAsync(rows, hour.Ints, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellation);
        await WriteAsync(rows, hour.Doubles, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
        await WriteAsync(rows, hour.Words, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
        await WriteAsync(rows, hour.Others, NpgsqlDbType.Json, cancellation);
        await WriteAsync(rows, hour.HourRollup, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
        await WriteAsync(rows, hour.MinuteRollup, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter rows, T? value, NpgsqlDbType type, CancellationToken cancellation) where T : class =>
        value is null ? rows.WriteNullAsync(cancellation) : rows.WriteAsync(value, type, cancellation);

    // What a view leaves out is not fetched from where PostgreSQL keeps large values.
    private static string ListOf(HourView view)
    {
        string[] left = view switch
        {
            HourView.Values => ["lags", "long_lags", "starts", "others", "hour_rollup", "minute_rollup"],
            HourView.HourRollup => [.. Columns[5..15], "minute_rollup"],
            HourView.MinuteRollup => [.. Columns[5..16]],
            HourView.Receipts => ["bases", .. Columns[9..14], "hour_rollup", "minute_rollup"],
            HourView.ReceivedValues => ["starts", "others", "hour_rollup", "minute_rollup"],
            _ => [],
        };
        return string.Join(", ", Columns.Select(c => left.Contains(c) ? "null" : c));
    }

    private static async Task<List<PackedHour>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var hours = new List<PackedHour>();
        while (await rows.ReadAsync(cancellation)) hours.Add(Read(rows));
        return hours;
    }

    private static PackedHour Read(NpgsqlDataReader row) => new()
    {
        DeviceKey = row.GetInt32(0),
        Hour = Microseconds.Of(Instant.FromDateTimeUtc(row.GetDateTime(1))),
        Keys = row.GetFieldValue<string[]>(2),
        Series = row.GetFieldValue<int[]>(3),
        Bases = Read<long[]>(row, 4),
        Times = Read<int[]>(row, 5) ?? [],
        Lags = Read<int[]>(row, 6),
        LongLags = Read<long[]>(row, 7),
        Starts = Read<byte[]>(row, 8),
        Present = Read<byte[]>(row, 9),
        Shorts = Read<short[]>(row, 10),
        Ints = Read<int[]>(row, 11),
        Doubles = Read<double[]>(row, 12),
        Words = Read<string[]>(row, 13),
        Others = Read<string>(row, 14),
        HourRollup = Read<double[]>(row, 15),
        MinuteRollup = Read<double[]>(row, 16),
    };

    private static T? Read<T>(NpgsqlDataReader row, int column) where T : class =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    internal static NpgsqlParameter<DateTime> TimeOf(long time) => new() { TypedValue = Microseconds.ToInstant(time).ToDateTimeUtc() };

    internal static NpgsqlParameter<DateTime[]> TimesOf(IEnumerable<long> times) =>
        new() { TypedValue = [.. times.Select(t => Microseconds.ToInstant(t).ToDateTimeUtc())] };
}
