using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Tests.Devices;
using JasperFx.Events;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Platform;

public sealed class PastTests
{
    private static readonly Instant Start = SampleDevice.Registered;

    [Fact]
    public void what_follows_on_a_later_event_is_later_though_a_clock_that_was_set_back_says_otherwise()
    {
        IEvent[] stream =
        [
            Decisions.Stored(SampleDevice.Registration(), 1),
            Decisions.Stored(new DeviceDeactivated("sensor-1", At(3)), 2),
            Decisions.Stored(new DeviceTagged("sensor-1", ["a"], At(1)), 3),
        ];
        Versions(stream, At(0), At(1), At(2), At(3)).ShouldBe([1, 1, 1, 3]);
        Versions([stream[0], stream[2]], At(1), At(2)).ShouldBe([1, 1]);
    }

    [Fact]
    public void a_stream_of_another_kind_is_no_state()
    {
        var past = new Past<Group>(Start);
        past.Take(Decisions.Stored(SampleDevice.Registration(), 1)).ShouldBeTrue();
        past.State.ShouldBeNull();
    }

    private static IEnumerable<long> Versions(IReadOnlyList<IEvent> stream, params Instant[] moments) => moments.Select(moment =>
    {
        var past = new Past<Device>(moment);
        foreach (var e in stream) past.Take(e);
        return past.Version;
    });

    private static Instant At(int seconds) => Start + Duration.FromSeconds(seconds);
}
