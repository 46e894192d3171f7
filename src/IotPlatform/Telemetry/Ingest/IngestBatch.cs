using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>One parsed message on its way to the log.</summary>
/// <param name="Device">Who sent it.</param>
/// <param name="Topic">Null for telemetry, else the topic.</param>
/// <param name="Bytes">Topic and payload, for the usage counters.</param>
/// <param name="ReceivedAt">When it was received; made unique when it is queued.</param>
/// <param name="Payload">What it says.</param>
public readonly record struct IngestMessage(DeviceHandle Device, string? Topic, int Bytes, Instant ReceivedAt, ParsedPayload Payload)
{
    /// <summary>Rows of the log that the message becomes.</summary>
    public int Rows => Math.Max(1, Payload.Entries.Length);

    /// <summary>About how much memory it holds until it is committed.</summary>
    public long Weight => Bytes + (256L * Rows);
}

/// <summary>The messages of one transaction, and the one task that all their senders wait for.</summary>
public sealed class IngestBatch
{
    // One task for thousands of messages: completing each its own would cost more than the commit.
    private readonly TaskCompletionSource _committed = new();
    private readonly List<IngestMessage> _messages = [];

    /// <summary>In the order in which they were accepted.</summary>
    public IReadOnlyList<IngestMessage> Messages => _messages;

    /// <summary>About how much memory the messages hold.</summary>
    public long Weight { get; private set; }

    /// <summary>Rows of the log that the messages become.</summary>
    public int Rows { get; private set; }

    /// <summary>Done when the batch is on disk; faulted if it will never be.</summary>
    public Task Committed => _committed.Task;

    /// <summary>Adds a message; the queue's lock protects this.</summary>
    public void Add(in IngestMessage message)
    {
        _messages.Add(message);
        Weight += message.Weight;
        Rows += message.Rows;
    }

    /// <summary>Tells all senders that their messages are on disk.</summary>
    public void Complete() => Tell(static committed => committed.TrySetResult());

    /// <summary>Tells all senders that their messages are not stored.</summary>
    public void Fail(Exception reason) => Tell(committed =>
    {
        committed.TrySetException(reason);
        _ = committed.Task.Exception; // Seen here: a sender that no longer waits is no error of its own.
    });

    // The senders go on one after the other on one thread, which is not the writer's: each has little to do, and to wake a thread for each
    // of a thousand costs more than that.
    private void Tell(Action<TaskCompletionSource> outcome) => ThreadPool.UnsafeQueueUserWorkItem(outcome, _committed, preferLocal: false);

    /// <summary>The rows, numbered from <paramref name="firstSeq"/>.</summary>
    public TelemetryRecord[] ToRecords(long firstSeq)
    {
        var records = new TelemetryRecord[Rows];
        var row = 0;
        foreach (var message in _messages)
        {
            var payload = message.Payload;
            var time = message.ReceivedAt;
            for (var i = 0; i < message.Rows; i++, time += Duration.FromTicks(10))
            {
                var entry = i < payload.Entries.Length ? payload.Entries[i] : new PayloadEntry(null, [], []);
                records[row] = new TelemetryRecord(firstSeq + row, message.Device, time, entry.Timestamp ?? time,
                    i == 0 ? message.Bytes : 0, message.Topic, payload.Error, entry.Samples, entry.Json);
                row++;
            }
        }
        return records;
    }
}
