using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>A device's newest values in the form in which they are stored: <c>{key: [epoch microseconds, seq, value]}</c>.</summary>
public sealed record StoredDevice(int DeviceKey, string Values, Instant? LastSeen)
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Takes a device's values to be stored.</summary>
    public static StoredDevice Of(DeviceLatest device)
    {
        var (values, lastSeen) = device.TakeForStorage();
        var buffer = new ArrayBufferWriter<byte>(64 + (values.Length * 64));
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var (key, value) in values)
            {
                json.WriteStartArray(key);
                json.WriteNumberValue(value.Timestamp.ToUnixTimeTicks() / 10);
                json.WriteNumberValue(value.Seq);
                value.Value.WriteTo(json);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return new StoredDevice(device.DeviceKey, Encoding.UTF8.GetString(buffer.WrittenSpan), lastSeen);
    }

    /// <summary>Reads stored values back.</summary>
    public static KeyValuePair<string, LatestValue>[] Read(ReadOnlySpan<byte> stored)
    {
        var values = new List<KeyValuePair<string, LatestValue>>();
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            reader.Read();
            var timestamp = Instant.FromUnixTimeTicks(reader.GetInt64() * 10);
            reader.Read();
            var seq = reader.GetInt64();
            reader.Read();
            if (ScalarReader.Read(ref reader, out var value) == PayloadError.None)
                values.Add(new(key, new LatestValue(timestamp, seq, value)));
            reader.Read();
        }
        return [.. values];
    }
}

/// <summary>The table of newest values, and the checkpoint up to which it, and the table of usage, hold the log.</summary>
public sealed class LatestStore(NpgsqlDataSource database)
{
    private const int ChunkSize = 5_000;

    /// <summary>The position up to which the table holds the log.</summary>
    public Task<long> ReadCheckpointAsync(CancellationToken cancellation) => ReadCheckpointAsync("", cancellation);

    /// <summary>The same, once no transaction is under way that may change it, such as one whose client has lost it.</summary>
    public Task<long> AwaitCheckpointAsync(CancellationToken cancellation) => ReadCheckpointAsync("for update", cancellation);

    /// <summary>The stored values of those devices that have any.</summary>
    public async Task<Dictionary<int, KeyValuePair<string, LatestValue>[]>> LoadAsync(int[] deviceKeys, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select device_key, values from iot.telemetry_latest where device_key = any($1)");
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = deviceKeys });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var devices = new Dictionary<int, KeyValuePair<string, LatestValue>[]>();
        while (await reader.ReadAsync(cancellation)) devices[reader.GetInt32(0)] = StoredDevice.Read(reader.GetFieldValue<byte[]>(1));
        return devices;
    }

    /// <summary>Stores devices, what they have sent since the last time, and the checkpoint in one transaction.</summary>
    public async Task SaveAsync(
        IReadOnlyList<StoredDevice> devices, IReadOnlyList<UsageCount> usage, long checkpoint, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The log holds all of it: what a crash takes is rolled forward from the checkpoint that it takes, too.
        await ExecuteAsync(connection, "set local synchronous_commit = off", [], cancellation);
        foreach (var chunk in devices.Chunk(ChunkSize)) await SaveAsync(connection, chunk, cancellation);
        await UsageStore.AddAsync(connection, usage, cancellation);
        await ExecuteAsync(connection,
            "insert into iot.telemetry_checkpoints values ('latest', $1) on conflict (name) do update set seq = excluded.seq",
            [new NpgsqlParameter<long> { TypedValue = checkpoint }], cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc cref="UsageStore.FindOwnersAsync"/>
    public Task<IReadOnlyDictionary<int, Devices.DeviceHandle>> FindOwnersAsync(int[] keys, CancellationToken cancellation) =>
        UsageStore.FindOwnersAsync(database, keys, cancellation);

    /// <summary>Deletes what is stored of a device.</summary>
    public async Task DeleteAsync(int deviceKey, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from iot.telemetry_latest where device_key = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<long> ReadCheckpointAsync(string locking, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select seq from iot.telemetry_checkpoints where name = 'latest' {locking}");
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    private static async Task SaveAsync(NpgsqlConnection connection, StoredDevice[] devices, CancellationToken cancellation)
    {
        await ExecuteAsync(connection,
            """
            insert into iot.telemetry_latest (device_key, values)
            select key, values::json from unnest($1::int[], $2::text[]) as device (key, values)
            on conflict (device_key) do update set values = excluded.values
            """,
            [Keys(devices), new NpgsqlParameter<string[]> { TypedValue = [.. devices.Select(d => d.Values)] }], cancellation);
        var seen = devices.Where(d => d.LastSeen is not null).ToArray();
        // The connection log writes the same rows; whoever locks in the order of keys cannot deadlock with it.
        await ExecuteAsync(connection,
            """
            with locked as (
              select device_key from iot.device_state where device_key = any($1::int[]) order by device_key for no key update)
            update iot.device_state set last_seen = device.seen
            from unnest($1::int[], $2::timestamptz[]) as device (key, seen)
            where device_key = device.key and device_key in (select device_key from locked) and (last_seen is null or last_seen < device.seen)
            """,
            [Keys(seen), new NpgsqlParameter<DateTime[]> { TypedValue = [.. seen.Select(d => d.LastSeen!.Value.ToDateTimeUtc())] }], cancellation);
    }

    private static NpgsqlParameter<int[]> Keys(StoredDevice[] devices) => new() { TypedValue = [.. devices.Select(d => d.DeviceKey)] };

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
