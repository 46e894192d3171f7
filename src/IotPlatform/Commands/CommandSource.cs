using System.Text;
using IotPlatform.Devices;
using IotPlatform.Mqtt;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Commands;

/// <summary>
/// What the device's connection asks for and reports. It is asked anew each time, so nothing of a command is in memory before the device
/// can take it, and whichever node has the connection may ask.
/// </summary>
public sealed class CommandSource(NpgsqlDataSource database, CommandJournal journal) : ICommandSource
{
    // The stream's first event holds what is sent; the open row is small, as it is written anew with each step.
    private const string Waiting = """
        select d.id, e.data->>'name', e.data->>'payload', (d.data->>'expires_at')::timestamptz
        from iot.mt_doc_opencommand d
        join iot.mt_events e on e.tenant_id = d.tenant_id and e.stream_id = d.id and e.version = 1
        where d.tenant_id = $1 and d.data->>'device_id' = $2 and d.data->>'expires_at' > $3 and d.id <> all($4)
        order by d.data->>'queued_at', d.id limit $5
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingCommand>> WaitingAsync(
        DeviceHandle device, IReadOnlyCollection<string> except, int count, Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Waiting);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = device.Customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = device.DeviceId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Json.Format(now) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. except] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<WaitingCommand> waiting = [];
        while (await rows.ReadAsync(cancellation)) waiting.Add(Read(rows));
        return waiting;
    }

    /// <inheritdoc/>
    public Task ReportAsync(DeviceHandle device, IReadOnlyList<CommandReport> reports, CancellationToken cancellation) =>
        journal.WriteAsync(device.Customer, [.. reports.Select(EntryOf)], cancellation);

    private static WaitingCommand Read(NpgsqlDataReader row)
    {
        var payload = row.IsDBNull(2) ? [] : Encoding.UTF8.GetBytes(row.GetString(2));
        return new(row.GetString(0), row.GetString(1), payload, Instant.FromDateTimeUtc(row.GetDateTime(3)));
    }

    private static CommandEntry EntryOf(CommandReport report) => new(report.CommandId, StepOf(report), report.At);

    private static CommandStep StepOf(CommandReport report) => report switch
    {
        { IsAcknowledged: true } => CommandStep.Delivered,
        { QoS: 0 } => CommandStep.SentUnacknowledged,
        _ => CommandStep.Sent,
    };
}
