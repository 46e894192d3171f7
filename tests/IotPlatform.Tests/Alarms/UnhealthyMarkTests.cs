using IotPlatform.Alarms;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;
using static IotPlatform.Tests.Alarms.SampleFiring;

namespace IotPlatform.Tests.Alarms;

public sealed class UnhealthyMarkTests
{
    private static readonly UnhealthyMark Marked = new(Key, "rule-1", "Too warm", "sensor-1", Measured);

    [Fact]
    public void it_is_there_from_a_firing_that_marks_until_the_condition_clears()
    {
        UnhealthyMark.Fold(null, Fired(Mark)).ShouldBe(Marked);
        UnhealthyMark.Fold(Marked, Cleared).ShouldBeNull();
    }

    [Fact]
    public void it_is_as_old_as_the_first_firing() =>
        UnhealthyMark.Fold(Marked, Fired(Both) with { TriggeredAt = Measured + Duration.FromHours(1) }).ShouldBe(Marked);

    [Fact]
    public void a_firing_that_marks_no_more_ends_it() => UnhealthyMark.Fold(Marked, Fired(["send_webhook"])).ShouldBeNull();

    [Fact]
    public void its_key_is_made_of_rule_and_device() => UnhealthyMark.KeyOf("rule-1", "sensor-1").ShouldBe(Key);
}
