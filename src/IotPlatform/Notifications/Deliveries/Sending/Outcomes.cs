using System.Threading.Channels;

namespace IotPlatform.Notifications;

/// <summary>Gathers the outcomes that come in while others are being recorded, and records them together.</summary>
public sealed class Outcomes(OutcomeStore store, ILogger<Outcomes> log)
{
    private const int AtOnce = 100;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });

    private sealed record Entry(DeliveryAttempt Attempt, TaskCompletionSource<bool> Done);

    /// <summary>True when the outcome is recorded; false when it could not be, so that the delivery will be tried again.</summary>
    public Task<bool> RecordAsync(DeliveryAttempt attempt)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _entries.Writer.TryWrite(new(attempt, done));
        return done.Task;
    }

    /// <summary>Records until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await _entries.Reader.WaitToReadAsync(cancellation))
        {
            List<Entry> some = [];
            while (some.Count < AtOnce && _entries.Reader.TryRead(out var entry)) some.Add(entry);
            await Task.WhenAll(some.GroupBy(entry => entry.Attempt.Delivery.Lane.Customer).Select(ofCustomer => RecordAsync(ofCustomer.Key, [.. ofCustomer])));
        }
    }

    // Not cancelled: what was sent should be known to be sent.
    private async Task RecordAsync(string customer, IReadOnlyList<Entry> entries)
    {
        if (await TryRecordAsync(customer, entries)) return;
        if (entries.Count == 1) entries[0].Done.SetResult(false);
        else foreach (var entry in entries) await RecordAsync(customer, [entry]);
    }

    private async Task<bool> TryRecordAsync(string customer, IReadOnlyList<Entry> entries)
    {
        try
        {
            await store.RecordAsync(customer, [.. entries.Select(entry => entry.Attempt)], CancellationToken.None);
            foreach (var entry in entries) entry.Done.SetResult(true);
            return true;
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The outcome of {Count} deliveries could not be recorded", entries.Count);
            return false;
        }
    }
}
