using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class IngestBufferTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 22, 12, 0);
    private static readonly DeviceHandle Device = new(1, "acme", "d");

    private static IngestMessage Message(Instant? received = null, int bytes = 10) =>
        new(Device, null, bytes, received ?? Noon, new ParsedPayload(PayloadError.None, []));

    [Fact]
    public async Task what_comes_in_during_a_commit_is_the_next_batch_and_shares_one_task()
    {
        var buffer = new IngestBuffer(new TelemetryOptions());
        await buffer.EnqueueAsync(Message(), default);
        var first = (await buffer.TakeAsync(default))!;
        var second = await buffer.EnqueueAsync(Message(), default);
        var third = await buffer.EnqueueAsync(Message(), default);
        second.ShouldBeSameAs(third);
        first.Complete();
        second.IsCompleted.ShouldBeFalse();
        (await buffer.TakeAsync(default))!.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task a_batch_is_capped_in_messages_and_in_bytes()
    {
        var buffer = new IngestBuffer(new TelemetryOptions { BatchMessages = 3, BatchBytes = 1_000_000 });
        for (var i = 0; i < 4; i++) await buffer.EnqueueAsync(Message(), default);
        (await buffer.TakeAsync(default))!.Messages.Count.ShouldBe(3);
        (await buffer.TakeAsync(default))!.Messages.Count.ShouldBe(1);
        await buffer.EnqueueAsync(Message(bytes: 1_000_000), default);
        await buffer.EnqueueAsync(Message(), default);
        (await buffer.TakeAsync(default))!.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_full_buffer_makes_senders_wait_first_come_first_served()
    {
        var buffer = new IngestBuffer(new TelemetryOptions { QueueMessages = 2 });
        await buffer.EnqueueAsync(Message(), default);
        await buffer.EnqueueAsync(Message(), default);
        var third = buffer.EnqueueAsync(Message(bytes: 3), default).AsTask();
        using var impatience = new CancellationTokenSource();
        var fourth = buffer.EnqueueAsync(Message(bytes: 4), impatience.Token).AsTask();
        var fifth = buffer.EnqueueAsync(Message(bytes: 5), default).AsTask();
        third.IsCompleted.ShouldBeFalse();
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => fourth);

        buffer.Release((await buffer.TakeAsync(default))!);
        await Task.WhenAll(third, fifth).WaitAsync(TimeSpan.FromSeconds(10));
        (await buffer.TakeAsync(default))!.Messages.Select(m => m.Bytes).ShouldBe([3, 5]);
        buffer.Length.ShouldBe(2);
    }

    [Fact]
    public async Task bytes_fill_the_buffer_too()
    {
        var buffer = new IngestBuffer(new TelemetryOptions { QueueBytes = 1_000 });
        await buffer.EnqueueAsync(Message(bytes: 900), default);
        buffer.EnqueueAsync(Message(), default).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task received_times_are_unique_even_if_the_clock_stands_still_or_steps_back_a_little()
    {
        var buffer = new IngestBuffer(new TelemetryOptions());
        foreach (var ticks in (long[])[0, 0, 5, -100_000, 20])
            await buffer.EnqueueAsync(Message(Noon + Duration.FromTicks(ticks)), default);
        (await buffer.TakeAsync(default))!.Messages.Select(m => (m.ReceivedAt - Noon).BclCompatibleTicks).ShouldBe([0, 10, 20, 30, 40]);
    }

    [Fact]
    public async Task a_clock_that_is_set_back_for_good_is_followed()
    {
        var buffer = new IngestBuffer(new TelemetryOptions());
        await buffer.EnqueueAsync(Message(Noon + Duration.FromDays(365)), default);
        await buffer.EnqueueAsync(Message(), default);
        (await buffer.TakeAsync(default))!.Messages[1].ReceivedAt.ShouldBe(Noon);
    }

    [Fact]
    public async Task closing_refuses_senders_and_leaves_what_is_queued_to_the_writer()
    {
        var buffer = new IngestBuffer(new TelemetryOptions { QueueMessages = 1 });
        await buffer.EnqueueAsync(Message(), default);
        var waiting = buffer.EnqueueAsync(Message(), default).AsTask();
        buffer.Close();
        await Should.ThrowAsync<IngestClosedException>(() => waiting);
        await Should.ThrowAsync<IngestClosedException>(() => buffer.EnqueueAsync(Message(), default).AsTask());
        (await buffer.TakeAsync(default))!.Messages.Count.ShouldBe(1);
        (await buffer.TakeAsync(default)).ShouldBeNull();
    }
}
