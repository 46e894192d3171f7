using IotPlatform.RuleEngine;
using NodaTime;
using Npgsql;

namespace IotPlatform.Backtests;

/// <summary>When the platform itself was down: what devices could not tell it then is not held against them.</summary>
public sealed class OutageHistory(NpgsqlDataSource database)
{
    /// <summary>The outages whose end, or the grace after it, falls into a span, oldest first.</summary>
    public async Task<IReadOnlyList<PlatformResumed>> ReadAsync(Instant from, Instant to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select started_at, ended_at, grace_seconds from iot.platform_outages
            where ended_at + grace_seconds * interval '1 second' > $1 and ended_at < $2 order by ended_at
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var outages = new List<PlatformResumed>();
        while (await rows.ReadAsync(cancellation)) outages.Add(Read(rows));
        return outages;
    }

    private static PlatformResumed Read(NpgsqlDataReader row) => new(
        Instant.FromDateTimeUtc(row.GetDateTime(0)), Instant.FromDateTimeUtc(row.GetDateTime(1)), Duration.FromSeconds(row.GetDouble(2)));
}
