using IotPlatform.Platform;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class ProjectionProgressTests
{
    private readonly HandTime _time = new();
    private readonly ProjectionProgress _progress;

    public ProjectionProgressTests() => _progress = new(_time);

    private ProjectionState Only => _progress.All.ShouldHaveSingleItem();

    [Fact]
    public void a_projection_is_behind_by_what_was_committed_after_it()
    {
        Reports(5);
        _progress.Committed(12);
        Only.Behind.ShouldBe(7);
        Reports(12);
        Only.Behind.ShouldBe(0);
    }

    [Fact]
    public void it_stands_still_from_the_first_event_that_it_does_not_take()
    {
        Reports(5);
        _time.Pass(100);
        _progress.Committed(6);
        _time.Pass(10);
        _progress.Committed(7);
        _time.Pass(10);
        Only.StandingStill.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void it_does_not_stand_still_while_it_comes_along()
    {
        Reports(5);
        _progress.Committed(100);
        _time.Pass(30);
        Reports(50);
        _time.Pass(3);
        Only.StandingStill.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(ShardAction.Stopped, true)]
    [InlineData(ShardAction.Paused, true)]
    [InlineData(ShardAction.Faulted, true)]
    [InlineData(ShardAction.Started, false)]
    [InlineData(ShardAction.Updated, false)]
    public void it_is_stopped_when_the_daemon_says_so(ShardAction action, bool isStopped)
    {
        Reports(5, action);
        Only.IsStopped.ShouldBe(isStopped);
    }

    [Fact]
    public void the_daemons_own_mark_counts_as_committed_and_is_no_projection()
    {
        Reports(5);
        _progress.OnNext(new ShardState(ShardState.HighWaterMark, 9));
        Only.Behind.ShouldBe(4);
    }

    private void Reports(long sequence, ShardAction action = ShardAction.Updated) =>
        _progress.OnNext(new ShardState("ReadModels:All", sequence) { Action = action });

    private sealed class HandTime : TimeProvider
    {
        private long _seconds = 1;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds;

        public void Pass(long seconds) => _seconds += seconds;
    }
}
