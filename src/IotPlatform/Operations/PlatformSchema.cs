using Npgsql;

namespace IotPlatform.Operations;

/// <summary>What tells a database that the platform has used from an empty one.</summary>
internal static class PlatformSchema
{
    /// <summary>The table of events.</summary>
    public const string Events = "iot.mt_events";

    /// <summary>Whether the database holds a platform.</summary>
    public static async Task<bool> IsInAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.ScalarAsync($"select to_regclass('{Events}') is not null", cancellation) is true;
}
