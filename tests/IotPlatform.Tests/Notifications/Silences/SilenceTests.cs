using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SampleSilence;

namespace IotPlatform.Tests.Notifications;

public sealed class SilenceTests
{
    private static readonly Duration Moment = Duration.Epsilon;

    [Fact]
    public void a_creation_tells_everything() => Decisions.Tell(Of()).ShouldBe(Decisions.Tell(new Silence
    {
        Id = "silence-1",
        Matchers = Everything,
        StartsAt = Begins,
        EndsAt = Ends,
        Comment = "New pumps",
        CreatedBy = "api_key:Zk3Qm9XbTa",
        CreatedAt = Made,
        UpdatedAt = Made,
    }));

    [Fact]
    public void a_deletion_leaves_nothing() => Silence.Fold(Of(), new SilenceDeleted("silence-1", Begins)).ShouldBeNull();

    [Fact]
    public void it_is_silent_from_its_beginning_until_just_before_its_end()
    {
        Instant[] times = [Begins - Moment, Begins, Ends - Moment, Ends];
        times.Select(Of().IsActiveAt).ShouldBe([false, true, true, false]);
    }

    [Fact]
    public void a_recurrence_makes_it_silent_only_in_its_windows_between_beginning_and_end()
    {
        var nightly = Of(new([], new(22, 0), new(6, 0), "Europe/Oslo"));
        nightly.IsActiveAt(Instant.FromUtc(2026, 6, 1, 23, 0)).ShouldBeTrue();
        nightly.IsActiveAt(Instant.FromUtc(2026, 6, 1, 12, 0)).ShouldBeFalse();
        nightly.IsActiveAt(Instant.FromUtc(2026, 2, 1, 23, 0)).ShouldBeFalse();
    }
}
