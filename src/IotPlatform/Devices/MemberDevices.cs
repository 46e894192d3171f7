using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>The devices that belong to a group or profile: found, or locked so that they can be made to leave it.</summary>
public static class MemberDevices
{
    /// <summary>SQL for the ids of the members of the group <c>{0}</c>, for conditions in which <c>$1</c> is the customer.</summary>
    public const string IdsOfGroup = "select m.id from iot.mt_doc_device m where m.tenant_id = $1 and m.data->'group_ids' ? {0}";

    /// <summary>The members of a group. The read models must be up to date.</summary>
    public static Task<IReadOnlyDictionary<string, Locked<Device>>> TakeOfGroupAsync(
        IDocumentSession session, string groupId, CancellationToken cancellation) =>
        TakeAsync(session, "data->'group_ids' ? $2", groupId, cancellation);

    /// <summary>The devices that a profile applies to. The read models must be up to date.</summary>
    public static Task<IReadOnlyDictionary<string, Locked<Device>>> TakeOfProfileAsync(
        IDocumentSession session, string profileId, CancellationToken cancellation) =>
        TakeAsync(session, "data->>'profile_id' = $2", profileId, cancellation);

    private static async Task<IReadOnlyDictionary<string, Locked<Device>>> TakeAsync(
        IDocumentSession session, string belongs, string id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select id from iot.mt_doc_device where tenant_id = $1 and {belongs}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        List<string> members = [];
        await using (var rows = await session.ExecuteReaderAsync(command, cancellation))
            while (await rows.ReadAsync(cancellation)) members.Add(rows.GetString(0));
        return await LockedStreams.TakeAsync<Device>(session, members, cancellation);
    }
}
