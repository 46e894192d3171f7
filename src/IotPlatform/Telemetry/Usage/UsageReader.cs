using System.Data;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>What was sent on a UTC day.</summary>
/// <param name="ActiveDevices">Devices that sent anything.</param>
public sealed record DayUsage(LocalDate Day, long Messages, long Bytes, long ActiveDevices);

/// <summary>What a device sent.</summary>
public sealed record DeviceUsage(string DeviceId, long Messages, long Bytes);

/// <summary>What was sent in a period.</summary>
/// <param name="Days">Those on which anything was sent.</param>
/// <param name="ActiveDevices">Different devices that sent anything.</param>
/// <param name="Top">Those that sent most, most messages first.</param>
public sealed record PeriodUsage(IReadOnlyList<DayUsage> Days, long ActiveDevices, IReadOnlyList<DeviceUsage> Top);

/// <summary>
/// Reads what a customer's devices have sent, to the last message that was acknowledged: what is stored as of one moment, and what is counted
/// in memory past the position up to which that is stored.
/// </summary>
public sealed class UsageReader(NpgsqlDataSource database, UsageCounters counters)
{
    /// <summary>Messages and bytes by day, of the days on which there were any.</summary>
    public Task<IReadOnlyList<DayUsage>> ReadDaysAsync(string customer, LocalDate first, LocalDate last, CancellationToken cancellation) =>
        ReadAsync(customer, first, last, null,
            (connection, late) => UsageSql.DaysAsync(connection, customer, first, last, null, late, cancellation), cancellation);

    /// <summary>All there is to say of a period, of all devices or of one.</summary>
    public Task<PeriodUsage> ReadPeriodAsync(string customer, LocalDate first, LocalDate last, string? deviceId, CancellationToken cancellation) =>
        ReadAsync(customer, first, last, deviceId, async (connection, late) =>
        {
            var days = await UsageSql.DaysAsync(connection, customer, first, last, deviceId, late, cancellation);
            if (deviceId is null)
            {
                var (active, top) = await new TopDevices(connection, customer, late, cancellation).ReadAsync(first, last);
                return new PeriodUsage(days, active, top);
            }
            var one = new DeviceUsage(deviceId, days.Sum(day => day.Messages), days.Sum(day => day.Bytes));
            return one.Messages > 0 ? new(days, 1, [one]) : new PeriodUsage(days, 0, []);
        }, cancellation);

    private async Task<T> ReadAsync<T>(
        string customer, LocalDate first, LocalDate last, string? deviceId, Func<NpgsqlConnection, IReadOnlyList<UsageCount>, Task<T>> read,
        CancellationToken cancellation)
    {
        // Before the snapshot is taken: whatever is stored in between is told by its position.
        var counted = counters.Of(customer);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var stored = await UsageSql.PositionAsync(connection, cancellation);
        var late = counted.Where(part => part.Position > stored).SelectMany(part => part.Counts)
            .Where(count => count.Day >= first && count.Day <= last && (deviceId is null || count.Device.DeviceId == deviceId));
        return await read(connection, [.. Merge(late)]);
    }

    // A count that is under way and a newer one of the same device are one row.
    private static IEnumerable<UsageCount> Merge(IEnumerable<UsageCount> counts) => counts.GroupBy(count => (count.Device, count.Day))
        .Select(same => new UsageCount(same.Key.Device, same.Key.Day, same.Sum(count => count.Messages), same.Sum(count => count.Bytes)));
}
