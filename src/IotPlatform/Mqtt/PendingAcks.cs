using System.Buffers;
using System.Threading.Channels;

namespace IotPlatform.Mqtt;

/// <summary>An accepted packet that is answered when its task is done.</summary>
/// <param name="Answer">First byte of the answer (PUBACK, PUBREC, PUBCOMP), or 0 when there is none (QoS 0).</param>
/// <param name="PacketId">The packet identifier to answer.</param>
/// <param name="Reason">MQTT 5 reason code; not sent to 3.1.1 clients, which have no word for it.</param>
/// <param name="Committed">Done when the message is on disk.</param>
/// <param name="Buffer">Rented memory that holds the message until then.</param>
/// <param name="Bytes">How much the message counts against <see cref="MqttLimits.InFlightBytes"/>.</param>
internal readonly record struct PendingAck(byte Answer, ushort PacketId, byte Reason, Task Committed, byte[]? Buffer = null, int Bytes = 0)
{
    public const byte PubAck = 0x40, PubRec = 0x50, PubComp = 0x70;
}

/// <summary>
/// The acknowledgements of one connection, in the order of its packets, as MQTT wants it. Each waits for its message's commit, but the
/// reader goes on, so one connection may have a thousand messages on their way to the disk. Acknowledgements that are due at once are
/// written together. A full queue stops the reader, which is the back-pressure.
/// </summary>
internal sealed class PendingAcks(PacketWriter writer, SessionMemory memory, bool isVersion5, Action<Exception?> notStored)
{
    private const int ScratchBytes = 1024, LongestAnswer = 5;

    // The loop goes on inside Add: it only looks whether the message is committed yet, and a hand-over would cost more than that.
    private readonly Channel<PendingAck> _queue = Channel.CreateUnbounded<PendingAck>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private Task? _loop;
    private int _messages;
    private int _bytes;

    /// <summary>Reserves room for a message of so many bytes; waits while too many are on their way.</summary>
    public ValueTask ReserveAsync(int bytes, CancellationToken cancellation) =>
        TryReserve(bytes, out var room) ? ValueTask.CompletedTask : ReserveSlowlyAsync(bytes, room!, cancellation);

    /// <summary>Queues the answer of a message that room was reserved for.</summary>
    public void Add(in PendingAck ack)
    {
        _loop ??= Task.Run(AnswerAsync);
        _queue.Writer.TryWrite(ack);
    }

    /// <summary>No more answers will come; those that wait are let go as their messages are committed.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private bool TryReserve(int bytes, out Task? room)
    {
        lock (_lock)
        {
            var fits = _messages is 0 || (_messages < MqttLimits.InFlightMessages && _bytes + bytes <= MqttLimits.InFlightBytes);
            room = fits ? null : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (!fits) return false;
            _messages++;
            _bytes += bytes;
            return true;
        }
    }

    private async ValueTask ReserveSlowlyAsync(int bytes, Task room, CancellationToken cancellation)
    {
        do await room.WaitAsync(cancellation).ConfigureAwait(false);
        while (!TryReserve(bytes, out room!));
    }

    private async Task AnswerAsync()
    {
        var reader = _queue.Reader;
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var scratch = ArrayPool<byte>.Shared.Rent(ScratchBytes);
            var used = 0;
            while (reader.TryRead(out var ack))
            {
                if (!ack.Committed.IsCompleted)
                {
                    used = await FlushAsync(scratch, used).ConfigureAwait(false);
                    await ack.Committed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                if (ack.Committed.IsCompletedSuccessfully) used += WriteAnswer(scratch.AsSpan(used), ack);
                else notStored(ack.Committed.Exception?.InnerException);
                Release(ack);
                if (used > ScratchBytes - LongestAnswer) used = await FlushAsync(scratch, used).ConfigureAwait(false);
            }

            await FlushAsync(scratch, used).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private async ValueTask<int> FlushAsync(byte[] scratch, int used)
    {
        if (used is 0) return 0;
        try
        {
            await writer.WriteAsync(scratch.AsMemory(0, used), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone: its reader notices, and the messages behind are still seen to their commit.
        }

        return 0;
    }

    private int WriteAnswer(Span<byte> to, in PendingAck ack)
    {
        if (ack.Answer is 0) return 0;
        // Noted before the device can know of it, so its PUBREL finds the note.
        if (ack is { Answer: PendingAck.PubRec, Reason: 0 }) memory.Receive(ack.PacketId);
        var withReason = isVersion5 && ack.Reason is not 0;
        to[0] = ack.Answer;
        to[1] = withReason ? (byte)3 : (byte)2;
        to[2] = (byte)(ack.PacketId >> 8);
        to[3] = (byte)ack.PacketId;
        if (withReason) to[4] = ack.Reason;
        return withReason ? 5 : 4;
    }

    private void Release(in PendingAck ack)
    {
        if (ack.Buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
        TaskCompletionSource? room;
        lock (_lock)
        {
            _messages--;
            _bytes -= ack.Bytes;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }
}
