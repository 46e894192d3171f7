using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class UsageCountersTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 22, 12, 0);
    private static readonly DeviceHandle Pump = new(7, "acme", "pump-1");
    private readonly UsageCounters _counters = new();

    [Fact]
    public void what_is_being_stored_is_told_beside_what_came_since_each_with_its_position()
    {
        Count(1, Pump);
        _counters.Take().Position.ShouldBe(1);
        Count(2, Pump);
        Told().ShouldBe("1: 1; 2: 1");
        _counters.Stored();
        Told().ShouldBe("2: 1");
    }

    [Fact]
    public void what_could_not_be_stored_counts_with_what_came_since()
    {
        Count(1, Pump);
        _counters.Take();
        Count(2, Pump);
        _counters.Return();
        Told().ShouldBe("2: 2");
        _counters.Take().Counts.ShouldHaveSingleItem().Messages.ShouldBe(2);
    }

    [Fact]
    public void a_customer_is_told_of_its_own_alone()
    {
        Count(1, Pump);
        Count(2, new DeviceHandle(8, "zenith", "pump-1"));
        _counters.Of("zenith").Single().Counts.ShouldHaveSingleItem().Device.Key.ShouldBe(8);
        _counters.Of("nobody").Single().Counts.ShouldBeEmpty();
    }

    [Fact]
    public void what_was_read_from_the_log_is_its_owners_once_that_is_known()
    {
        Count(1, new DeviceHandle(7, AnonymousDevices.Customer, ""));
        Count(2, new DeviceHandle(9, AnonymousDevices.Customer, ""));
        _counters.Unowned().ShouldBe([7, 9]);
        _counters.Own(new Dictionary<int, DeviceHandle> { [7] = Pump });
        Told().ShouldBe("2: 1");
        _counters.Unowned().ShouldBeEmpty();
    }

    private void Count(long seq, DeviceHandle device) => _counters.Apply([new(seq, device, Noon, Noon, 37, null, PayloadError.None, [], default)]);

    private string Told() => string.Join("; ", _counters.Of("acme").Select(part => $"{part.Position}: {part.Counts.Sum(count => count.Messages)}"));
}
