using System.Buffers;
using System.Text.Json;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>
/// Devices as the API answers them: the projected document, and beside it what is true of the connection at this moment, which is kept
/// in a log and not in events.
/// </summary>
public sealed class DeviceReadModel(
    IDocumentStore store, NpgsqlDataSource database, Freshness freshness, DeviceStates states, IPastConnections connections)
    : ReadModel<Device>(store, database, freshness)
{
    private const string StateColumns =
        $"s.device_key, s.is_connected, s.last_seen, s.last_connected_at, s.last_disconnected_at, {TelemetryErrors.Columns}";

    private const string JoinErrors = "left join iot.telemetry_errors e on e.device_key = s.device_key";

    /// <inheritdoc/>
    protected override string Columns => $"d.data, {StateColumns}";

    /// <inheritdoc/>
    protected override string Joins => $"left join iot.device_state s on s.customer = d.tenant_id and s.device_id = d.id {JoinErrors}";

    /// <summary>The tags of a device, alone.</summary>
    public async Task<IResult> GetTags(HttpContext http, string id)
    {
        var (device, version) = await LoadAsync(http, id);
        return device is null ? Problem.NotFound(Device.Kind, id) : DeviceTags.Of(device, version);
    }

    /// <inheritdoc/>
    protected override void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row)
    {
        var state = row.IsDBNull(1) ? DeviceState.NeverSeen : states.Current(Read(row, 1));
        WriteExtended(output, row.GetFieldValue<byte[]>(0), writer => Write(writer, state));
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(
        IBufferWriter<byte> output, string customer, string id, Device device, CancellationToken cancellation)
    {
        var state = await StateAsync(customer, id, cancellation);
        WriteState(output, device, writer => Write(writer, state));
    }

    /// <summary>Writes a device to which a credential was just issued.</summary>
    /// <param name="credential">Writes the members that only this answer carries.</param>
    public async ValueTask WriteIssuedAsync(
        IBufferWriter<byte> output, string customer, Device device, Action<Utf8JsonWriter> credential, CancellationToken cancellation)
    {
        var state = await StateAsync(customer, device.DeviceId, cancellation);
        WriteState(output, device, writer =>
        {
            Write(writer, state);
            credential(writer);
        });
    }

    /// <inheritdoc/>
    public override ValueTask WriteNew(IBufferWriter<byte> output, Device device, Action<Utf8JsonWriter>? once)
    {
        WriteState(output, device, writer =>
        {
            Write(writer, DeviceState.NeverSeen);
            once?.Invoke(writer);
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask WritePast(
        IBufferWriter<byte> output, string customer, string id, Device device, Instant moment, CancellationToken cancellation)
    {
        var state = await connections.AtAsync(customer, id, device.CreatedAt, moment, cancellation);
        WriteState(output, device, writer => Write(writer, state));
    }

    private async Task<DeviceState> StateAsync(string customer, string id, CancellationToken cancellation)
    {
        await using var command = Database.CreateCommand(
            $"select {StateColumns} from iot.device_state s {JoinErrors} where s.customer = $1 and s.device_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? states.Current(Read(rows, 0)) : DeviceState.NeverSeen;
    }

    private static DeviceState Read(NpgsqlDataReader row, int first) => new(
        row.GetInt32(first), row.GetBoolean(first + 1), Time(row, first + 2), Time(row, first + 3), Time(row, first + 4))
    {
        TelemetryErrors = TelemetryErrors.Read(row, first + 5),
    };

    private static Instant? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));

    private static void Write(Utf8JsonWriter writer, DeviceState state)
    {
        writer.WriteBoolean("is_connected", state.IsConnected);
        WriteTime(writer, "last_seen", state.LastSeen);
        WriteTime(writer, "last_connected_at", state.LastConnectedAt);
        WriteTime(writer, "last_disconnected_at", state.LastDisconnectedAt);
        writer.WritePropertyName("telemetry_errors");
        JsonSerializer.Serialize(writer, state.TelemetryErrors, Json.Api);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, Instant? time)
    {
        if (time is { } known) writer.WriteString(name, Json.Format(known));
        else writer.WriteNull(name);
    }
}
