using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>All devices of a customer at once, for those who keep them in memory.</summary>
public sealed class DeviceRoll(NpgsqlDataSource database)
{
    /// <summary>
    /// Every registered device by what its read model says, with the version that this is of: id, name, whether it is active, profile and
    /// groups; the rest is left out.
    /// </summary>
    public async IAsyncEnumerable<(Device Device, long Version)> ReadAsync(string customer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select id, data ->> 'name', (data ->> 'is_active')::boolean, data ->> 'profile_id',
              array(select jsonb_array_elements_text(data -> 'group_ids')), mt_version
            from iot.mt_doc_device where tenant_id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) yield return (Read(rows), rows.GetInt64(5));
    }

    /// <summary>
    /// What is known of contacts with a customer's devices, or with one of them; those that were never in contact are missing.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, DeviceContact>> ReadContactsAsync(
        string customer, string? deviceId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            select device_id, session_epoch, is_connected, last_disconnected_at from iot.device_state
            where customer = $1 {(deviceId is null ? "" : "and device_id = $2")}
              and (last_seen is not null or session_epoch is not null)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        if (deviceId is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var contacts = new Dictionary<string, DeviceContact>();
        while (await rows.ReadAsync(cancellation))
        {
            contacts[rows.GetString(0)] = new(
                rows.IsDBNull(1) ? null : rows.GetInt64(1), rows.GetBoolean(2),
                rows.IsDBNull(3) ? null : NodaTime.Instant.FromDateTimeUtc(rows.GetDateTime(3)));
        }
        return contacts;
    }

    private static Device Read(NpgsqlDataReader row) => new()
    {
        DeviceId = row.GetString(0),
        Name = row.GetString(1),
        IsActive = row.GetBoolean(2),
        ProfileId = row.IsDBNull(3) ? null : row.GetString(3),
        GroupIds = row.GetFieldValue<string[]>(4),
        Metadata = default(JsonElement),
    };
}

/// <summary>That a device was in contact, and how its last session stands.</summary>
/// <param name="Epoch">Which session was the last; null if it has only sent over HTTP.</param>
public sealed record DeviceContact(long? Epoch, bool IsConnected, NodaTime.Instant? DisconnectedAt);
