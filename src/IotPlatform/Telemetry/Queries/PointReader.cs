using System.Runtime.CompilerServices;
using System.Text;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>What to read of one device.</summary>
/// <param name="Keys">The keys wanted; none: all.</param>
/// <param name="From">First moment.</param>
/// <param name="To">First moment that no longer belongs.</param>
public sealed record PointRange(int DeviceKey, IReadOnlyList<string> Keys, Instant From, Instant To, bool IsDescending);

/// <summary>Streams a device's points from the log in order of time, through a cursor: what is not asked for is not read.</summary>
public sealed class PointReader(NpgsqlDataSource database)
{
    private const int FetchRows = 1_000;

    /// <summary>The points, each (key, timestamp) once.</summary>
    public async IAsyncEnumerable<Point> ReadAsync(PointRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var declare = Declare(connection, range);
        await declare.ExecuteNonQueryAsync(cancellation);
        await using var fetch = new NpgsqlCommand($"fetch {FetchRows} from {CursorOf(range)}", connection);
        var moment = new MomentMerge(range.IsDescending);
        for (var isDone = false; !isDone;)
        {
            await using var reader = await fetch.ExecuteReaderAsync(cancellation);
            var rows = 0;
            for (; await reader.ReadAsync(cancellation); rows++)
            {
                var timestamp = Instant.FromDateTimeUtc(reader.GetDateTime(0));
                if (!moment.Holds(timestamp))
                {
                    foreach (var point in moment.Points()) yield return point;
                    moment.Begin(timestamp);
                }
                Add(moment, reader, range.Keys);
            }
            isDone = rows < FetchRows;
        }
        foreach (var point in moment.Points()) yield return point;
    }

    // A connection prepares the statement after a few uses, and remembers for it how many columns there were.
    private static string CursorOf(PointRange range) => $"points_of_{range.Keys.Count}";

    private static void Add(MomentMerge moment, NpgsqlDataReader row, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            foreach (var sample in SampleJson.Read(row.GetFieldValue<byte[]>(1))) moment.Add(sample.Key, sample.Value);
            return;
        }
        for (var i = 0; i < keys.Count; i++)
        {
            if (!row.IsDBNull(i + 1) && SampleJson.ReadValue(row.GetFieldValue<byte[]>(i + 1)) is { } value) moment.Add(keys[i], value);
        }
    }

    /// <summary>
    /// Partitions are days of receipt and the range is one of timestamps. Nothing is believed that is dated further ahead than the
    /// tolerance, so days of receipt before that are left out; late data may have come on any day after.
    /// </summary>
    private static NpgsqlCommand Declare(NpgsqlConnection connection, PointRange range)
    {
        var columns = range.Keys.Select((_, i) => $"values -> ${i + 5}").ToList();
        var direction = range.IsDescending ? "desc" : "asc";
        var sql = new StringBuilder($"declare {CursorOf(range)} no scroll cursor for select ts, ")
            .Append(columns.Count == 0 ? "values" : string.Join(", ", columns))
            .Append(" from iot.telemetry_log where device_key = $1 and ts >= $2 and ts < $3 and received_at >= $4 and topic is null and ")
            .Append(columns.Count == 0 ? "values" : $"coalesce({string.Join(", ", columns)})")
            .Append(" is not null order by ts ").Append(direction).Append(", seq ").Append(direction);
        var command = new NpgsqlCommand(sql.ToString(), connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = range.DeviceKey });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = range.From.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = range.To.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (range.From - PayloadTimestamp.Tolerance).ToDateTimeUtc() });
        foreach (var key in range.Keys) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return command;
    }
}
