using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>What the platform has written down: acknowledging is easy, so each ingest ends by counting.</summary>
internal static class TelemetryLog
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static long CountMessages(Stand stand) => Count(stand, "select coalesce(sum(messages), 0)::bigint from iot.telemetry_batches");

    public static long CountRows(Stand stand) => Count(stand, "select count(*) from iot.telemetry_log");

    /// <exception cref="LoadException">Messages that were acknowledged are not in the log.</exception>
    public static void AwaitMessages(Stand stand, long expected) => Await("messages", expected, () => CountMessages(stand));

    /// <exception cref="LoadException">Rows that were acknowledged are not in the log.</exception>
    public static void AwaitRows(Stand stand, long expected) => Await("rows", expected, () => CountRows(stand));

    private static void Await(string what, long expected, Func<long> count)
    {
        var counted = 0L;
        if (!Wait.Until(() => (counted = count()) >= expected, Limit, everyMilliseconds: 100))
            throw new LoadException($"{expected} {what} were acknowledged, but only {counted} are in the log");
    }

    private static long Count(Stand stand, string sql)
    {
        using var connection = stand.OpenPlatformDatabase();
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }
}
