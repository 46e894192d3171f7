using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// Collects messages into the next batch while the writer commits the one before; so a batch is as large as the disk is slow.
/// Bounded in messages and in bytes: when it is full, senders wait, first come first served.
/// </summary>
public sealed class IngestBuffer(TelemetryOptions options)
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);

    /// <summary>Beyond this a clock was set back, and holding on to the old time would date everything wrongly.</summary>
    private static readonly Duration LargestStep = Duration.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<Sender> _senders = new();
    private readonly Queue<IngestBatch> _full = new();
    private IngestBatch _filling = new();
    private TaskCompletionSource? _writer;
    private Instant _free = Instant.MinValue;
    private int _messages;
    private long _bytes;
    private bool _closed;

    /// <summary>Messages that are queued or being committed.</summary>
    public int Length => Volatile.Read(ref _messages);

    /// <summary>Queues a message, after those that wait already. The inner task is the batch's.</summary>
    public ValueTask<Task> EnqueueAsync(IngestMessage message, CancellationToken cancellation)
    {
        Sender sender;
        lock (_lock)
        {
            if (_closed) return ValueTask.FromException<Task>(new IngestClosedException());
            if (_senders.Count == 0 && HasRoom) return new ValueTask<Task>(Accept(message));
            _senders.Enqueue(sender = new Sender(message));
        }
        return new ValueTask<Task>(sender.WaitAsync(cancellation));
    }

    /// <summary>The next batch, as soon as there is one; null when the queue is closed and empty. For one writer.</summary>
    public async ValueTask<IngestBatch?> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_full.TryDequeue(out var full)) return full;
                if (_filling.Messages.Count > 0) return Seal();
                if (_closed) return null;
                arrival = (_writer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            await arrival.WaitAsync(cancellation);
        }
    }

    /// <summary>Gives back the room of a batch that was taken, and lets in who waits for it.</summary>
    public void Release(IngestBatch batch)
    {
        lock (_lock)
        {
            _messages -= batch.Messages.Count;
            _bytes -= batch.Weight;
            while (_senders.Count > 0 && HasRoom)
            {
                var sender = _senders.Dequeue();
                if (sender.TryClaim()) sender.Accepted(Accept(sender.Message));
            }
        }
    }

    /// <summary>Takes nothing more in; what is queued may still be taken. Senders that wait are refused.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_senders.TryDequeue(out var sender))
                if (sender.TryClaim()) sender.Refused(new IngestClosedException());
            Wake();
        }
    }

    // One message is always let in, however large.
    private bool HasRoom => _messages < options.QueueMessages && _bytes < options.QueueBytes;

    private Task Accept(IngestMessage message)
    {
        var received = Unique(PayloadTimestamp.ToMicroseconds(message.ReceivedAt), message.Rows);
        if (_filling.Messages.Count >= options.BatchMessages || _filling.Weight >= options.BatchBytes) _full.Enqueue(Seal());
        _filling.Add(message with { ReceivedAt = received });
        _messages++;
        _bytes += message.Weight;
        Wake();
        return _filling.Committed;
    }

    /// <summary>A time of its own for every row: what is sent without one must not overwrite its neighbour.</summary>
    private Instant Unique(Instant received, int rows)
    {
        if (received < _free && _free - received < LargestStep) received = _free;
        _free = received + (Microsecond * rows);
        return received;
    }

    private IngestBatch Seal()
    {
        var batch = _filling;
        _filling = new IngestBatch();
        return batch;
    }

    private void Wake()
    {
        _writer?.TrySetResult();
        _writer = null;
    }

    /// <summary>One who waits for room. Claimed once: by the queue, or by its own cancellation.</summary>
    private sealed class Sender(IngestMessage message)
    {
        private readonly TaskCompletionSource<Task> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _claimed;

        public IngestMessage Message => message;

        public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

        public void Accepted(Task committed) => _accepted.TrySetResult(committed);

        public void Refused(Exception reason) => _accepted.TrySetException(reason);

        public async Task<Task> WaitAsync(CancellationToken cancellation)
        {
            await using var registration = cancellation.Register(() =>
            {
                if (TryClaim()) _accepted.TrySetCanceled(cancellation);
            });
            return await _accepted.Task;
        }
    }
}

/// <summary>The platform is stopping; the message was not stored and must not be acknowledged.</summary>
public sealed class IngestClosedException() : Exception("The platform is stopping and takes in no more messages.");
