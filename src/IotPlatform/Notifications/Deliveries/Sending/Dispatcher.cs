using System.Collections.Concurrent;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>
/// Sends what is due, each lane for itself. What it has under way is known to this process alone: if that dies, the next one finds it still
/// due and sends it again, under the same id.
/// </summary>
public sealed class Dispatcher(
    DueDeliveries due, DeliverySignal signal, Lanes lanes, Attempts attempts, Outcomes outcomes, LastStates states, IClock clock,
    TimeProvider time, ILogger<Dispatcher> log)
{
    // How late a retry may be; what is new is told of at once.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // What could not be recorded is sent again, but not at once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    // Whoever has begun to listen should hear the end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Task, LaneKey> _underWay = [];

    /// <summary>Sends until cancelled; what is under way then is given a moment to end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var sending = new CancellationTokenSource();
        try
        {
            await RunAsync(sending.Token, cancellation);
        }
        finally
        {
            sending.CancelAfter(Grace);
            await Task.WhenAll(_underWay.Keys);
        }
    }

    private async Task RunAsync(CancellationToken sending, CancellationToken cancellation)
    {
        while (true)
        {
            signal.Raise(await due.LanesAsync(clock.GetCurrentInstant(), cancellation));
            using var interval = new CancellationTokenSource(Interval, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellation);
            try
            {
                while (true) await FillAsync(await signal.WaitAsync(either.Token), sending, cancellation);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Time to look at the retries.
            }
        }
    }

    private async Task FillAsync(IReadOnlyCollection<LaneKey> hungry, CancellationToken sending, CancellationToken cancellation)
    {
        var rooms = lanes.RoomIn(hungry);
        if (rooms.Count == 0) return;
        var found = await due.ReadAsync(rooms, lanes.UnderWay(rooms), clock.GetCurrentInstant(), cancellation);
        foreach (var ofCustomer in found.GroupBy(delivery => delivery.Lane.Customer))
        {
            var ids = ofCustomer.Select(delivery => delivery.ChannelId).OfType<string>().Distinct().ToList();
            var channels = await states.ReadLivingAsync<NotificationChannel>(ofCustomer.Key, ids, cancellation);
            foreach (var delivery in ofCustomer)
            {
                if (lanes.TryBegin(delivery.Lane, delivery.Id))
                    Begin(delivery, delivery.ChannelId is { } id ? channels.GetValueOrDefault(id) : null, sending);
            }
        }
    }

    private void Begin(DueDelivery delivery, NotificationChannel? channel, CancellationToken sending)
    {
        var task = SendAsync(delivery, channel, sending);
        _underWay[task] = delivery.Lane;
        _ = task.ContinueWith(ended => _underWay.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task SendAsync(DueDelivery delivery, NotificationChannel? channel, CancellationToken cancellation)
    {
        using var scope = log.BeginCorrelated("notifications", ("DeliveryId", delivery.Id), ("AlarmId", delivery.AlarmId ?? ""));
        using var span = Tracing.Source.StartActivity("attempt delivery");
        span?.SetTag("channel_type", delivery.ChannelType);
        try
        {
            var attempt = await attempts.MakeAsync(delivery, channel, cancellation);
            lanes.Sent(delivery.Lane, delivery.Id);
            signal.Raise([delivery.Lane]);
            if (!await outcomes.RecordAsync(attempt)) await Task.Delay(Pause, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The platform stops; the next start sends it.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Delivery {Delivery} could not be tried; it is tried again", delivery.Id);
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            if (lanes.End(delivery.Lane, delivery.Id)) signal.Raise([delivery.Lane]);
        }
    }
}
