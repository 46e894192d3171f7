using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>Which projections an operator has paused: they stand still on all nodes, and after a restart, until they are resumed.</summary>
public sealed class ProjectionPauses(NpgsqlDataSource database, IClock clock)
{
    /// <summary>The table.</summary>
    public static readonly SchemaScript Script = new("paused projections", """
        create table if not exists iot.projection_pause (projection text primary key, since timestamptz not null);
        """);

    /// <summary>Those that are paused, and since when.</summary>
    public async Task<IReadOnlyDictionary<string, Instant>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select projection, since from iot.projection_pause");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, Instant> paused = new(StringComparer.OrdinalIgnoreCase);
        while (await rows.ReadAsync(cancellation)) paused[rows.GetString(0)] = Instant.FromDateTimeUtc(rows.GetDateTime(1));
        return paused;
    }

    /// <summary>Pauses one. False when it is paused already.</summary>
    public Task<bool> PauseAsync(string projection, CancellationToken cancellation) => ExecuteAsync(
        "insert into iot.projection_pause (projection, since) values ($1, $2) on conflict do nothing", projection, cancellation,
        new NpgsqlParameter<DateTime> { TypedValue = clock.GetCurrentInstant().ToDateTimeUtc() });

    /// <summary>Lets one go on. False when it is not paused.</summary>
    public Task<bool> ResumeAsync(string projection, CancellationToken cancellation) =>
        ExecuteAsync("delete from iot.projection_pause where projection = $1", projection, cancellation);

    private async Task<bool> ExecuteAsync(string sql, string projection, CancellationToken cancellation, params NpgsqlParameter[] more)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = projection });
        command.Parameters.AddRange(more);
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }
}
