using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Reads how many deliveries wait, from the index of those that do, and no further than it takes to see that they are too many.
/// </summary>
public sealed class WaitingReading(NpgsqlDataSource database, DeliveryMetrics metrics, TimeProvider time, ILogger<WaitingReading> log)
    : GaugeReading(time, log)
{
    private const string Sql = """
        select count(*) from (select from iot.delivery where status in ('pending', 'retrying') limit 100000) waiting
        """;

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql);
        metrics.Waiting = (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
