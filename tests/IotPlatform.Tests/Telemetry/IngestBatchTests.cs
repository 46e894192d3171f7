using IotPlatform.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class IngestBatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_sender_that_is_slow_to_go_on_does_not_hold_up_the_writer(bool isCommitted)
    {
        using var told = new ManualResetEventSlim();
        var batch = new IngestBatch();
        var sender = WaitAsync(batch, told);
        await Task.Run(() => Tell(batch, isCommitted, told));
        (await sender.WaitAsync(Long)).ShouldBeTrue();
    }

    private static void Tell(IngestBatch batch, bool isCommitted, ManualResetEventSlim told)
    {
        if (isCommitted) batch.Complete();
        else batch.Fail(new InvalidOperationException());
        told.Set();
    }

    // True when the writer came back from telling before its sender did.
    private static async Task<bool> WaitAsync(IngestBatch batch, ManualResetEventSlim told)
    {
        await batch.Committed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return told.Wait(TimeSpan.FromSeconds(2));
    }
}
