using System.Diagnostics;
using System.Globalization;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// A month of telemetry, put into the log as the platform would have written it day by day, and packed by the platform itself: one device
/// that sends three values a second, and for one day a fleet whose devices send every ninety seconds.
/// </summary>
internal sealed class HistoryData : IDisposable
{
    public const int Days = 30;
    public const int KeysPerMessage = 3;

    private const int FleetDevices = 200;
    private const int FleetSeconds = 90;
    private const int FirstFleetKey = 1_000_000;
    private static readonly TimeSpan PackingLimit = TimeSpan.FromMinutes(6);

    // Milliseconds of jitter, in microseconds: the times of a real network don't compress.
    private const string Rows = """
        insert into iot.telemetry_log (seq, received_at, ts, device_key, bytes, values)
        select -n, at, at, device, 110, json_build_object(
            'temperature', round((20 + 5 * sin(n / 7000.0) + random() * 0.4)::numeric, 1),
            'humidity', round((50 + 10 * sin(n / 20000.0) + random())::numeric, 2),
            'pulseCounter', n * 3 + floor(random() * 3)::int)
        from (select n, device, $1::timestamptz + make_interval(secs => n * $3 + random() * 0.02) as at
              from generate_series(0, $2 / $3 - 1) as n, generate_series($4::int, $5::int) as device) as sent
        order by at
        """;

    private readonly NpgsqlConnection _connection;
    private readonly DateTime _from;

    public HistoryData(Stand stand, int deviceKey)
    {
        DeviceKey = deviceKey;
        _connection = stand.OpenPlatformDatabase();
        var now = (DateTime)Scalar("select date_trunc('hour', now(), 'UTC')");
        _from = now.AddDays(-Days);
        for (var day = 0; day <= Days; day++) Execute("select iot.telemetry_add_day($1::date)", _from.AddDays(day));
        Execute(Rows, _from, Days * 86_400, 1, deviceKey, deviceKey);
        Execute(Rows, FleetDay, 86_400, FleetSeconds, FirstFleetKey, FirstFleetKey + FleetDevices - 1);
    }

    public int DeviceKey { get; }

    public string From => Text(_from);

    private DateTime FleetDay => _from.Date.AddDays(3);

    /// <summary>Lets the platform pack all of it; says how many seconds that took.</summary>
    /// <exception cref="LoadException">It did not come to the end.</exception>
    public double Pack()
    {
        var until = (DateTime)Scalar("select packed_until from iot.telemetry_packing");
        Execute("update iot.telemetry_packing set packed_until = $1", _from);
        if (!Wait.Until(() => (DateTime)Scalar("select packed_until from iot.telemetry_packing") > _from, PackingLimit, 100))
            throw new LoadException("the platform does not begin to pack");
        var start = Stopwatch.GetTimestamp();
        if (!Wait.Until(() => (DateTime)Scalar("select packed_until from iot.telemetry_packing") >= until, PackingLimit, 100))
            throw new LoadException($"the platform has not packed {Days} days in {PackingLimit.TotalMinutes} minutes");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Bytes on disk for a sample of the device, indexes and all: in the log, packed, and packed of the fleet.</summary>
    public (double Log, double Packed, double Fleet) BytesPerSample()
    {
        double Size(string table, int day) =>
            Convert.ToDouble(
                Scalar($"select pg_total_relation_size('iot.{table}_{_from.AddDays(day):yyyyMMdd}')"), CultureInfo.InvariantCulture);
        const double Samples = 86_400 * KeysPerMessage;
        var packed = Size("telemetry_hours", 5);
        const double FleetSamples = (double)FleetDevices * 86_400 / FleetSeconds * KeysPerMessage;
        return (Size("telemetry_log", 5) / Samples, packed / Samples, (Size("telemetry_hours", 3) - packed) / FleetSamples);
    }

    /// <summary>The hour's averages as SQL adds them up from the log.</summary>
    public Samples HoursFromLog(int times) => Time(times, $"""
        select date_bin('1 hour', ts, 'epoch') as hour, avg((values ->> 'temperature')::float8) from iot.telemetry_log
        where device_key = {DeviceKey} and ts >= '{From}' and values -> 'temperature' is not null group by 1 order by 1
        """);

    /// <summary>The minute's averages of a week.</summary>
    public Samples MinutesFromLog(int times, DateTime from, DateTime to) => Time(times, $"""
        select date_bin('1 minute', ts, 'epoch') as minute, avg((values ->> 'temperature')::float8) from iot.telemetry_log
        where device_key = {DeviceKey} and ts >= '{Text(from)}' and ts < '{Text(to)}' group by 1 order by 1
        """);

    /// <summary>The hour's averages from a table of hours that was made for the purpose.</summary>
    public Samples HoursFromRollup(int times)
    {
        Execute($"""
            create table bench_hours as
            select device_key, 'temperature' as key, date_bin('1 hour', ts, 'epoch') as hour, count(*) as count,
                sum((values ->> 'temperature')::float8), min((values ->> 'temperature')::float8), max((values ->> 'temperature')::float8)
            from iot.telemetry_log where device_key = {DeviceKey} and ts >= '{From}' and values -> 'temperature' is not null group by 1, 2, 3
            """);
        Execute("create unique index on bench_hours (device_key, key, hour)");
        return Time(times, $"select hour, sum / count from bench_hours where device_key = {DeviceKey} and key = 'temperature' and hour >= '{From}' order by hour");
    }

    /// <summary>So many minutes after the beginning.</summary>
    public DateTime After(int minutes) => _from.AddMinutes(minutes);

    /// <summary>As the API and SQL read it.</summary>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public void Dispose() => _connection.Dispose();

    private Samples Time(int times, string sql)
    {
        var samples = new Samples();
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
            using var rows = command.ExecuteReader();
            while (rows.Read()) _ = rows.GetDouble(1);
            samples.Add(Stopwatch.GetTimestamp() - start);
        }
        return samples;
    }

    private object Scalar(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return command.ExecuteScalar()!;
    }

    private void Execute(string sql, params object[] parameters)
    {
        using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        command.ExecuteNonQuery();
    }
}
