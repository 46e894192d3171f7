using System.Globalization;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Telemetry;

namespace IotPlatform.Backtests;

/// <summary>Too much of what a device sent came too late to be evaluated in the order of its receipt.</summary>
public sealed class TooScatteredHistoryException(string deviceId, int most) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"'{deviceId}' sent more than {most:N0} values later than their hour; name a shorter span, or other devices"));

/// <summary>Tries a rule on what is stored of devices, one after the other.</summary>
public sealed class Backtester(
    CoverageReader coverage, DeviceStates states, DeviceHistory history, ConnectionHistory connections, PlatformOutages outages)
{
    /// <summary>What the rule would have done.</summary>
    public async Task<Backtest> RunAsync(BacktestPlan plan, CancellationToken cancellation)
    {
        var resumed = await outages.ReadAsync(plan.From, plan.To, cancellation);
        var (alarms, samples) = (new AlarmList(), 0L);
        foreach (var device in plan.DeviceIds)
        {
            if (alarms.IsTruncated) break;
            try
            {
                samples += await RunAsync(plan, device, resumed, alarms, cancellation);
            }
            catch (TooScatteredException fault)
            {
                throw new TooScatteredHistoryException(device, fault.Most);
            }
        }
        return new(plan.From, plan.To, samples, alarms.IsTruncated, alarms.InOrder());
    }

    private async Task<long> RunAsync(
        BacktestPlan plan, string deviceId, IReadOnlyList<PlatformOutage> resumed, AlarmList alarms, CancellationToken cancellation)
    {
        var handle = await states.FindAsync(plan.Customer, deviceId, cancellation);
        var watchesSilence = plan.Rule.Condition.WatchesSilence;
        var hadContact = watchesSilence && handle is not null
            && await history.HasBeforeAsync(handle.Key, Microseconds.Of(plan.From), cancellation);
        var sessions = watchesSilence || plan.Rule.Condition.Interest.HasFlag(Interest.Sessions)
            ? await SessionsAsync(plan, handle, cancellation)
            : [];
        var happenings = new Queue<Happening>(Happening.InOrder(
            plan.From, plan.To, await coverage.ReadAsync(plan, deviceId, cancellation), resumed, sessions));
        var run = new DeviceRun(plan, deviceId, hadContact, alarms);
        if (handle is not null)
            await foreach (var page in history.ReadAsync(Question(plan, handle.Key), cancellation)) Take(
                page, happenings, run, alarms, cancellation);
        while (happenings.TryDequeue(out var happening)) run.Take(happening);
        run.Finish();
        return run.Samples;
    }

    private static void Take(
        List<HistoryRecord> page, Queue<Happening> happenings, DeviceRun run, AlarmList alarms, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var record in page)
        {
            if (alarms.IsTruncated) return;
            while (happenings.TryPeek(out var next) && Microseconds.Of(next.At) <= record.ReceivedAt) run.Take(happenings.Dequeue());
            run.Take(record);
        }
    }

    private async Task<IReadOnlyList<ConnectionChange>> SessionsAsync(
        BacktestPlan plan, DeviceHandle? handle, CancellationToken cancellation) =>
        handle is { } device ? await connections.ReadAsync(device, plan.From, plan.To, cancellation) : [];

    private static HistoryQuestion Question(BacktestPlan plan, int device)
    {
        var condition = plan.Rule.Condition;
        return new(
            device, condition.Interest.HasFlag(Interest.Samples) ? condition.Key : null, condition.Interest.HasFlag(Interest.Records),
            Microseconds.Of(plan.From), Microseconds.Of(plan.To), Microseconds.Of(plan.Oldest));
    }
}
