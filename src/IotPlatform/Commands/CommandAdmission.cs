using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Commands;

/// <summary>
/// A command is about a device that is there, is active and has not too many to come; with the device go those that are open.
/// </summary>
public sealed class CommandAdmission : IConsequence
{
    /// <summary>Commands of one device that are neither delivered nor expired.</summary>
    public const int MaxOpen = 1_000;

    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var queued in events.OfType<CommandQueued>())
        {
            var device = await LockedStreams.HoldAsync<Device>(session, queued.DeviceId, cancellation);
            await Turns.WaitAsync(session, $"commands of {queued.DeviceId}", cancellation);
            var open = await OpenAsync(session, queued.DeviceId, cancellation);
            if (Refuse(device?.State, queued.DeviceId, open.Count) is { } refusal) return refusal;
        }
        foreach (var deleted in events.OfType<DeviceDeleted>())
        {
            var open = await OpenAsync(session, deleted.Id, cancellation);
            var entries = open.Select(id => new CommandEntry(id, CommandStep.Cancelled, now));
            await CommandJournal.WriteAsync(session, [.. entries], cancellation);
        }
        return null;
    }

    /// <summary>Why the device gets no further command, or null.</summary>
    public static Problem? Refuse(Device? device, string deviceId, int open) => device switch
    {
        null => Problem.NotFound(Device.Kind, deviceId),
        { IsActive: false } => Problem.InvalidState("The device is deactivated. Activate it before you send it commands."),
        _ when open >= MaxOpen => Problem.InvalidState(
            $"The device has {open} commands that are neither delivered nor expired. "
            + "Wait until it has taken some, or give them a shorter ttl_seconds."),
        _ => null,
    };

    private static async Task<List<string>> OpenAsync(IDocumentSession session, string deviceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select id from iot.mt_doc_opencommand where tenant_id = $1 and data->>'device_id' = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        List<string> open = [];
        await using var rows = await session.ExecuteReaderAsync(command, cancellation);
        while (await rows.ReadAsync(cancellation)) open.Add(rows.GetString(0));
        return open;
    }
}
