using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>How many devices a group or a profile had at a moment, counted from the events of the devices, which an index finds.</summary>
public static class PastMembers
{
    private const string Index = "mt_events_membership";
    private const string Joining = "'device_joined_group', 'device_profiled'";
    private const string Leaving = "'device_left_group', 'device_unprofiled'";
    private const string Whole = "coalesce(data->>'group_id', data->>'profile_id')";

    private const string Count = $"""
        select coalesce(sum(case when type in ({Joining}) then 1 else -1 end), 0)::integer from iot.mt_events
        where tenant_id = $1 and {Whole} = $2 and timestamp <= $3 and type in ({Joining}, {Leaving})
        """;

    /// <summary>The index over those events alone.</summary>
    public static SchemaScript Script { get; } = new("index of memberships", $"""
        create index if not exists {Index} on iot.mt_events (tenant_id, ({Whole}), timestamp) where type in ({Joining}, {Leaving});
        """);

    /// <summary>Tells the event store that the index is none of its own, which it would remove.</summary>
    public static void IgnoreIndex(StoreOptions options) => options.Events.IgnoreIndex(Index);

    /// <summary>How many there were.</summary>
    public static async Task<int> CountAsync(
        NpgsqlDataSource database, string customer, string id, Instant moment, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Count);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = moment.ToDateTimeUtc() });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
