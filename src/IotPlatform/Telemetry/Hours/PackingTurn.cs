using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Who packs, drops or erases does so alone, on however many nodes.</summary>
public static class PackingTurn
{
    /// <summary>Waits for the turn; it ends with the transaction.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('iot.telemetry_packing'))", connection);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
